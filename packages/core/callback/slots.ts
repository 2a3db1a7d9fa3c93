// When visitors may be called back: slots of equal length in opening hours, each with a bounded number of
// promises. Pure.
import type { CallbackSlot } from '@opportune/protocol/conversation/callback.ts';
import { callbackLimits } from '@opportune/protocol/limits/callbacks.ts';
import type { OpeningHours } from '@opportune/protocol/rest/team/opening-hours.ts';
import { isOpenAt } from '../conversation/routing/hours.ts';
import { zoneOffsetMs } from '../world/local-time.ts';

const slotMs = callbackLimits.slotMinutes * 60_000;
/** Opening hours and offsets change on multiples of this, or within a slot. */
const stepMs = 5 * 60_000;
/** All zones differ from UTC by multiples of this. */
const offsetMs = 15 * 60_000;

export interface SlotPlan {
  readonly now: number;
  /** How far ahead slots are offered. */
  readonly aheadMs: number;
  /** Null: always open. */
  readonly hours: OpeningHours | null;
  /** The account's time zone, in which hours are given. */
  readonly zone: string;
  /** How many agents with the skill are planned or usually there at an instant. */
  agentsAt(at: number): number;
  /** Promises of one agent in a slot. */
  readonly perAgent: number;
  /** Promises that are not over, by the beginning of their slot. */
  readonly promised: ReadonlyMap<number, number>;
  /** Whether one more promise leaves those of other skills the agents that they need. */
  leavesEnough(from: number): boolean;
}

/** How many promises a slot may take. A slot that is not open from end to end takes none. */
export function roomIn(plan: SlotPlan, from: number): number {
  if (!isOpenThrough(plan, from)) return 0;
  return Math.max(0, Math.floor(plan.agentsAt(from))) * plan.perAgent;
}

/** Whether a slot begins there at all, ahead far enough and not too far. */
export function isSlot(
  { now, zone, aheadMs }: Pick<SlotPlan, 'now' | 'zone' | 'aheadMs'>,
  from: number,
): boolean {
  const isOnClock = (from + (zoneOffsetMs(zone, from) ?? 0)) % slotMs === 0;
  return isOnClock && from >= now + callbackLimits.leadMs && from <= now + aheadMs;
}

/** Whether one more promise has room in a slot. */
export function hasRoom(plan: SlotPlan, from: number): boolean {
  if (!isSlot(plan, from) || (plan.promised.get(from) ?? 0) >= roomIn(plan, from)) return false;
  return plan.leavesEnough(from);
}

/** The slots with room, soonest first. */
export function slotsOf(plan: SlotPlan): readonly CallbackSlot[] {
  const { leadMs, slots } = callbackLimits;
  const found: CallbackSlot[] = [];
  const first = Math.ceil((plan.now + leadMs) / offsetMs) * offsetMs;
  for (let from = first; from <= plan.now + plan.aheadMs && found.length < slots; from += offsetMs)
    if (hasRoom(plan, from)) found.push(slotAt(from));
  return found;
}

export function slotAt(from: number): CallbackSlot {
  return { from, until: from + slotMs };
}

/** The end of a day off or of opening hours may lie within it. */
function isOpenThrough({ hours, zone }: SlotPlan, from: number): boolean {
  for (let at = from; at < from + slotMs; at += stepMs)
    if (!isOpenAt(hours, zone, at)) return false;
  return isOpenAt(hours, zone, from + slotMs - 1);
}
