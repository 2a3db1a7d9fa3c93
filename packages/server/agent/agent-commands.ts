// An agent's commands on a whole conversation: accept, transfer, end. Each is answered after it is
// stored, with the code of a refusal or null. Reopening and blocking are in their own files.
import { publish } from '@opportune/core/bus/bus-messages.ts';
import { caseClosed } from '@opportune/protocol/bus/changes.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { NewMessage } from '@opportune/core/ports/conversation-store.ts';
import { type DeskInput, type Destination, goingOn } from '@opportune/core/conversation/desk.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { ConsoleFrame } from '@opportune/protocol/frames-console.ts';
import { type ConversationId, MessageId, type UserId } from '@opportune/protocol/ids.ts';
import { includesRole, type Principal } from '../http/access/principal.ts';
import type { AccountDesk } from '../desk/account-desk.ts';
import { blockVisitor } from './agent-block.ts';
import { reopenProactively } from './agent-reopen.ts';
import type { Along } from '../desk/writes/desk-writes.ts';
import type { AgentParts } from './seams.ts';

type Transfer = Extract<ConsoleFrame, { type: 'conversation.transfer' }>;
export type Command = Extract<
  ConsoleFrame,
  { type: `conversation.${string}`; request: string; conversation: ConversationId }
>;

export async function applyCommand(
  use: AgentParts,
  desk: AccountDesk,
  principal: Principal,
  frame: Command,
): Promise<ErrorCode | null> {
  const user = principal.user.id;
  const id = frame.conversation;
  /** Steps the desk, and answers once that is stored. */
  const act = async (input: DeskInput, along: Along = {}): Promise<ErrorCode | null> => {
    const { refused, stored } = desk.apply(input, new Map([[id, along]]));
    // Sent before the conversation becomes theirs, and only if it will. Their consoles play a sound
    // for conversations they are given.
    if (refused === null && takes(frame, user))
      desk.audience.tellUser(user, { type: 'took', conversation: id });
    await stored;
    // A command that changes nothing may have found in memory what is not stored yet.
    if (refused === null) await desk.writes.settledOf(id);
    return refused;
  };
  if (frame.type === 'conversation.reopen')
    return reopenProactively(use, desk, principal, frame, act);
  if (frame.type === 'conversation.block') return blockVisitor(use, desk, principal, id);
  const conversation = goingOn(desk.desk, id);
  if (conversation === undefined) return onRecord(use, desk, principal, frame);
  switch (frame.type) {
    case 'conversation.accept':
      return act({ type: 'conversation.accept', id, user });
    case 'conversation.transfer': {
      const messages = frame.note.trim() === '' ? [] : [noteOf(use, principal, frame.note)];
      return act(handingOn(frame, principal, conversation.agent), { messages });
    }
    case 'conversation.join':
      if (!mayStepIn(desk, principal)) return 'auth.forbidden';
      return act({ type: 'conversation.join', id, user });
    case 'conversation.leave':
      return act({ type: 'conversation.leave', id, user });
    case 'conversation.take-over': {
      if (!mayStepIn(desk, principal)) return 'auth.forbidden';
      return act({ type: 'conversation.take-over', id, user });
    }
    case 'conversation.weigh': {
      const by = includesRole(principal.user.role, 'manager') ? null : user;
      return act({ type: 'conversation.weigh', id, user: by, weight: frame.weight });
    }
    case 'conversation.decline':
      return act({ type: 'conversation.decline', id, user });
    case 'conversation.recall':
      return act({ type: 'conversation.recall', id, user });
    case 'conversation.end':
      if (conversation.status !== 'active' && conversation.agent === user) {
        if (await use.lacksDisposition(principal.account, id))
          return 'conversation.disposition_missing';
        // If another tab reopened it meanwhile, it would be ended again instead of put away.
        if (desk.desk.conversations.get(id)?.status === 'active') return 'request.conflict';
      }
      return act({ type: 'conversation.finish', id, user });
  }
}

/**
 * Whether they may join a conversation of somebody else: managers may, and agents if the account
 * allows it.
 */
function mayStepIn({ desk }: AccountDesk, { user }: Principal): boolean {
  return includesRole(user.role, 'manager') || desk.plan.settings.agentsTakeOver;
}

/**
 * A manager transfers an owned conversation in its owner's name. A waiting one they give to an
 * agent or a skill.
 */
function handingOn(
  frame: Transfer,
  { user: { id: user, role } }: Principal,
  owner: UserId | null,
): DeskInput & { readonly id: ConversationId } {
  const { conversation: id, to, skill } = frame;
  const destination = destinationOf(frame);
  if (!includesRole(role, 'manager'))
    return { type: 'conversation.transfer', id, user, destination };
  if (owner !== null) return { type: 'conversation.transfer', id, user: owner, destination };
  if (to !== null) return { type: 'conversation.accept', id, user: to };
  if (skill !== undefined) return { type: 'conversation.ask-skill', id, skill };
  return { type: 'conversation.transfer', id, user, destination };
}

function destinationOf({ to, skill, queue }: Transfer): Destination {
  if (to !== null) return { to: 'agent', user: to };
  if (skill === undefined) return { to: 'queue' };
  return queue === true ? { to: 'queue', skill } : { to: 'skill', skill };
}

/** For a conversation that no desk holds: it ended, or is a message that was left. */
async function onRecord(
  use: AgentParts,
  desk: AccountDesk,
  principal: Principal,
  frame: Command,
): Promise<ErrorCode | null> {
  const record = await use.store.load(principal.account, frame.conversation);
  if (record === null) return 'request.not_found';
  if (record.status === 'message')
    return frame.type === 'conversation.end' ? endMessage(use, desk, record) : 'request.conflict';
  return 'conversation.ended';
}

async function endMessage(use: AgentParts, desk: AccountDesk, { id }: Conversation): Promise<null> {
  await desk.writes.append(id, [desk.writes.systemMessage({ type: 'ended', by: 'agent' })], {
    status: 'ended',
    caseState: 'closed',
    endedAt: use.clock.now(),
  });
  publish(use.bus, caseClosed, { account: desk.account, conversation: id });
  return null;
}

/** Whether their own action makes it theirs. */
function takes(frame: Command, user: UserId): boolean {
  const { type } = frame;
  if (type === 'conversation.transfer') return frame.to === user;
  return (
    type === 'conversation.accept' ||
    type === 'conversation.take-over' ||
    type === 'conversation.reopen'
  );
}

function noteOf(use: AgentParts, { user }: Principal, text: string): NewMessage {
  return {
    id: MessageId.parse(use.ids.next()),
    author: { type: 'agent', user: user.id, name: user.name },
    body: { type: 'note', text },
    at: use.clock.now(),
  };
}
