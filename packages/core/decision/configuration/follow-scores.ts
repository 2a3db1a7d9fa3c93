// Tracks scores with hysteresis from the moment a configuration first names them. A replay of the
// log does the same, although the log reaches further back. Otherwise a restored visitor's score
// could be raised by a value from before it was tracked.
import type { ScoreLeaf } from '../../behaviour/leaves/score-leaf.ts';
import type { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import type { VisitorState } from '../state/state.ts';

export interface FollowedScore extends ScoreLeaf {
  /** Since when it has been named without interruption, ms. 0 if unknown. */
  readonly since: number;
}

export function followedScores(
  scores: readonly ScoreLeaf[],
  { scoresSince = {} }: Configuration,
): readonly FollowedScore[] {
  return scores.map((score) => ({ ...score, since: scoresSince[score.key] ?? 0 }));
}

/**
 * Call before anything else happens at `now`. Scores named since the visitor's last event start
 * from their present value.
 */
export function beginScores(
  scores: readonly FollowedScore[],
  state: VisitorState,
  now: number,
): void {
  for (const score of scores)
    if (score.since > state.lastSeenAt && score.since <= now) score.begin(state);
}

/** Call after an event received at `now`. */
export function followScores(
  scores: readonly FollowedScore[],
  state: VisitorState,
  now: number,
): void {
  for (const score of scores) if (score.since <= now) score.follow(state);
}

/**
 * The scores a configuration names, and since when. A score that the previous configuration also
 * named keeps its instant; others start now.
 */
export function scoresSince(
  scores: readonly ScoreLeaf[],
  before: { readonly scores: readonly ScoreLeaf[]; readonly source: Configuration } | null,
  now: number,
): NonNullable<Configuration['scoresSince']> {
  const known = new Map(
    before === null
      ? []
      : followedScores(before.scores, before.source).map(({ key, since }) => [key, since]),
  );
  return Object.fromEntries(scores.map(({ key }) => [key, known.get(key) ?? now]));
}
