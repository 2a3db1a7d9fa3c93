// Asynchronous conversations whose contact is silent. Each belongs to its agent, if it has one, and takes no place.
// When its contact writes, it returns to the agent if they have a free place, else to the queue of
// its skill. It ends if the contact stays silent. The desk names the next instant of an end.
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { UserId } from '@opportune/protocol/ids.ts';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import type { Agent, Desk, DeskConversation, DeskInput } from './desk.ts';
import { closesAt, isLive } from './reach.ts';
import { assignedNote, hasRoom } from './routing/routing.ts';
import { allLeave, assign, end, enqueue, free, nameOf, note, type Turn, weigh } from './turn.ts';

type Refusal = ErrorCode | null;
type Input = Exclude<
  Extract<DeskInput, { type: `conversation.${string}` }>,
  {
    type:
      | 'conversation.start'
      | 'conversation.begin'
      | 'conversation.rest'
      | 'conversation.call-back';
  }
>;

/** Its agent has answered and waits for the contact. */
export function rest(turn: Turn, conversation: DeskConversation): void {
  const { desk, now } = turn;
  free(turn, conversation);
  allLeave(turn, conversation);
  conversation.status = 'resting';
  conversation.restingSince = now;
  desk.conversations.delete(conversation.id);
  desk.resting.set(conversation.id, conversation);
  desk.restingUntil = Math.min(desk.restingUntil, closesAt(desk, conversation));
}

/** Nobody's, until its contact writes. Where too many rest so, or its channel is gone, it ends at once. */
export function beginResting(turn: Turn, conversation: DeskConversation): null {
  turn.desk.conversations.set(conversation.id, conversation);
  const isFull = restingAlone(turn.desk) >= conversationLimits.restingAlone;
  if (isFull || isLive(turn.desk, conversation.channel)) end(turn, conversation);
  else rest(turn, conversation);
  return null;
}

function restingAlone({ resting }: Desk): number {
  let alone = 0;
  for (const { agent } of resting.values()) if (agent === null) alone += 1;
  return alone;
}

export function applyResting(turn: Turn, conversation: DeskConversation, input: Input): Refusal {
  const { agent } = conversation;
  switch (input.type) {
    case 'conversation.return':
      return comeBack(turn, conversation);
    case 'conversation.answered':
      if (agent !== input.user) return 'conversation.not_yours';
      conversation.restingSince = turn.now;
      return null;
    case 'conversation.answered-elsewhere':
      conversation.restingSince = turn.now;
      return null;
    case 'conversation.accept':
    case 'conversation.take-over':
    case 'conversation.reopen':
      return take(turn, conversation, input.user);
    case 'conversation.transfer':
      return handOn(turn, conversation, input);
    case 'conversation.weigh':
      if (input.user !== null && agent !== input.user) return 'conversation.not_yours';
      weigh(turn, conversation, input.weight);
      return null;
    case 'conversation.finish':
      if (agent !== input.user) return 'conversation.not_yours';
      close(turn, conversation, 'agent');
      return null;
    case 'conversation.end':
      close(turn, conversation, input.by);
      return null;
    case 'conversation.drop':
      if (input.user !== null && agent !== null && agent !== input.user)
        return 'conversation.not_yours';
      close(turn, conversation, input.user === null ? null : 'agent');
      return null;
    case 'conversation.leave':
    case 'conversation.called':
    case 'conversation.write':
    case 'conversation.decline':
    case 'conversation.recall':
      return null;
    case 'conversation.join':
    case 'conversation.hand-over':
    case 'conversation.abandon':
    case 'conversation.ask-skill':
      return 'conversation.not_yours';
  }
}

/** Ends those whose contact was silent for too long. */
export function closeSilent(turn: Turn): void {
  const { desk, now } = turn;
  if (now < desk.restingUntil) return;
  for (const conversation of [...desk.resting.values()])
    if (now >= closesAt(desk, conversation)) close(turn, conversation, 'system');
  restUntil(desk);
}

/** Recomputes when the next one ends. */
export function restUntil(desk: Desk): void {
  desk.restingUntil = Infinity;
  for (const conversation of desk.resting.values())
    desk.restingUntil = Math.min(desk.restingUntil, closesAt(desk, conversation));
}

/**
 * Its contact wrote. If its agent has no free place, that agent stays preferred, and it waits from
 * now on.
 */
function comeBack(turn: Turn, conversation: DeskConversation): null {
  const { agent } = conversation;
  const owner = rouse(turn, conversation);
  if (owner !== undefined && hasRoom(owner, conversation.weight)) {
    assign(turn, conversation, owner);
    return null;
  }
  conversation.known = agent;
  conversation.queuedAt = turn.now;
  enqueue(turn, conversation);
  if (agent !== null) note(turn, conversation, { type: 'returned', agent: nameOf(turn, agent) });
  return null;
}

/** By hand, by its own agent or by another. */
function take(turn: Turn, conversation: DeskConversation, user: UserId): Refusal {
  const agent = turn.desk.agents.get(user);
  if (agent === undefined || !hasRoom(agent, conversation.weight)) return 'agent.no_room';
  const from = conversation.agent;
  rouse(turn, conversation);
  assign(turn, conversation, agent);
  if (from === null) note(turn, conversation, assignedNote(turn, agent));
  else if (from !== user)
    note(turn, conversation, {
      type: 'transferred',
      from: nameOf(turn, from),
      to: agent.profile.name,
    });
  return null;
}

/**
 * There is nothing to answer now, so it does not ring: it rests on with another agent, or with
 * none.
 */
function handOn(
  turn: Turn,
  conversation: DeskConversation,
  { user, destination }: Extract<Input, { type: 'conversation.transfer' }>,
): Refusal {
  if (conversation.agent !== user) return 'conversation.not_yours';
  if (destination.to === 'agent') {
    const agent = turn.desk.agents.get(destination.user);
    if (agent === undefined || agent.disabled) return 'agent.no_room';
  } else conversation.skill = destination.skill ?? conversation.skill;
  const to = destination.to === 'agent' ? destination.user : null;
  if (to === user) return null;
  conversation.agent = to;
  note(turn, conversation, {
    type: 'transferred',
    from: nameOf(turn, user),
    to: nameOf(turn, to),
  });
  return null;
}

/** Ends at once: there is nothing to wrap up that its agent has not written already. */
function close(
  turn: Turn,
  conversation: DeskConversation,
  by: 'visitor' | 'agent' | 'system' | null,
): void {
  const { agent } = conversation;
  rouse(turn, conversation);
  end(turn, conversation);
  conversation.agent = agent;
  if (by !== null) note(turn, conversation, { type: 'ended', by });
}

/** Takes it from its agent for a moment. Returns whose it was. */
function rouse({ desk }: Turn, conversation: DeskConversation): Agent | undefined {
  const { agent } = conversation;
  desk.resting.delete(conversation.id);
  desk.conversations.set(conversation.id, conversation);
  conversation.agent = null;
  conversation.restingSince = null;
  conversation.status = 'waiting';
  return agent === null ? undefined : desk.agents.get(agent);
}
