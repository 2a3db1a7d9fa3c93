// Messages that were left, as cases: answered by e-mail, assigned, closed and opened again. Stored first,
// then taken, then sent; the same answer again is sent again only where it did not leave before.
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { ConversationChange } from '@opportune/core/ports/conversation-store.ts';
import { afterLimits } from '@opportune/protocol/conversation/after.ts';
import type { Message } from '@opportune/protocol/conversation/conversation.ts';
import type { AccountId, ConversationId, MessageId, UserId } from '@opportune/protocol/ids.ts';
import { conversationLimits } from '@opportune/protocol/limits.ts';
import type { CaseChange } from '@opportune/protocol/rest/conversation/cases.ts';
import type { Principal } from '../../http/access/principal.ts';
import { refuse } from '../../http/problem/refusal.ts';
import type { AccountDesk } from '../account-desk.ts';
import type { DeskParts } from '../seams.ts';
import { type CaseAnswer, caseLetter } from './case-letter.ts';

/**
 * Appends the answer and sends it; once it left, the case is somebody's, and answered unless the visitor
 * has written more meanwhile. Throws a refusal.
 */
export async function answerCase(
  use: DeskParts,
  desk: AccountDesk,
  { account, user }: Principal,
  { conversation, id, text }: { conversation: ConversationId; id: MessageId; text: string },
): Promise<Message> {
  const author = { type: 'agent', user: user.id, name: user.name } as const;
  const written = await desk.writes.decide(conversation, async (record) => {
    if (record.status !== 'message' || record.replyTo === null)
      throw refuse('request.conflict', {
        detail: 'Only a message that was left with an address is answered by e-mail.',
      });
    if (!(await use.mailOf(account)).configured) throw refuse('mail.not_configured');
    const body = { type: 'text', text } as const;
    return { messages: [{ id, author, body, at: use.clock.now() }], change: {} };
  });
  const stored = written?.messages[0]?.message;
  const to = written?.record.replyTo;
  if (written === null || stored === undefined || to == null) throw refuse('request.not_found');
  if (stored.body.type !== 'text' || stored.body.text !== text)
    throw refuse('request.conflict', {
      detail: 'An answer with other words needs an id of its own.',
    });
  const { site: id_, visitor } = written.record;
  const { site, language } = await use.placeOf(account, id_, visitor);
  const letter = {
    ...{ site, language, to, replyTo: user.email, agent: user.name, answer: text },
    asked: await lastAsked(use, account, stored),
  };
  const left = await sendOnce(use, desk, stored, letter);
  if (left === 'failed') {
    const aside = { type: 'not-mailed', by: user.name, message: id } as const;
    await desk.writes.append(conversation, [desk.writes.fromSystem({ type: 'aside', aside })]);
    throw refuse('mail.failed');
  }
  // The letter has left: asked again, it would not be sent again, and the case would stay open.
  if (left === 'sent')
    await desk.writes.untilStored(() => settle(use, desk, account, stored, author));
  return stored;
}

/** It may have been closed, given to somebody or written to while the letter was on its way. */
async function settle(
  { store }: DeskParts,
  desk: AccountDesk,
  account: AccountId,
  { conversation, sequence }: Message,
  { user, name }: { readonly user: UserId; readonly name: string },
): Promise<void> {
  await desk.writes.decide(conversation, async (record) => {
    if (record.status !== 'message') return null;
    const page = { after: sequence, limit: conversationLimits.resumePage, notes: false };
    const later = await store.after(account, conversation, page);
    const isAnswered = !later.some(({ author }) => author.type === 'visitor');
    const agent = record.agent ?? { user, name };
    return { messages: [], change: { agent, ...(isAnswered ? { caseState: 'answered' } : {}) } };
  });
}

/** It is taken before it is sent, so that of two requests one sends it. */
async function sendOnce(
  { store, mailOf, clock, log }: DeskParts,
  { account, writes }: AccountDesk,
  { conversation, id }: Message,
  letter: CaseAnswer,
): Promise<'sent' | 'sent-before' | 'failed'> {
  const now = clock.now();
  const times = { now, deadBefore: now - afterLimits.transcriptPatienceMs };
  const claim = await store.claimMail(account, conversation, id, times);
  if (claim === 'sent') return 'sent-before';
  if (claim === 'sending')
    throw refuse('request.conflict', {
      detail:
        'This answer is being sent. Where the server died meanwhile it may be sent again a minute later.',
    });
  const left = await (await mailOf(account)).send(caseLetter(letter)).then(
    () => true,
    (error: unknown) => {
      log.warn('an answer could not be sent by e-mail', { reason: String(error) });
      return false;
    },
  );
  // Forgotten, it would be sent once more.
  await writes.untilStored(() => store.settleMail(account, conversation, id, left));
  return left ? 'sent' : 'failed';
}

/** Assigns, closes or opens again; throws a refusal. */
export async function changeCase(
  use: DeskParts,
  desk: AccountDesk,
  account: AccountId,
  { id, change }: { readonly id: ConversationId; readonly change: CaseChange },
): Promise<Conversation> {
  const known = await use.store.load(account, id);
  if (known === null) throw refuse('request.not_found');
  // In its address's write queue: it is merged in no other.
  return desk.writes.ofAddress(known, async () => {
    if (await use.isMerged(account, id)) throw refuse('conversation.merged');
    const written = await desk.writes.decide(id, (record) => {
      if (record.caseState === null) throw refuse('request.conflict', { detail: 'It is no case.' });
      const note = noteOf(record, change);
      return {
        messages: note === null ? [] : [desk.writes.systemMessage(note)],
        change: {
          ...stateOf(record, change, use.clock.now()),
          ...(change.agent === undefined ? {} : { agent: agentOf(desk, change.agent) }),
        },
      };
    });
    if (written === null) throw refuse('request.not_found');
    return written.record;
  });
}

function stateOf(record: Conversation, { state }: CaseChange, now: number): ConversationChange {
  if (state === undefined || (state === 'closed') === (record.caseState === 'closed')) return {};
  return state === 'closed'
    ? { status: 'ended', endedAt: now, caseState: 'closed' }
    : { status: 'message', endedAt: null, caseState: 'open' };
}

function noteOf({ caseState }: Conversation, { state }: CaseChange) {
  if (state === undefined || (state === 'closed') === (caseState === 'closed')) return null;
  return state === 'closed'
    ? ({ type: 'ended', by: 'agent' } as const)
    : ({ type: 'reopened' } as const);
}

/** Somebody whom the desk knows: of the account, here before, and not disabled. */
function agentOf({ desk }: AccountDesk, agent: UserId | null): Conversation['agent'] {
  if (agent === null) return null;
  const known = desk.agents.get(agent);
  if (known === undefined || known.disabled) throw refuse('request.invalid', { path: 'agent' });
  return { user: agent, name: known.profile.name };
}

/** The visitor's newest words before an answer. */
async function lastAsked(
  { store }: DeskParts,
  account: AccountId,
  { conversation, sequence }: Message,
): Promise<string> {
  const limit = conversationLimits.resumePage;
  const page = { after: Math.max(0, sequence - 1 - limit), limit, notes: false };
  const asked = (await store.after(account, conversation, page)).findLast(
    ({ author, body, sequence: at }) =>
      at < sequence && author.type === 'visitor' && body.type === 'text',
  );
  return asked?.body.type === 'text' ? asked.body.text : '';
}
