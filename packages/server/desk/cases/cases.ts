// Messages that were left, as cases: answered by e-mail, assigned, closed and reopened. An answer
// is stored with its delivery, which sends it. Repeating the same answer changes nothing.
import { publish } from '@opportune/core/bus/bus-messages.ts';
import { caseClosed } from '@opportune/protocol/bus/changes.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { ConversationChange } from '@opportune/core/ports/conversation-store.ts';
import type { Message } from '@opportune/protocol/conversation/conversation.ts';
import type { AccountId, ConversationId, MessageId, UserId } from '@opportune/protocol/ids.ts';
import type { CaseChange } from '@opportune/protocol/rest/conversation/cases.ts';
import type { Principal } from '../../http/access/principal.ts';
import { refuse } from '../../http/problem/refusal.ts';
import type { AccountDesk } from '../account-desk.ts';
import type { DeskParts } from '../seams.ts';

/**
 * Stores the answer with its delivery, which reports its outcome. Once it has left, the case is
 * assigned to the agent and answered, unless the visitor has written more meanwhile
 * (`answered.ts`). Throws a refusal.
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
    if (await use.optedOut(account, conversation)) throw refuse('contact.opted_out');
    const body = { type: 'text', text } as const;
    return { messages: [{ id, author, body, at: use.clock.now() }], change: {} };
  });
  const stored = written?.messages[0]?.message;
  if (stored === undefined) throw refuse('request.not_found');
  if (stored.body.type !== 'text' || stored.body.text !== text)
    throw refuse('request.conflict', {
      detail: 'An answer with other words needs an id of its own.',
    });
  return stored;
}

/** Assigns, closes or reopens a case. Throws a refusal. */
export async function changeCase(
  use: DeskParts,
  desk: AccountDesk,
  account: AccountId,
  { id, change }: { readonly id: ConversationId; readonly change: CaseChange },
): Promise<Conversation> {
  const known = await use.store.load(account, id);
  if (known === null) throw refuse('request.not_found');
  // Runs in its address's write queue, so that it is not merged into another at the same time.
  return desk.writes.ofAddress(known, async () => {
    if (await use.isMerged(account, id)) throw refuse('conversation.merged');
    const written = await desk.writes.decide(id, (record) => {
      if (record.caseState === null)
        throw refuse('request.conflict', { detail: 'This conversation is not a case.' });
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
    if (change.state === 'closed') publish(use.bus, caseClosed, { account, conversation: id });
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

/** An agent of the account whom the desk knows and who is not disabled. */
function agentOf({ desk }: AccountDesk, agent: UserId | null): Conversation['agent'] {
  if (agent === null) return null;
  const known = desk.agents.get(agent);
  if (known === undefined || known.disabled) throw refuse('request.invalid', { path: 'agent' });
  return { user: agent, name: known.profile.name };
}
