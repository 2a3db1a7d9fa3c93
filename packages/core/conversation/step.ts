// The one function that changes a desk. Input and instant in, effects out: what changed, for the
// caller to store and send. No I/O, no clock: the same inputs give the same effects.
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { SkillId } from '@opportune/protocol/ids.ts';
import { decisionLimits } from '@opportune/protocol/limits/visitors.ts';
import { applyAgent, restore } from './agents.ts';
import { freePlaces, nextAvailability, unheldPlaces } from './availability.ts';
import { lapse } from './deadlines.ts';
import type { Agent, Desk, DeskEffect, DeskInput } from './desk.ts';
import { learnHandled } from './queue/handling.ts';
import { reopen } from './routing/hours.ts';
import { recount } from './queue/queue.ts';
import { route } from './routing/routing.ts';
import type { SkillPlan } from './routing/skill-plan.ts';
import { applyConversation } from './conversations.ts';
import { closeSilent, restUntil } from './resting.ts';
import { beginTurn, outcomes, type Turn } from './turn.ts';

/**
 * Applies one input at an instant (ms since 1970, never before the last one). A refused input
 * itself changes nothing; what lapsed meanwhile is still applied and reported.
 */
export function step(desk: Desk, input: DeskInput, now: number): readonly DeskEffect[] {
  const turn = beginTurn(desk, now);
  desk.at = now;
  reopen(desk, false);
  lapse(turn);
  const refused = apply(turn, input);
  route(turn);
  return effects(turn, refused);
}

function apply(turn: Turn, input: DeskInput): ErrorCode | null {
  switch (input.type) {
    case 'restore':
      restore(turn.desk, input, turn.now);
      return null;
    case 'agent.connected':
    case 'agent.disconnected':
    case 'agent.chose':
    case 'agent.speaks':
    case 'agent.changed':
      applyAgent(turn, input);
      return null;
    case 'skills.changed':
      replan(turn, input.plan);
      return null;
    case 'channels.changed':
      turn.desk.channels = input.channels;
      restUntil(turn.desk);
      closeSilent(turn);
      return null;
    case 'contact.here':
    case 'contact.gone':
      contactMoved(turn, input);
      return null;
    case 'hold':
      return hold(turn, input);
    case 'release':
      turn.desk.holds.delete(input.decision);
      return null;
    case 'handled':
      for (const each of input.handled) learnHandled(turn.desk.handling, each);
      return null;
    case 'time':
      return null;
    default:
      return applyConversation(turn, input);
  }
}

function replan({ desk, agents }: Turn, plan: SkillPlan): void {
  for (const user of desk.agents.keys())
    if (!sameLevels(desk.plan.levels.get(user), plan.levels.get(user))) agents.add(user);
  desk.plan = plan;
  reopen(desk, true);
}

type Levels = ReadonlyMap<SkillId, number> | undefined;

function sameLevels(a: Levels, b: Levels): boolean {
  if ((a?.size ?? 0) !== (b?.size ?? 0)) return false;
  return [...(a ?? [])].every(([skill, level]) => b?.get(skill) === level);
}

/** Going only starts the grace period. */
function contactMoved(
  { desk, now }: Turn,
  input: Extract<DeskInput, { type: `contact.${string}` }>,
): void {
  const conversation = desk.conversations.get(input.id);
  if (conversation === undefined) return;
  if (input.type === 'contact.here') conversation.payer ??= input.payer ?? null;
  conversation.goneAt = input.type === 'contact.here' ? null : (conversation.goneAt ?? now);
}

/** One place for one decision. The same decision again keeps the place it has. */
function hold({ desk, now }: Turn, input: Extract<DeskInput, { type: 'hold' }>): ErrorCode | null {
  if (desk.holds.has(input.decision)) return null;
  // Counted from the desk itself, which this turn may have changed already.
  const present = nextAvailability(desk, now) ?? desk.availability;
  // A contact who waits for another skill, or a closed account, takes no place of this one.
  const free = Math.min(freePlaces(present, input.skill), unheldPlaces(desk));
  if (free < 1) return 'agent.no_room';
  const until = Math.min(input.until, now + decisionLimits.offerHoldMs);
  desk.holds.set(input.decision, { skill: input.skill, until });
  return null;
}

function rememberedOf({ state, reason, since, chosen }: Agent) {
  return { state, reason, since, chosen };
}

function effects(turn: Turn, refused: ErrorCode | null): readonly DeskEffect[] {
  const { desk, now } = turn;
  const made: DeskEffect[] = refused === null ? [] : [{ type: 'refused', code: refused }];
  for (const outcome of outcomes(turn)) made.push({ type: 'conversation.changed', ...outcome });
  made.push(...turn.rings);
  for (const user of turn.agents) made.push({ type: 'agent.changed', user });
  for (const user of turn.remember) {
    const agent = desk.agents.get(user);
    if (agent !== undefined) made.push({ type: 'agent.remember', user, ...rememberedOf(agent) });
  }
  made.push(...turn.handled);
  const moved = recount(desk);
  if (moved.size > 0) made.push({ type: 'queue.moved', places: moved });
  const availability = nextAvailability(desk, now);
  if (availability !== null) {
    desk.availability = availability;
    made.push({ type: 'availability.changed', availability });
  }
  return made;
}
