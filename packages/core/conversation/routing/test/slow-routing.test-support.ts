// Who may be given what, written differently from routing and without its functions: slow, and from
// the plan and the desk alone. Routing is compared with it.
import type { UserId } from '@opportune/protocol/ids.ts';
import type { Agent, Desk, DeskConversation } from '../../desk.ts';

/** Own level times a hundred, else the level in the fallback skill. -1: may not be given it. */
export function slowFit(
  { plan, at }: Desk,
  name: UserId,
  conversation: Pick<DeskConversation, 'skill' | 'waitingSince' | 'queuedAt'>,
): number {
  const everybody = new Set([...plan.levels.values()].flatMap((had) => [...had.keys()]));
  const { skill } = conversation;
  if (skill === null || !everybody.has(skill)) return 0;
  const had = plan.levels.get(name) ?? new Map<string, number>();
  if (had.has(skill)) return 100 * (had.get(skill) ?? 0);
  const fallback = plan.rules.get(skill)?.fallback;
  if (fallback === undefined || fallback.to === 'nobody') return -1;
  if (at - (conversation.waitingSince ?? conversation.queuedAt) < fallback.afterS * 1_000)
    return -1;
  if (fallback.to === 'anyone' || !everybody.has(fallback.skill)) return 0;
  return had.get(fallback.skill) ?? -1;
}

/** The agents to whom routing may give it, or at whom it may ring, at this instant. */
export function isOpenTo(desk: Desk, conversation: DeskConversation, name: UserId): boolean {
  const { ring, skill, givenAwayBy, passedBy } = conversation;
  const rule = skill === null ? undefined : desk.plan.rules.get(skill);
  const mode = rule?.mode ?? desk.plan.settings.mode;
  const passed = passedBy.get(name) ?? -Infinity;
  return mode !== 'pick' && ring === null && givenAwayBy !== name && desk.at - passed >= 60_000;
}

/** There, willing, and with the places that it takes. An idle agent may be given any. */
export function hasSlowRoom(
  { state, goneAt, load, ringing, profile, isSpeaking }: Agent,
  weight: number,
): boolean {
  if (state !== 'online' || goneAt !== null || profile.room < 1 || isSpeaking) return false;
  const free = profile.room - load - ringing;
  return load + ringing === 0 || (free >= 1 && free >= weight);
}
