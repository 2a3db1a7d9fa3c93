// The life of a conversation: waiting → active → wrap-up → ended, and its variations: begun or
// accepted by hand, transferred, reopened, dropped. Returns the code of a refusal, or null.
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import { webChannel } from '@opportune/protocol/contact/contact.ts';
import type { ConversationId, SkillId, UserId } from '@opportune/protocol/ids.ts';
import type { Agent, DeskInput, DeskConversation } from './desk.ts';
import { acceptRing, decline, recall, silenceBeyond, transfer } from './routing/hand-on.ts';
import { isGivenUp } from './deadlines.ts';
import { join, leave } from './joining.ts';
import { endRing } from './routing/ring.ts';
import { assignedNote, hasRoom } from './routing/routing.ts';
import { assign, end, enqueue, nameOf, note, touch, type Turn, weigh, wrapUp } from './turn.ts';
import { isLive, placesOf } from './reach.ts';
import { applyResting, beginResting, rest } from './resting.ts';
import { mayWait, waitingShares } from './queue/waiting-shares.ts';

type ConversationInput = Extract<DeskInput, { type: `conversation.${string}` }>;
type Of<Type extends ConversationInput['type']> = Extract<ConversationInput, { type: Type }>;
type Refusal = ErrorCode | null;

export function applyConversation(turn: Turn, input: ConversationInput): Refusal {
  if (input.type === 'conversation.start') return start(turn, input);
  if (input.type === 'conversation.begin') return begin(turn, input);
  if (input.type === 'conversation.call-back') return callBack(turn, input);
  if (input.type === 'conversation.rest')
    return isThere(turn, input.id)
      ? 'request.conflict'
      : beginResting(turn, newConversation(turn, input));
  const resting = turn.desk.resting.get(input.id);
  if (resting !== undefined) return applyResting(turn, resting, input);
  if (input.type === 'conversation.reopen') return reopen(turn, input);
  const conversation = turn.desk.conversations.get(input.id);
  if (conversation === undefined) return 'conversation.ended';
  switch (input.type) {
    case 'conversation.accept':
      return accept(turn, conversation, input.user);
    case 'conversation.transfer':
      return transfer(turn, conversation, input);
    case 'conversation.ask-skill':
      return askSkill(turn, conversation, input.skill);
    case 'conversation.take-over':
      return takeOver(turn, conversation, input.user);
    case 'conversation.hand-over':
      return handOver(turn, conversation, input);
    case 'conversation.join':
      return join(turn, conversation, input.user);
    case 'conversation.leave':
      leave(turn, conversation, input.user);
      return null;
    case 'conversation.weigh':
      return weighBy(turn, conversation, input);
    case 'conversation.decline':
      decline(turn, conversation, input.user);
      return null;
    case 'conversation.recall':
      return recall(turn, conversation, input.user);
    case 'conversation.return':
      return goOn(turn, conversation);
    case 'conversation.answered':
      return answered(turn, conversation, input.user);
    case 'conversation.answered-elsewhere':
      return answeredElsewhere(turn, conversation);
    case 'conversation.finish':
      return finish(turn, conversation, input.user);
    case 'conversation.called':
      return called(turn, conversation);
    case 'conversation.write':
      return write(turn, conversation);
    case 'conversation.abandon':
      return abandon(turn, conversation);
    case 'conversation.end':
      return endHeard(turn, conversation, input.by);
    case 'conversation.drop':
      return drop(turn, conversation, input.user);
  }
}

function start(turn: Turn, input: Of<'conversation.start'>): Refusal {
  const { id } = input;
  if (isThere(turn, id)) return 'request.conflict';
  if (!mayWait(waitingShares(turn.desk, input.payer ?? null))) return 'queue.full';
  const conversation = newConversation(turn, input);
  turn.desk.conversations.set(id, conversation);
  enqueue(turn, conversation);
  return null;
}

/** What is not open begins. What an agent has, or rests, is not taken from them. */
function callBack(turn: Turn, input: Of<'conversation.call-back'>): Refusal {
  const known = turn.desk.conversations.get(input.id);
  if (turn.desk.resting.has(input.id)) return 'request.conflict';
  if (known !== undefined && known.status !== 'waiting') return 'request.conflict';
  if (known?.callsBack === true) return null;
  const conversation = known ?? newConversation(turn, input);
  if (known === undefined) turn.desk.conversations.set(input.id, conversation);
  else endRing(turn, known, 'over');
  conversation.speaks = true;
  conversation.callsBack = true;
  conversation.known = input.known;
  conversation.queuedAt = Math.min(conversation.queuedAt, input.queuedAt);
  enqueue(turn, conversation);
  return null;
}

/** It never waits: without a free place it does not begin. */
function begin(turn: Turn, input: Of<'conversation.begin'>): Refusal {
  const { id, user } = input;
  if (isThere(turn, id)) return 'request.conflict';
  const agent = agentWithRoom(turn, user);
  if (agent === null) return 'agent.no_room';
  const conversation = newConversation(turn, { ...input, skill: null });
  turn.desk.conversations.set(id, conversation);
  assign(turn, conversation, agent);
  return null;
}

function isThere({ desk }: Turn, id: ConversationId): boolean {
  return desk.conversations.has(id) || desk.resting.has(id);
}

/** Its contact writes during wrap-up, so it continues. */
function goOn(turn: Turn, conversation: DeskConversation): null {
  if (conversation.status !== 'wrap-up' || isLive(turn.desk, conversation.channel)) return null;
  return reopenOwn(turn, conversation);
}

function reopenOwn(turn: Turn, conversation: DeskConversation): null {
  conversation.status = 'active';
  conversation.wrapUpSince = null;
  note(turn, conversation, { type: 'reopened' });
  return null;
}

/** It continues while it is handed on, whether or not its contact is here. */
function answered(turn: Turn, conversation: DeskConversation, user: UserId): Refusal {
  if (conversation.status !== 'active') return 'conversation.not_yours';
  if (conversation.agent !== user && !conversation.joined.has(user))
    return 'conversation.not_yours';
  if (!isLive(turn.desk, conversation.channel) && conversation.ring === null)
    rest(turn, conversation);
  return null;
}

/** It rests with its agent, or with none if it waited. */
function answeredElsewhere(turn: Turn, conversation: DeskConversation): null {
  const isHandedOn = conversation.status === 'active' && conversation.ring !== null;
  if (conversation.status === 'wrap-up' || isHandedOn) return null;
  if (!isLive(turn.desk, conversation.channel)) rest(turn, conversation);
  return null;
}

function accept(turn: Turn, conversation: DeskConversation, user: UserId): Refusal {
  if (conversation.agent === user) return null;
  if (conversation.ring?.user === user) {
    acceptRing(turn, conversation, conversation.ring);
    return null;
  }
  if (conversation.agent !== null) return 'conversation.not_yours';
  return take(turn, conversation, user);
}

/** It keeps its place in the queue. The wait for a fallback starts anew. */
function askSkill(turn: Turn, conversation: DeskConversation, skill: SkillId): Refusal {
  if (conversation.status !== 'waiting') return 'conversation.not_yours';
  conversation.skill = skill;
  enqueue(turn, conversation);
  return null;
}

/** Only an active conversation is taken over: a waiting one is accepted, one in wrap-up is over. */
function takeOver(turn: Turn, conversation: DeskConversation, user: UserId): Refusal {
  if (conversation.agent === user) return null;
  if (conversation.status !== 'active') return 'conversation.not_yours';
  const agent = agentWithRoom(turn, user, conversation.weight);
  return agent === null ? 'agent.no_room' : give(turn, conversation, agent);
}

/** Its call has been handed over already: they speak with its contact. */
function handOver(
  turn: Turn,
  conversation: DeskConversation,
  { from, to }: Of<'conversation.hand-over'>,
): Refusal {
  const { agent: owner, status } = conversation;
  if (owner === to) return null;
  // Nobody has what is back in the queue because its agent is gone. Who gave it away keeps out of it.
  const isFree = status === 'waiting' && conversation.givenAwayBy !== to;
  if (!isFree && (status !== 'active' || owner !== from)) return 'conversation.not_yours';
  const agent = turn.desk.agents.get(to);
  if (agent === undefined || agent.disabled) return 'agent.no_room';
  return isGivenUp(agent, turn.now) ? 'agent.absent' : give(turn, conversation, agent);
}

function give(turn: Turn, conversation: DeskConversation, agent: Agent): null {
  const from = nameOf(turn, conversation.agent);
  assign(turn, conversation, agent);
  note(turn, conversation, { type: 'transferred', from, to: agent.profile.name });
  return null;
}

/** A waiting conversation has no owner who could set its weight. */
function weighBy(
  turn: Turn,
  conversation: DeskConversation,
  { user, weight }: Of<'conversation.weigh'>,
): Refusal {
  if (conversation.agent === null || (user !== null && conversation.agent !== user))
    return 'conversation.not_yours';
  if (conversation.weight === weight) return null;
  weigh(turn, conversation, weight);
  for (const who of [conversation.agent, conversation.ring?.user]) {
    const agent = turn.desk.agents.get(who ?? conversation.agent);
    if (agent !== undefined) silenceBeyond(turn, agent);
  }
  return null;
}

function finish(turn: Turn, conversation: DeskConversation, user: UserId): Refusal {
  if (conversation.agent !== user) return 'conversation.not_yours';
  if (conversation.status === 'wrap-up') end(turn, conversation);
  else {
    wrapUp(turn, conversation);
    note(turn, conversation, { type: 'ended', by: 'agent' });
  }
  return null;
}

function endHeard(
  turn: Turn,
  conversation: DeskConversation,
  by: 'visitor' | 'agent' | 'system',
): Refusal {
  if (conversation.status === 'wrap-up') return null;
  if (conversation.status === 'active') wrapUp(turn, conversation);
  else end(turn, conversation);
  note(turn, conversation, { type: 'ended', by });
  return null;
}

function called(turn: Turn, conversation: DeskConversation): null {
  if (conversation.callsBack) touch(turn, conversation);
  conversation.callsBack = false;
  return null;
}

/** What rang as a call rings anew, or is assigned. */
function write(turn: Turn, conversation: DeskConversation): null {
  if (!conversation.speaks) return null;
  conversation.speaks = false;
  called(turn, conversation);
  if (conversation.status === 'waiting') endRing(turn, conversation, 'over');
  return null;
}

function abandon(turn: Turn, conversation: DeskConversation): Refusal {
  if (conversation.status !== 'waiting') return 'request.conflict';
  end(turn, conversation);
  note(turn, conversation, { type: 'abandoned' });
  return null;
}

function drop(turn: Turn, conversation: DeskConversation, user: UserId | null): Refusal {
  if (user !== null && conversation.agent !== null && conversation.agent !== user)
    return 'conversation.not_yours';
  const heard = conversation.status !== 'wrap-up';
  end(turn, conversation);
  if (user !== null && heard) note(turn, conversation, { type: 'ended', by: 'agent' });
  return null;
}

/** From wrap-up by its own agent; from ended by any agent with a free place. */
function reopen(turn: Turn, input: Of<'conversation.reopen'>): Refusal {
  const known = turn.desk.conversations.get(input.id);
  if (known !== undefined && known.agent !== input.user) return 'conversation.not_yours';
  if (known?.status === 'active') return null;
  if (known !== undefined) return reopenOwn(turn, known);
  const agent = agentWithRoom(turn, input.user, input.weight);
  if (agent === null) return 'agent.no_room';
  const conversation = newConversation(turn, input);
  turn.desk.conversations.set(conversation.id, conversation);
  assign(turn, conversation, agent);
  note(turn, conversation, { type: 'reopened' }, assignedNote(turn, agent));
  return null;
}

function take(turn: Turn, conversation: DeskConversation, user: UserId): Refusal {
  const agent = agentWithRoom(turn, user, conversation.weight);
  if (agent === null) return 'agent.no_room';
  assign(turn, conversation, agent);
  note(turn, conversation, assignedNote(turn, agent));
  return null;
}

function agentWithRoom(turn: Turn, user: UserId, weight = 1): Agent | null {
  const agent = turn.desk.agents.get(user);
  return agent !== undefined && hasRoom(agent, weight) ? agent : null;
}

type Beginning =
  | Of<
      'conversation.start' | 'conversation.reopen' | 'conversation.rest' | 'conversation.call-back'
    >
  | (Of<'conversation.begin'> & { readonly skill: null });

function newConversation({ desk, now }: Turn, of: Beginning): DeskConversation {
  const channel = ('channel' in of ? of.channel : undefined) ?? webChannel;
  const usual = placesOf(desk, channel);
  return {
    id: of.id,
    channel,
    skill: of.skill,
    weight: of.type === 'conversation.reopen' ? (of.weight ?? usual) : usual,
    standing: of.type === 'conversation.start' ? (of.standing ?? 0) : 0,
    known: of.type === 'conversation.start' ? (of.known ?? null) : null,
    status: 'waiting',
    agent: null,
    queuedAt: now,
    waitingSince: now,
    wrapUpSince: null,
    restingSince: null,
    heldSince: null,
    givenAwayBy: null,
    goneAt: null,
    ring: null,
    payer: of.type === 'conversation.start' ? (of.payer ?? null) : null,
    speaks: of.type === 'conversation.start' && of.speaks === true,
    callsBack: false,
    passedBy: new Map(),
    joined: new Set(),
  };
}
