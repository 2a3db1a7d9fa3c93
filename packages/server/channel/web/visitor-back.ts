// The visitor's frames of call backs, and of calls that they make by telephone: when somebody may be called, what is asked for, and changes of it. A
// place is taken before the conversation is stored, and promised to it afterwards, so that a request that
// is repeated after a crash takes one.
import type { ChatLink } from '@opportune/core/ports/visitor-chat.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { ChatFrame } from '@opportune/protocol/frames-visitor.ts';
import type { ConversationId, SkillId } from '@opportune/protocol/ids.ts';
import type { AccountDesk } from '../../desk/account-desk.ts';
import type { Begun } from '../../desk/commands/repeat.ts';
import { leaveMessage } from '../../desk/commands/start.ts';
import { theirs } from '../../desk/commands/theirs.ts';
import type { Entry, Refused } from './admission/admission.ts';
import { type Chat, whoseOf } from './own-conversations.ts';
import type { WebChatParts } from './seams.ts';
import { answerOn, startOf } from './visitor-start.ts';

type Of<Type extends ChatFrame['type']> = Extract<ChatFrame, { type: Type }>;

interface Admitted {
  readonly desk: AccountDesk;
  readonly link: ChatLink;
  readonly frame: Of<'chat.call-back'>;
  readonly entry: Entry;
}

export async function askBack(
  use: WebChatParts,
  { desk, link, frame, entry }: Admitted,
): Promise<ErrorCode | Refused | null> {
  const { account } = link;
  const start = await startOf(use, desk, link, frame);
  const waiting = desk.openOf(whoseOf(link));
  // Who waits already does so for a skill.
  const skill =
    waiting?.skill ??
    (start.before === 'invalid' ? null : (start.before?.skill ?? start.card.origin?.skill ?? null));
  const reserved = await use.callbacks.reserve(link, frame, skill);
  if ('refused' in reserved) {
    // Numbers are not tried out for nothing.
    if (frame.way.type === 'telephone') entry.begun();
    return reserved.refused;
  }
  const begun: Begun[] = [];
  const refused = await leaveMessage({
    ...{ use: use.desks.parts, desk, whose: whoseOf(link) },
    start: { ...start, replyTo: frame.address ?? null, callback: { from: frame.from } },
    answer: (each) => void begun.push(each),
    begun: () => entry.begun(),
  });
  const [first] = begun;
  if (refused !== null || first === undefined) {
    await use.callbacks.forget(account, reserved.id);
    return refused;
  }
  const { id, status } = first.record;
  // The request may be an earlier one, of a conversation that an agent has.
  if (!(await use.callbacks.promise(account, reserved.id, id, status === 'message')))
    return 'request.conflict';
  answerOn(use, desk, link, frame, false)(first);
  link.send(
    await use.callbacks.slots(link, {
      ...{ request: frame.request, skill, conversation: first.record.id, number: numberOf(frame) },
    }),
  );
  return null;
}

export async function tellSlots(
  use: WebChatParts,
  { desk, link }: Chat,
  { request, decision, conversation, number }: Of<'chat.slots'>,
): Promise<ErrorCode | Refused | null> {
  const spent = charged(use, link);
  if (spent !== null) return spent;
  const record = conversation === undefined ? null : await own(use, desk, link, conversation);
  if (conversation !== undefined && record === null) return 'request.not_found';
  const skill = record === null ? await offeredSkill(use, link, decision) : record.skill;
  const asked = { request, skill, conversation: record?.id ?? null, number: number ?? null };
  link.send(await use.callbacks.slots(link, asked));
  return null;
}

/** By which number they call, and the code that they type then. */
export async function tellDialIn(
  use: WebChatParts,
  link: ChatLink,
  { request, code }: Of<'chat.dial-in'>,
): Promise<Refused | null> {
  const spent = charged(use, link);
  if (spent !== null) return spent;
  const { number = null, code: shown = null } = (await use.dialIn(link, code)) ?? {};
  const now = use.clock.now();
  link.send({
    ...{ type: 'chat.dial-in', request, number },
    code: shown && { digits: shown.digits, validMs: shown.until - now },
  });
  return null;
}

export async function changeBack(
  use: WebChatParts,
  { desk, link }: Chat,
  { request, conversation, from }: Of<'chat.change-back'>,
): Promise<ErrorCode | Refused | null> {
  const spent = charged(use, link);
  if (spent !== null) return spent;
  const record = await own(use, desk, link, conversation);
  if (record === null) return 'request.not_found';
  const refused = await use.callbacks.change(link.account, record.id, from);
  if (refused !== null) return refused;
  link.send(
    await use.callbacks.slots(link, {
      ...{ request, skill: record.skill, conversation: record.id, number: null },
    }),
  );
  return null;
}

function numberOf({ way }: Of<'chat.call-back'>): string | null {
  return way.type === 'telephone' ? way.number : null;
}

/** Slots are computed from weeks of the desk, so each visitor and address has a budget for them. */
function charged({ budgets }: WebChatParts, { account, visitor, payer }: ChatLink) {
  const own = { budget: 'slots.visitor', payer: `${account} ${visitor}`, amount: 1 } as const;
  const address =
    payer === null
      ? []
      : [{ budget: 'slots.address', payer: `${account} ${payer}`, amount: 1 } as const];
  const waitMs = budgets.charge([own, ...address]);
  return waitMs > 0 ? ({ code: 'rate.chats', retryAfterMs: waitMs } as const) : null;
}

function own(use: WebChatParts, desk: AccountDesk, link: ChatLink, id: ConversationId) {
  return theirs(use, desk, whoseOf(link), id);
}

async function offeredSkill(
  { cards }: WebChatParts,
  { account, visitor }: ChatLink,
  decision: Of<'chat.slots'>['decision'],
): Promise<SkillId | null> {
  if (decision === undefined) return null;
  return (await cards.of(account, visitor, { decision })).origin?.skill ?? null;
}
