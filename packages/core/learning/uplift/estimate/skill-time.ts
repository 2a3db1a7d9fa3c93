// What the time of a skill's agents costs and how long its conversations take. An hour costs what an
// hour of staffed time gains on average, so that a conversation is begun only where it gains more than
// its time does elsewhere; it never falls to fill rooms. It chooses nobody.

export interface SkillTime {
  /** Staffed now, as last said. */
  agents: number;
  /** What an hour of one agent gains, as expected of the invitations made; null before any hour. */
  perHour: number | null;
  /** In the hour that is not closed: expected gains, and hours staffed. */
  earned: number;
  staffedHours: number;
  hours: number;
  /** When agents were last said, milliseconds; -1 for never. */
  lastMs: number;
  openedMs: number;
  /** Mean minutes of a conversation, and how many it rests on. */
  minutes: number;
  conversations: number;
  /** Part of the manager's moments that found no room, and the intent below which so many lie. */
  crowded: number;
  bar: number;
}

const HOUR_MS = 3_600_000;
/** The price remembers so many staffed hours. */
const MEMORY_HOURS = 24;
/** Of what staffed time gains; below 1, since a free agent may stay free. */
const SHARE = 0.85;
/** How much less the last of all free agents costs than the only free one. */
const SLOPE = 0.8;
/** Before the first hour an hour costs so many times the floor. */
const FIRST_FLOORS = 2;
/** Room is short where more of the rule's moments than this found none, of about so many. */
const CROWDED = 0.33;
const CROWD_MEMORY = 300;
const BAR_STEP = 0.05;
/** Prior minutes of a conversation, and the conversations that they count as. */
const PRIOR = { minutes: 7, conversations: 10 };

export function newSkillTime(): SkillTime {
  const price = { perHour: null, earned: 0, staffedHours: 0, hours: 0, lastMs: -1, openedMs: -1 };
  return { agents: 1, ...price, ...PRIOR, crowded: 0, bar: -3 };
}

/**
 * The price of an hour with so many places free. Taking what gains more than the long-run rate for its
 * time is the best that one server can do (S. A. Lippman and S. M. Ross, The streetwalker's dilemma,
 * 1971); with several free, the next comer can still be served, so that the price falls towards the
 * floor: what is admitted meets the room there is.
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

/** So many agents are staffed from now on; an hour that has passed enters the price. */
export function staff(skill: SkillTime, agents: number, nowMs: number, floor: number): void {
  if (skill.openedMs < 0) skill.openedMs = nowMs;
  // A longer silence is no staffed time that anybody knows of.
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

/** A conversation took so many minutes. */
export function learnMinutes(skill: SkillTime, minutes: number): void {
  skill.conversations += 1;
  skill.minutes += (minutes - skill.minutes) / skill.conversations;
}

/**
 * The manager's rule held for a visitor of this intent, with so many places free. How often there was
 * none is followed, and the intent below which as many visitors lie: a running quantile (H. Robbins and
 * S. Monro, 1951).
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
