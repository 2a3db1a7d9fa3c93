// The life of a conversation: waiting → active → wrap-up → ended, and the ways aside: begun or accepted
// by hand, transferred, reopened, dropped. Answers the code of a refusal, or null.
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { SkillId, UserId } from '@opportune/protocol/ids.ts';
import type { Agent, DeskInput, Talk } from './desk.ts';
import { acceptRing, decline, recall, silenceBeyond, transfer } from './routing/hand-on.ts';
import { join, leave } from './joining.ts';
import { assignedNote, hasRoom } from './routing/routing.ts';
import { assign, end, enqueue, nameOf, note, type Turn, weigh, wrapUp } from './turn.ts';
import { mayWait, waitingShares } from './queue/waiting-shares.ts';

type TalkInput = Extract<DeskInput, { type: `talk.${string}` }>;
type Of<Type extends TalkInput['type']> = Extract<TalkInput, { type: Type }>;
type Refusal = ErrorCode | null;

export function applyTalk(turn: Turn, input: TalkInput): Refusal {
  if (input.type === 'talk.start') return start(turn, input);
  if (input.type === 'talk.begin') return begin(turn, input);
  if (input.type === 'talk.reopen') return reopen(turn, input);
  const talk = turn.desk.talks.get(input.id);
  if (talk === undefined) return 'conversation.ended';
  switch (input.type) {
    case 'talk.accept':
      return accept(turn, talk, input.user);
    case 'talk.transfer':
      return transfer(turn, talk, input);
    case 'talk.ask-skill':
      return askSkill(turn, talk, input.skill);
    case 'talk.take-over':
      return takeOver(turn, talk, input.user);
    case 'talk.join':
      return join(turn, talk, input.user);
    case 'talk.leave':
      leave(turn, talk, input.user);
      return null;
    case 'talk.weigh':
      return weighBy(turn, talk, input);
    case 'talk.decline':
      decline(turn, talk, input.user);
      return null;
    case 'talk.recall':
      return recall(turn, talk, input.user);
    case 'talk.finish':
      return finish(turn, talk, input.user);
    case 'talk.end':
      return endByVisitor(turn, talk, input.by);
    case 'talk.drop':
      return drop(turn, talk, input.user);
  }
}

function start(turn: Turn, input: Of<'talk.start'>): Refusal {
  const { id } = input;
  if (turn.desk.talks.has(id)) return 'request.conflict';
  if (!mayWait(waitingShares(turn.desk, input.payer ?? null))) return 'queue.full';
  const talk = newTalk(turn, input);
  turn.desk.talks.set(id, talk);
  enqueue(turn, talk);
  return null;
}

/** It waits for nobody: without room for it, it does not begin. */
function begin(turn: Turn, input: Of<'talk.begin'>): Refusal {
  const { id, user } = input;
  if (turn.desk.talks.has(id)) return 'request.conflict';
  const agent = agentWithRoom(turn, user);
  if (agent === null) return 'agent.no_room';
  const talk = newTalk(turn, { ...input, skill: null });
  turn.desk.talks.set(id, talk);
  assign(turn, talk, agent);
  return null;
}

function accept(turn: Turn, talk: Talk, user: UserId): Refusal {
  if (talk.agent === user) return null;
  if (talk.ring?.user === user) {
    acceptRing(turn, talk, talk.ring);
    return null;
  }
  if (talk.agent !== null) return 'conversation.not_yours';
  return take(turn, talk, user);
}

/** It keeps its place in the queue; how long it waits for a fallback is counted anew. */
function askSkill(turn: Turn, talk: Talk, skill: SkillId): Refusal {
  if (talk.status !== 'waiting') return 'conversation.not_yours';
  talk.skill = skill;
  enqueue(turn, talk);
  return null;
}

/** What waits is accepted, and what is being wrapped up is over: only what goes on is taken over. */
function takeOver(turn: Turn, talk: Talk, user: UserId): Refusal {
  if (talk.agent === user) return null;
  if (talk.status !== 'active') return 'conversation.not_yours';
  const agent = agentWithRoom(turn, user, talk.weight);
  if (agent === null) return 'agent.no_room';
  const from = nameOf(turn, talk.agent);
  assign(turn, talk, agent);
  note(turn, talk, { type: 'transferred', from, to: agent.profile.name });
  return null;
}

/** What waits is nobody's to weigh. */
function weighBy(turn: Turn, talk: Talk, { user, weight }: Of<'talk.weigh'>): Refusal {
  if (talk.agent === null || (user !== null && talk.agent !== user))
    return 'conversation.not_yours';
  if (talk.weight === weight) return null;
  weigh(turn, talk, weight);
  for (const who of [talk.agent, talk.ring?.user]) {
    const agent = turn.desk.agents.get(who ?? talk.agent);
    if (agent !== undefined) silenceBeyond(turn, agent);
  }
  return null;
}

function finish(turn: Turn, talk: Talk, user: UserId): Refusal {
  if (talk.agent !== user) return 'conversation.not_yours';
  if (talk.status === 'wrap-up') end(turn, talk);
  else {
    wrapUp(turn, talk);
    note(turn, talk, { type: 'ended', by: 'agent' });
  }
  return null;
}

function endByVisitor(turn: Turn, talk: Talk, by: 'visitor' | 'system'): Refusal {
  if (talk.status === 'wrap-up') return null;
  if (talk.status === 'active') wrapUp(turn, talk);
  else end(turn, talk);
  note(turn, talk, { type: 'ended', by });
  return null;
}

function drop(turn: Turn, talk: Talk, user: UserId | null): Refusal {
  if (user !== null && talk.agent !== null && talk.agent !== user) return 'conversation.not_yours';
  const heard = talk.status !== 'wrap-up';
  end(turn, talk);
  if (user !== null && heard) note(turn, talk, { type: 'ended', by: 'agent' });
  return null;
}

/** From wrap-up by its own agent; from ended by any agent with room. */
function reopen(turn: Turn, input: Of<'talk.reopen'>): Refusal {
  const known = turn.desk.talks.get(input.id);
  if (known !== undefined && known.agent !== input.user) return 'conversation.not_yours';
  if (known?.status === 'active') return null;
  if (known !== undefined) {
    known.status = 'active';
    known.wrapUpSince = null;
    note(turn, known, { type: 'reopened' });
    return null;
  }
  const agent = agentWithRoom(turn, input.user, input.weight);
  if (agent === null) return 'agent.no_room';
  const talk = newTalk(turn, input);
  turn.desk.talks.set(talk.id, talk);
  assign(turn, talk, agent);
  note(turn, talk, { type: 'reopened' }, assignedNote(turn, agent));
  return null;
}

function take(turn: Turn, talk: Talk, user: UserId): Refusal {
  const agent = agentWithRoom(turn, user);
  if (agent === null) return 'agent.no_room';
  assign(turn, talk, agent);
  note(turn, talk, assignedNote(turn, agent));
  return null;
}

function agentWithRoom(turn: Turn, user: UserId, weight = 1): Agent | null {
  const agent = turn.desk.agents.get(user);
  return agent !== undefined && hasRoom(agent, weight) ? agent : null;
}

type Beginning = Of<'talk.start' | 'talk.reopen'> | (Of<'talk.begin'> & { readonly skill: null });

function newTalk({ now }: Turn, of: Beginning): Talk {
  return {
    id: of.id,
    skill: of.skill,
    weight: of.type === 'talk.reopen' ? (of.weight ?? 1) : 1,
    standing: of.type === 'talk.start' ? (of.standing ?? 0) : 0,
    known: of.type === 'talk.start' ? (of.known ?? null) : null,
    status: 'waiting',
    agent: null,
    queuedAt: now,
    waitingSince: now,
    wrapUpSince: null,
    heldSince: null,
    givenAwayBy: null,
    goneAt: null,
    ring: null,
    payer: of.type === 'talk.start' ? (of.payer ?? null) : null,
    passedBy: new Map(),
    joined: new Set(),
  };
}
