// What an agent does to a conversation as a whole: accept, transfer, end, reopen, block. Each is
// answered after it is stored. Answers the code of a refusal, or null.
import type { ConversationRecord, NewMessage } from '@opportune/core/ports/conversation-store.ts';
import type { DeskInput, Destination } from '@opportune/core/conversation/desk.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { ConsoleFrame } from '@opportune/protocol/frames-console.ts';
import { type ConversationId, MessageId, type UserId } from '@opportune/protocol/ids.ts';
import { includesRole, type Principal } from '../http/principal.ts';
import type { AccountDesk } from './account-desk.ts';
import { mayAgentReopen } from './archive/reopening.ts';
import type { Along } from './desk-writes.ts';
import type { ConverseDependencies } from './seams.ts';

type Transfer = Extract<ConsoleFrame, { type: 'conversation.transfer' }>;
export type Command = Extract<
  ConsoleFrame,
  { type: `conversation.${string}`; request: string; conversation: ConversationId }
>;

export async function applyCommand(
  use: ConverseDependencies,
  desk: AccountDesk,
  principal: Principal,
  frame: Command,
): Promise<ErrorCode | null> {
  const user = principal.user.id;
  const id = frame.conversation;
  const talk = desk.desk.talks.get(id);
  if (talk === undefined) return onRecord(use, desk, principal, frame);
  switch (frame.type) {
    case 'conversation.accept':
      return stored(desk, { type: 'talk.accept', id, user });
    case 'conversation.transfer': {
      const messages = frame.note.trim() === '' ? [] : [noteOf(use, principal, frame.note)];
      return stored(desk, handingOn(frame, principal, talk.agent), { messages });
    }
    case 'conversation.join':
      if (!mayStepIn(desk, principal)) return 'auth.forbidden';
      return stored(desk, { type: 'talk.join', id, user });
    case 'conversation.leave':
      return stored(desk, { type: 'talk.leave', id, user });
    case 'conversation.take-over': {
      if (!mayStepIn(desk, principal)) return 'auth.forbidden';
      return stored(desk, { type: 'talk.take-over', id, user });
    }
    case 'conversation.weigh': {
      const by = includesRole(principal.user.role, 'manager') ? null : user;
      return stored(desk, { type: 'talk.weigh', id, user: by, weight: frame.weight });
    }
    case 'conversation.decline':
      return stored(desk, { type: 'talk.decline', id, user });
    case 'conversation.recall':
      return stored(desk, { type: 'talk.recall', id, user });
    case 'conversation.end':
      if (talk.status === 'wrap-up' && talk.agent === user)
        if ((await use.lacksDisposition?.(principal.account, id)) === true)
          return 'conversation.disposition_missing';
      return stored(desk, { type: 'talk.finish', id, user });
    case 'conversation.reopen':
      return stored(desk, {
        type: 'talk.reopen',
        id,
        skill: talk.skill,
        weight: talk.weight,
        user,
      });
    case 'conversation.block':
      return block(use, desk, principal, id);
  }
}

/** Into a conversation that somebody else has: managers, and agents where the account says so. */
function mayStepIn({ desk }: AccountDesk, { user }: Principal): boolean {
  return includesRole(user.role, 'manager') || desk.plan.settings.agentsTakeOver;
}

/** A manager hands on what somebody has as if they did; what waits they give to an agent or a skill. */
function handingOn(
  frame: Transfer,
  { user: { id: user, role } }: Principal,
  owner: UserId | null,
): DeskInput & { readonly id: ConversationId } {
  const { conversation: id, to, skill } = frame;
  const destination = destinationOf(frame);
  if (!includesRole(role, 'manager')) return { type: 'talk.transfer', id, user, destination };
  if (owner !== null) return { type: 'talk.transfer', id, user: owner, destination };
  if (to !== null) return { type: 'talk.accept', id, user: to };
  if (skill !== undefined) return { type: 'talk.ask-skill', id, skill };
  return { type: 'talk.transfer', id, user, destination };
}

function destinationOf({ to, skill, queue }: Transfer): Destination {
  if (to !== null) return { to: 'agent', user: to };
  if (skill === undefined) return { to: 'queue' };
  return queue === true ? { to: 'queue', skill } : { to: 'skill', skill };
}

/** One that no desk holds: it ended, or it is a message that was left. */
async function onRecord(
  use: ConverseDependencies,
  desk: AccountDesk,
  principal: Principal,
  frame: Command,
): Promise<ErrorCode | null> {
  const record = await use.store.load(principal.account, frame.conversation);
  if (record === null) return 'request.not_found';
  if (frame.type === 'conversation.block') {
    await use.store.block(principal.account, record.visitor, principal.user.id, use.clock.now());
    return null;
  }
  if (record.status === 'message')
    return frame.type === 'conversation.end' ? endMessage(use, desk, record) : 'request.conflict';
  if (frame.type !== 'conversation.reopen') return 'conversation.ended';
  const rules = await use.reopening?.(principal.account);
  if (rules !== undefined && !mayAgentReopen(rules, record, use.clock.now()))
    return 'conversation.closed';
  if ((await use.isMerged?.(principal.account, record.id)) === true) return 'conversation.merged';
  return stored(desk, {
    type: 'talk.reopen',
    id: record.id,
    skill: record.skill,
    weight: record.weight,
    user: principal.user.id,
  });
}

async function endMessage(
  use: ConverseDependencies,
  desk: AccountDesk,
  { id }: ConversationRecord,
): Promise<null> {
  await desk.writes.append(id, [desk.writes.systemMessage({ type: 'ended', by: 'agent' })], {
    status: 'ended',
    caseState: 'closed',
    endedAt: use.clock.now(),
  });
  return null;
}

async function block(
  use: ConverseDependencies,
  desk: AccountDesk,
  principal: Principal,
  id: ConversationId,
): Promise<ErrorCode | null> {
  const talk = desk.desk.talks.get(id);
  const record = desk.record(id);
  if (talk === undefined || record === undefined) return 'conversation.ended';
  if (talk.agent !== null && talk.agent !== principal.user.id) return 'conversation.not_yours';
  await use.store.block(principal.account, record.visitor, principal.user.id, use.clock.now());
  return stored(desk, { type: 'talk.drop', id, user: principal.user.id });
}

async function stored(
  desk: AccountDesk,
  input: DeskInput & { readonly id: ConversationId },
  along: Along = {},
): Promise<ErrorCode | null> {
  const applied = desk.apply(input, new Map([[input.id, along]]));
  await applied.stored;
  return applied.refused;
}

function noteOf(use: ConverseDependencies, { user }: Principal, text: string): NewMessage {
  return {
    id: MessageId.parse(use.ids.next()),
    author: { type: 'agent', user: user.id, name: user.name },
    body: { type: 'note', text },
    at: use.clock.now(),
  };
}
