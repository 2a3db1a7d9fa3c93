// Messages that were left, as cases: answered by e-mail, assigned, closed and opened again. Stored first,
// then taken, then sent; the same answer again is sent again only where it did not leave before.
import type { ConversationRecord, RecordChange } from '@opportune/core/ports/conversation-store.ts';
import { afterLimits } from '@opportune/protocol/after.ts';
import type { Message } from '@opportune/protocol/conversation.ts';
import type { AccountId, ConversationId, MessageId, UserId } from '@opportune/protocol/ids.ts';
import { conversationLimits } from '@opportune/protocol/limits.ts';
import type { CaseChange } from '@opportune/protocol/rest/cases.ts';
import type { Principal } from '../../http/principal.ts';
import { refuse } from '../../http/refusal.ts';
import type { AccountDesk } from '../account-desk.ts';
import type { ConverseDependencies } from '../seams.ts';
import { type CaseAnswer, caseLetter } from './case-letter.ts';

/** Appends the answer and sends it; once it left, the case is answered, and somebody's. Throws a refusal. */
export async function answerCase(
  use: ConverseDependencies,
  desk: AccountDesk,
  { account, user }: Principal,
  { conversation, id, text }: { conversation: ConversationId; id: MessageId; text: string },
): Promise<Message> {
  const record = await use.store.load(account, conversation);
  if (record === null) throw refuse('request.not_found');
  const { replyTo } = record;
  if (record.status !== 'message' || replyTo === null)
    throw refuse('request.conflict', {
      detail: 'Only a message that was left with an address is answered by e-mail.',
    });
  if (!use.mail.configured) throw refuse('mail.not_configured');
  const message = {
    id,
    author: { type: 'agent', user: user.id, name: user.name },
    body: { type: 'text', text },
    at: use.clock.now(),
  } as const;
  const asked = await lastAsked(use, account, record);
  const agent = record.agent ?? { user: user.id, name: user.name };
  const written = await desk.writes.append(conversation, [message]);
  const stored = written?.messages[0]?.message;
  if (stored === undefined) throw refuse('request.not_found');
  const place = await placeOf(use, account, record);
  const said = stored.body.type === 'text' ? stored.body.text : text;
  const letter = { to: replyTo, replyTo: user.email, agent: user.name, answer: said, asked };
  if (!(await sendOnce(use, account, stored, { ...place, ...letter }))) return stored;
  await desk.writes.append(conversation, [], { caseState: 'answered', agent });
  return stored;
}

/** False where it has left before. It is taken before it is sent, so that of two requests one sends it. */
async function sendOnce(
  { store, mail, clock }: ConverseDependencies,
  account: AccountId,
  { conversation, id }: Message,
  letter: CaseAnswer,
): Promise<boolean> {
  const now = clock.now();
  const times = { now, deadBefore: now - afterLimits.transcriptPatienceMs };
  const claim = await store.claimMail(account, conversation, id, times);
  if (claim === 'sent') return false;
  if (claim === 'sending')
    throw refuse('request.conflict', {
      detail:
        'This answer is being sent. Where the server died meanwhile it may be sent again a minute later.',
    });
  try {
    await mail.send(caseLetter(letter));
  } catch (error) {
    await store.settleMail(account, conversation, id, false);
    throw error;
  }
  await store.settleMail(account, conversation, id, true);
  return true;
}

/** Assigns, closes or opens again; throws a refusal. */
export async function changeCase(
  use: ConverseDependencies,
  desk: AccountDesk,
  account: AccountId,
  { id, change }: { readonly id: ConversationId; readonly change: CaseChange },
): Promise<ConversationRecord> {
  const record = await use.store.load(account, id);
  if (record === null) throw refuse('request.not_found');
  if (record.caseState === null) throw refuse('request.conflict', { detail: 'It is no case.' });
  const note = noteOf(record, change);
  const written = await desk.writes.append(
    id,
    note === null ? [] : [desk.writes.systemMessage(note)],
    {
      ...stateOf(record, change, use.clock.now()),
      ...(change.agent === undefined ? {} : { agent: agentOf(desk, change.agent) }),
    },
  );
  if (written === null) throw refuse('request.not_found');
  return written.record;
}

function stateOf(record: ConversationRecord, { state }: CaseChange, now: number): RecordChange {
  if (state === undefined || (state === 'closed') === (record.caseState === 'closed')) return {};
  return state === 'closed'
    ? { status: 'ended', endedAt: now, caseState: 'closed' }
    : { status: 'message', endedAt: null, caseState: 'open' };
}

function noteOf({ caseState }: ConversationRecord, { state }: CaseChange) {
  if (state === undefined || (state === 'closed') === (caseState === 'closed')) return null;
  return state === 'closed'
    ? ({ type: 'ended', by: 'agent' } as const)
    : ({ type: 'reopened' } as const);
}

/** Somebody whom the desk knows: of the account, here before, and not disabled. */
function agentOf({ desk }: AccountDesk, agent: UserId | null): ConversationRecord['agent'] {
  if (agent === null) return null;
  const known = desk.agents.get(agent);
  if (known === undefined || known.disabled) throw refuse('request.invalid', { path: 'agent' });
  return { user: agent, name: known.profile.name };
}

/** The visitor's newest words. */
async function lastAsked(
  { store }: ConverseDependencies,
  account: AccountId,
  { id, lastSequence }: ConversationRecord,
): Promise<string> {
  const after = Math.max(0, lastSequence - conversationLimits.resumePage);
  const page = { after, limit: conversationLimits.resumePage, notes: false };
  const messages = await store.after(account, id, page);
  const asked = messages.findLast(
    ({ author, body }) => author.type === 'visitor' && body.type === 'text',
  );
  return asked?.body.type === 'text' ? asked.body.text : '';
}

async function placeOf(
  { after, origins }: ConverseDependencies,
  account: AccountId,
  { site, visitor }: ConversationRecord,
) {
  const place = await after?.placeOf(account, site, visitor);
  const language = place?.language ?? (await origins.languageOf?.(account, visitor)) ?? 'en';
  return { site: place?.site ?? '', language };
}
