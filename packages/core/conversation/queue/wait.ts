// How long a contact will wait, from who is ahead, which places there are and how long
// conversations take. An estimate in steps that do not flicker. There is none if no agent is there.
import type { SkillId } from '@opportune/protocol/ids.ts';
import type { Agent, Desk, DeskConversation } from '../desk.ts';
import { handlingMs } from './handling.ts';
import { isOpen } from '../routing/hours.ts';
import { isOnline, reachNow, roomOf } from '../routing/routing.ts';
import { fitness, modeOf, type Reach, reachKey, reachOf } from '../routing/skill-plan.ts';

/** The steps in which a wait is reported, s. A longer wait is reported as the last. */
export const waitSteps: readonly number[] = [
  0, 60, 120, 180, 240, 300, 420, 600, 900, 1200, 1800, 2700, 3600,
];
const leastS = 60;
/** Falls to a step only if clearly below it, and rises only if far above the reported value. */
const falls = 0.85;
const rises = 1.25;

/** Conversations that wait for the same agents, and those agents' places. */
interface Group {
  readonly reach: Reach;
  readonly agents: readonly Agent[];
  readonly places: number;
  /** Of those, the places that are empty with nothing ringing. */
  readonly free: number;
  /** For another group: the share of its places that is among these. Computed once. */
  readonly shares: Map<Group, number>;
  many: number;
  /** How many of those ring at its agents: their place is reserved, and not among the free ones. */
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
   * The wait in seconds of a conversation that may be given to agents of a reach, behind all that
   * were met. Null if none of the agents is there. W = (n + 1)·h / c: with all c places taken, each
   * free again after h on average and without memory, places become free every h/c, and n are
   * served before (the queue-length estimator QLs of Ibrahim and Whitt, Real-time delay estimation
   * based on delay history, MSOM 11(3), 2009; Kleinrock, Queueing Systems I, § 3.5). One ahead that
   * others may take as well counts by the share of their places that is among these. Where agents
   * pick by hand, people wait beside free places: that many of them need no place to become free.
   */
  expectedS(reach: Reach, skill: SkillId | null): number | null {
    const group = this.#groupOf(reach);
    if (group.places === 0) return null;
    const isPicked = modeOf(this.#desk.plan, skill) === 'pick';
    const need = isPicked ? Math.max(0, 1 - this.#left(group)) : 1 + ahead(this.#groups, group);
    return (need * handlingMs(this.#desk.handling, skill)) / group.places / 1_000;
  }

  /** Free places of a reach that are left when all that were met have theirs. */
  placesLeft(reach: Reach): number {
    return Math.max(0, Math.floor(this.#left(this.#groupOf(reach))));
  }

  /** Adds one that waits for agents of a reach. */
  meet(reach: Reach, rings: boolean): void {
    const group = this.#groupOf(reach);
    group.many += 1;
    if (rings) group.ringing += 1;
  }

  /** Negative if more wait than places are free. */
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

/** How many of all that were met are ahead of a group's, each by its share. */
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

/** The fraction of `other`'s places that is among this group's. */
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

/** Empty places of an agent with nothing ringing. None if they are over their room. */
export function freeOf(agent: Agent): number {
  return Math.max(0, roomOf(agent) - agent.load - agent.ringing);
}

/** The waiting conversations as a new one finds them. */
export function waitsBehindAll(desk: Desk): Waits {
  const waits = new Waits(desk);
  for (const conversation of desk.conversations.values())
    if (conversation.status === 'waiting')
      waits.meet(reachNow(desk, conversation), conversation.ring !== null);
  return waits;
}

/**
 * The wait of a waiting conversation behind those that were met, s; at least a minute. If only its
 * fallback is there, that counts from the start.
 */
export function waitOf(waits: Waits, desk: Desk, conversation: DeskConversation): number | null {
  const now = waits.expectedS(reachNow(desk, conversation), conversation.skill);
  const waitS =
    now ?? waits.expectedS(reachOf(desk.plan, conversation.skill, Infinity), conversation.skill);
  return waitS === null ? null : Math.max(leastS, waitS);
}

/**
 * The wait of a conversation that begins now with a skill, s. Null if nobody is there, or it is
 * closed.
 */
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
 * The step to report for an estimate, s, given the one reported before. While the estimate stays
 * within a tenth of one value, the reported step only falls.
 */
export function toldWait(told: number | null, estimateS: number | null): number | null {
  if (estimateS === null) return null;
  if (told === null || told === 0) return stepFor(estimateS);
  const clear = estimateS < told * falls || estimateS > told * rises;
  return clear ? stepFor(estimateS) : told;
}

/** The shortest step that is at least this long. */
function stepFor(estimateS: number): number {
  return waitSteps.find((step) => step >= Math.round(estimateS)) ?? waitSteps.at(-1) ?? 0;
}
