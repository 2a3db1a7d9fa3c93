// What happens by time alone. An agent who is gone loses their conversations after the grace
// period. A contact who is gone loses their place in the queue. A resting conversation with a
// silent contact ends. A wrap-up and a hold lapse. A conversation that has waited long enough may
// go to a fallback. No polling: the desk names the next instant.
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import type { Agent, Desk, DeskConversation } from './desk.ts';
import { unheard } from './routing/hand-on.ts';
import { leave } from './joining.ts';
import { alarmAt } from './queue/queue-order.ts';
import { isLive } from './reach.ts';
import { closeSilent } from './resting.ts';
import { asksAgainAt } from './routing/routing.ts';
import { waitMsOf } from './routing/skill-plan.ts';
import { end, enqueue, nameOf, note, setState, type Turn } from './turn.ts';

/** The next instant at which `step` with `{type: 'time'}` would do something. Null: never. */
export function nextDeadline(desk: Desk): number | null {
  let next = desk.restingUntil;
  for (const agent of desk.agents.values()) {
    if (awaited(agent))
      next = Math.min(next, (agent.goneAt ?? 0) + conversationLimits.agentGraceMs);
  }
  for (const conversation of desk.conversations.values())
    next = Math.min(
      next,
      endsAt(desk, conversation),
      fallsBackAt(desk, conversation),
      asksAgainAt(desk, conversation),
      alarmAt(desk, conversation),
      conversation.ring?.until ?? Infinity,
    );
  for (const { until } of desk.holds.values()) next = Math.min(next, until);
  for (const { until } of desk.openings.values()) next = Math.min(next, until);
  return next === Infinity ? null : next;
}

/** Brings the desk up to the present. */
export function lapse(turn: Turn): void {
  const { desk, now } = turn;
  for (const agent of desk.agents.values()) {
    if (awaited(agent) && isGivenUp(agent, now)) giveUp(turn, agent);
  }
  for (const conversation of [...desk.conversations.values()]) {
    if (conversation.ring !== null && now >= conversation.ring.until)
      unheard(turn, conversation, conversation.ring, 'timed-out');
    if (now < endsAt(desk, conversation)) continue;
    const abandoned = conversation.status === 'waiting';
    end(turn, conversation);
    if (abandoned) note(turn, conversation, { type: 'abandoned' });
  }
  closeSilent(turn);
  for (const [decision, { until }] of desk.holds) if (now >= until) desk.holds.delete(decision);
}

/** Offline until they come back. Active conversations return to the queue, those in wrap-up end. */
export function giveUp(turn: Turn, agent: Agent): void {
  const { user } = agent.profile;
  for (const conversation of [...turn.desk.conversations.values()]) {
    leave(turn, conversation, user);
    if (conversation.agent !== user) continue;
    if (conversation.status === 'wrap-up') end(turn, conversation);
    else {
      enqueue(turn, conversation);
      note(turn, conversation, { type: 'returned', agent: nameOf(turn, user) });
    }
  }
  setState(turn, agent, { state: 'offline', reason: null });
}

/**
 * When a conversation ends by itself. A contact who comes back to the queue has the whole grace
 * period again.
 */
function endsAt(
  desk: Desk,
  { channel, status, wrapUpSince, goneAt, waitingSince, callsBack }: DeskConversation,
): number {
  if (wrapUpSince !== null) return wrapUpSince + conversationLimits.wrapUpMs;
  // Who is to be called back need not wait at the page.
  if (status !== 'waiting' || callsBack || goneAt === null || !isLive(desk, channel))
    return Infinity;
  return Math.max(goneAt, waitingSince ?? 0) + conversationLimits.visitorGraceMs;
}

/** When more agents may be given it. Infinity if that is past, or never. */
function fallsBackAt(
  { at, plan }: Desk,
  { status, skill, waitingSince }: DeskConversation,
): number {
  if (status !== 'waiting' || waitingSince === null) return Infinity;
  const waitMs = waitMsOf(plan, skill);
  if (waitMs === null) return Infinity;
  return waitingSince + waitMs > at ? waitingSince + waitMs : Infinity;
}

/** Whether they have been gone for longer than their grace period. */
export function isGivenUp({ goneAt }: Agent, now: number): boolean {
  return goneAt !== null && now >= goneAt + conversationLimits.agentGraceMs;
}

/** Gone, and there is something to lose. */
function awaited(agent: Agent): boolean {
  return agent.goneAt !== null && (agent.state !== 'offline' || agent.load > 0);
}
