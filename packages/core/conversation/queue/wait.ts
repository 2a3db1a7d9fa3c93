// How long somebody will wait, from who is ahead, whose room there is and how long conversations take.
// An estimate, told in steps that do not flicker. It says nothing where nobody is there.
import type { SkillId } from '@opportune/protocol/ids.ts';
import type { Agent, Desk, DeskConversation } from '../desk.ts';
import { handlingMs } from './handling.ts';
import { isOpen } from '../routing/hours.ts';
import { isOnline, reachNow } from '../routing/routing.ts';
import { fitness, modeOf, type Reach, reachKey, reachOf } from '../routing/skill-plan.ts';

/** The steps in which a wait is told, s; beyond the last it is the last. */
export const waitSteps: readonly number[] = [
  0, 60, 120, 180, 240, 300, 420, 600, 900, 1200, 1800, 2700, 3600,
];
const leastS = 60;
/** It falls to a step only where it is clearly under it, and rises only where it is far over what was told. */
const falls = 0.85;
const rises = 1.25;

/** Who waits for which agents, and those agents' places. */
interface Group {
  readonly reach: Reach;
  readonly agents: readonly Agent[];
  readonly places: number;
  /** Of those, where nothing is and nothing rings. */
  readonly free: number;
  /** Of another's places, the share that is among these; counted once. */
  readonly shares: Map<Group, number>;
  many: number;
  /** Of those many, at whose agents it rings: their place is kept, and not among the free ones. */
  ringing: number;
}

/** One reading of a desk: agents and places of each reach are counted once. */
export class Waits {
  readonly #desk: Desk;
  readonly #online: readonly Agent[];
  readonly #groups = new Map<string, Group>();

  constructor(desk: Desk) {
    this.#desk = desk;
    this.#online = [...desk.agents.values()].filter(isOnline);
  }

  /**
   * Seconds that somebody waits whom those of a reach may be given to, behind everybody who was met;
   * null where none of them is there. W = (n + 1)·h / c: with all c places taken, each free again
   * after h on average and without memory, places come free every h/c, and n are served before
   * (the queue-length estimator QLs of Ibrahim and Whitt, Real-time delay estimation based on delay
   * history, MSOM 11(3), 2009; Kleinrock, Queueing Systems I, § 3.5). Somebody ahead who may be given
   * to others as well counts by the share of their places that is among these. Where agents pick by
   * hand people wait beside free places: so many of them need no place to come free.
   */
  expectedS(reach: Reach, skill: SkillId | null): number | null {
    const group = this.#groupOf(reach);
    if (group.places === 0) return null;
    const isPicked = modeOf(this.#desk.plan, skill) === 'pick';
    const need = isPicked ? Math.max(0, 1 - this.#left(group)) : 1 + ahead(this.#groups, group);
    return (need * handlingMs(this.#desk.handling, skill)) / group.places / 1_000;
  }

  /** Free places of a reach that are left when all who were met have theirs. */
  placesLeft(reach: Reach): number {
    return Math.max(0, Math.floor(this.#left(this.#groupOf(reach))));
  }

  /** One more who waits for those of a reach. */
  meet(reach: Reach, rings: boolean): void {
    const group = this.#groupOf(reach);
    group.many += 1;
    if (rings) group.ringing += 1;
  }

  /** Below zero where more wait than places are free. */
  #left(group: Group): number {
    return group.free - ahead(this.#groups, group, ({ many, ringing }) => many - ringing);
  }

  #groupOf(reach: Reach): Group {
    const key = reachKey(reach);
    const known = this.#groups.get(key);
    if (known !== undefined) return known;
    const agents = this.#online.filter(
      ({ profile }) => fitness(this.#desk.plan, profile.user, reach) !== null,
    );
    const places = placesOf(agents);
    const free = agents.reduce((sum, agent) => sum + freeOf(agent), 0);
    const group: Group = { reach, agents, places, free, shares: new Map(), many: 0, ringing: 0 };
    this.#groups.set(key, group);
    return group;
  }
}

/** Who of all that were met is before somebody of a group, each by their share. */
function ahead(
  groups: ReadonlyMap<string, Group>,
  group: Group,
  count: (other: Group) => number = ({ many }) => many,
): number {
  let sum = 0;
  for (const other of groups.values())
    if (other.many > 0) sum += count(other) * shareOf(other, group);
  return sum;
}

/** Of the places of those whom `other` may be given to, how many are of this group. */
function shareOf(other: Group, group: Group): number {
  const known = group.shares.get(other);
  if (known !== undefined) return known;
  const here = new Set(group.agents);
  const shared = placesOf(other.agents.filter((agent) => here.has(agent)));
  const share = other.places === 0 ? 0 : shared / other.places;
  group.shares.set(other, share);
  return share;
}

function placesOf(agents: readonly Agent[]): number {
  return agents.reduce((sum, { profile }) => sum + profile.room, 0);
}

/** Places of an agent where nothing is and nothing rings; who is over their room has none. */
export function freeOf({ profile, load, ringing }: Agent): number {
  return Math.max(0, profile.room - load - ringing);
}

/** Those who wait as a new conversation finds them. */
export function waitsBehindAll(desk: Desk): Waits {
  const waits = new Waits(desk);
  for (const conversation of desk.conversations.values())
    if (conversation.status === 'waiting')
      waits.meet(reachNow(desk, conversation), conversation.ring !== null);
  return waits;
}

/**
 * Of one who waits, behind those who were met, s; no less than a minute, since they do wait. Where only
 * its fallback is there, that counts from the start.
 */
export function waitOf(waits: Waits, desk: Desk, conversation: DeskConversation): number | null {
  const now = waits.expectedS(reachNow(desk, conversation), conversation.skill);
  const waitS =
    now ?? waits.expectedS(reachOf(desk.plan, conversation.skill, Infinity), conversation.skill);
  return waitS === null ? null : Math.max(leastS, waitS);
}

/** What somebody who begins now with a skill would wait, s; null where nobody is there, or it is closed. */
export function waitNow(
  desk: Desk,
  waits: () => Waits,
  skill: SkillId | null,
  free: number,
): number | null {
  if (!isOpen(desk, skill)) return null;
  return free > 0 ? 0 : waits().expectedS(reachOf(desk.plan, skill, 0), skill);
}

/**
 * The step to tell for an estimate, s, after the one told before. While the estimate stays within a
 * tenth around anything, what is told only falls.
 */
export function toldWait(told: number | null, estimateS: number | null): number | null {
  if (estimateS === null) return null;
  if (told === null || told === 0) return stepFor(estimateS);
  const clear = estimateS < told * falls || estimateS > told * rises;
  return clear ? stepFor(estimateS) : told;
}

/** The least step that is no shorter. */
function stepFor(estimateS: number): number {
  return waitSteps.find((step) => step >= Math.round(estimateS)) ?? waitSteps.at(-1) ?? 0;
}
