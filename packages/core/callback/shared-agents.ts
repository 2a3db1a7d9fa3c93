// Whether promises of one slot can be kept by agents who have several skills. Pure.
import type { UserId } from '@opportune/protocol/ids.ts';

/** Promises of one skill. */
export interface Wanted {
  readonly count: number;
  /** Who may keep them. */
  readonly able: readonly UserId[];
}

/**
 * Whether each promise can be given to an agent, and no agent gets more than `perAgent`. A matching by
 * augmenting paths (Kuhn, 1955), in time promises × agents × skills.
 */
export function canBeKept(wanted: readonly Wanted[], perAgent: number): boolean {
  /** By agent, the skills of the promises that they keep. */
  const kept = new Map<UserId, number[]>();
  return wanted.every(({ count }, skill) =>
    Array.from({ length: count }).every(() => give({ wanted, perAgent, kept }, skill, new Set())),
  );
}

interface Given {
  readonly wanted: readonly Wanted[];
  readonly perAgent: number;
  readonly kept: Map<UserId, number[]>;
}

/** Gives a promise to an agent with room, or to one whose promise can be given to another. */
function give(of: Given, skill: number, seen: Set<UserId>): boolean {
  const able = (of.wanted[skill]?.able ?? []).filter((agent) => !seen.has(agent));
  const free = able.find((agent) => keptBy(of, agent).length < of.perAgent);
  if (free !== undefined) {
    keptBy(of, free).push(skill);
    return true;
  }
  return able.some((agent) => !seen.has(agent) && swap(of, { agent, skill, seen }));
}

function swap(
  of: Given,
  { agent, skill, seen }: { agent: UserId; skill: number; seen: Set<UserId> },
): boolean {
  seen.add(agent);
  const own = keptBy(of, agent);
  const index = own.findIndex((other) => other !== skill && give(of, other, seen));
  if (index < 0) return false;
  own[index] = skill;
  return true;
}

function keptBy({ kept }: Given, agent: UserId): number[] {
  const known = kept.get(agent);
  if (known !== undefined) return known;
  const own: number[] = [];
  kept.set(agent, own);
  return own;
}
