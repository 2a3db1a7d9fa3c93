// The price of a skill's time and the length of its conversations. An hour costs what an hour of
// staffed time gains on average, so a conversation is begun only if it gains more than its time
// does elsewhere. The price never falls just to keep agents busy. It chooses no visitor.

export interface SkillTime {
  /** Agents staffed now, as last reported. */
  agents: number;
  /**
   * The expected gain of the invitations made in an hour of one agent. Null before the first hour.
   */
  perHour: number | null;
  /** In the current hour: expected gains, and hours staffed. */
  earned: number;
  staffedHours: number;
  hours: number;
  /** When agents were last reported, milliseconds; -1 for never. */
  lastMs: number;
  openedMs: number;
  /** Mean minutes of a conversation, and how many it is based on. */
  minutes: number;
  conversations: number;
  /**
   * The fraction of the manager's moments without a free agent, and the intent below which the same
   * fraction of visitors is.
   */
  crowded: number;
  bar: number;
}

const HOUR_MS = 3_600_000;
/** The memory of the price, in staffed hours. */
const MEMORY_HOURS = 24;
/** Fraction of what staffed time gains. Below 1, because a free agent may stay free. */
const SHARE = 0.85;
/** How much less the price is with all agents free than with only one. */
const SLOPE = 0.8;
/** Before the first hour the price is this multiple of the floor. */
const FIRST_FLOORS = 2;
/**
 * Agents are scarce if more than this fraction of the rule's moments found none free, over about
 * this many.
 */
const CROWDED = 0.33;
const CROWD_MEMORY = 300;
const BAR_STEP = 0.05;
/** Prior minutes of a conversation, and the number of conversations they count as. */
const PRIOR = { minutes: 7, conversations: 10 };

export function newSkillTime(): SkillTime {
  const price = { perHour: null, earned: 0, staffedHours: 0, hours: 0, lastMs: -1, openedMs: -1 };
  return { agents: 1, ...price, ...PRIOR, crowded: 0, bar: -3 };
}

/**
 * The price of an hour with this many places free. Accepting what gains more than the long-run rate
 * for its time is optimal for one server (S. A. Lippman and S. M. Ross, The streetwalker's dilemma,
 * 1971). With several places free the next visitor can still be served, so the price falls towards
 * the floor.
 */
export function pricePerHour(skill: SkillTime, free: number, floor: number): number {
  const { agents } = skill;
  const spare = agents > 1 ? Math.min(1, (Math.max(1, Math.ceil(free)) - 1) / (agents - 1)) : 0;
  return Math.max(floor, SHARE * longRun(skill, floor) * (1 - SLOPE * spare));
}

/** What an hour of a staffed agent gains on average. */
export function longRun({ perHour }: SkillTime, floor: number): number {
  return Math.max(floor, perHour ?? FIRST_FLOORS * floor);
}

/** Sets the number of staffed agents from now on. Hours that have passed enter the price. */
export function staff(skill: SkillTime, agents: number, nowMs: number, floor: number): void {
  if (skill.openedMs < 0) skill.openedMs = nowMs;
  // A longer silence does not count as staffed time.
  const since = skill.lastMs < 0 ? 0 : Math.min(HOUR_MS, Math.max(0, nowMs - skill.lastMs));
  skill.staffedHours += (since / HOUR_MS) * skill.agents;
  skill.lastMs = nowMs;
  skill.agents = Math.max(0, agents);
  if (nowMs - skill.openedMs < HOUR_MS) return;
  skill.openedMs = nowMs;
  closeHour(skill, floor);
}

function closeHour(skill: SkillTime, floor: number): void {
  const { earned, staffedHours } = skill;
  skill.earned = 0;
  skill.staffedHours = 0;
  if (staffedHours <= 0) return;
  skill.hours += 1;
  const rate = 1 / Math.min(MEMORY_HOURS, skill.hours + 1);
  const before = longRun(skill, floor);
  skill.perHour = before + (earned / staffedHours - before) * rate;
}

/** Learns that a conversation took this many minutes. */
export function learnMinutes(skill: SkillTime, minutes: number): void {
  skill.conversations += 1;
  skill.minutes += (minutes - skill.minutes) / skill.conversations;
}

/**
 * The manager's rule was true for a visitor of this intent, with this many places free. Tracks how
 * often there was none, and the intent below which the same fraction of visitors is: a running
 * quantile (H. Robbins and S. Monro, 1951).
 */
export function noteRule(skill: SkillTime, free: number, rate: number): void {
  skill.crowded += (Number(free <= 0) - skill.crowded) / CROWD_MEMORY;
  skill.bar += BAR_STEP * (skill.crowded - Number(logitOf(rate) < skill.bar));
}

/** Whether the last place is kept for visitors who are likelier to reach the goal. */
export function isPassedBy({ crowded, bar }: SkillTime, free: number, rate: number): boolean {
  return crowded > CROWDED && free <= 1 && logitOf(rate) < bar;
}

function logitOf(rate: number): number {
  return Math.log(rate / (1 - rate));
}
