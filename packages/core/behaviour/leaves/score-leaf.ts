// A numeric fact with hysteresis: true once it reaches `rises`, until it falls to `falls`. This is
// the only leaf with a memory: a bit in the profile, keyed by the node's content, updated after
// each event.
import type { Condition } from '@opportune/protocol/campaign/condition.ts';
import type { GoalId } from '@opportune/protocol/ids.ts';
import { profileLimits } from '@opportune/protocol/limits/visitors.ts';
import { nothingDeclared, type Declared } from '../facts/custom-facts.ts';
import { factReader } from '../facts/facts.ts';
import type { Leaf } from './leaf.ts';
import type { Profile } from '../profile.ts';
import { never, untimed } from '../condition/truth.ts';

type Score = Extract<Condition, { score: unknown }>;

export interface ScoreLeaf extends Leaf {
  /** The node's content. */
  readonly key: string;
  /** Forgets the past and starts from the present value. */
  begin(profile: Profile): void;
  /** Updates the bit from the fact's present value. Call after each event. */
  follow(profile: Profile): void;
}

/**
 * `key` is the node's content. Facts that run with time have no level to cross, so they stay false.
 */
export function compileScore(
  node: Score,
  key: string,
  declared: Declared = nothingDeclared,
  goals: readonly GoalId[] = [],
): ScoreLeaf {
  const { fact, rises, falls } = node.score;
  const reader = factReader(fact, declared, goals);
  if (reader === undefined || reader.definition.timed === true) {
    return {
      ...{ node, key },
      test: () => never,
      value: () => null,
      watch: { type: 'nothing' },
      begin: () => undefined,
      follow: () => undefined,
    };
  }
  const isUp = (profile: Profile): boolean => profile.scores?.get(key) ?? false;
  const follow = (profile: Profile): void => {
    const value = reader.basis(profile);
    const up = isUp(profile);
    const now = typeof value !== 'number' ? false : up ? value > falls : value >= rises;
    if (now !== up) setScore(profile, key, now);
  };
  return {
    ...{ node, key, follow },
    test: ({ profile }) => untimed(isUp(profile)),
    value: (scene) => reader.value(scene),
    watch: { type: 'basis', key: `score ${key}`, read: isUp },
    begin: (profile) => {
      if (isUp(profile)) setScore(profile, key, false);
      follow(profile);
    },
  };
}

/** Keeps 64 raised scores and evicts the oldest. */
function setScore(profile: Profile, key: string, up: boolean): void {
  profile.scores ??= new Map();
  profile.scores.delete(key);
  if (!up) return;
  profile.scores.set(key, true);
  if (profile.scores.size <= profileLimits.scores) return;
  const [oldest] = profile.scores.keys();
  if (oldest !== undefined) profile.scores.delete(oldest);
  profile.dropped++;
}
