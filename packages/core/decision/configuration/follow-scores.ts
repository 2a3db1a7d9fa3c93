// Scores with a memory, from when a configuration first names them: live, and told again from the log,
// which reaches further back. Without this a visitor who came back would be up by a value of long ago.
import type { ScoreLeaf } from '../../behaviour/leaves/score-leaf.ts';
import type { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import type { VisitorState } from '../state/state.ts';

export interface FollowedScore extends ScoreLeaf {
  /** Since when it has been named without a break, ms; 0 for as long as anybody knows. */
  readonly since: number;
}

export function followedScores(
  scores: readonly ScoreLeaf[],
  { scoresSince = {} }: Configuration,
): readonly FollowedScore[] {
  return scores.map((score) => ({ ...score, since: scoresSince[score.key] ?? 0 }));
}

/** Before anything else happens at `now`: those named since the visitor's last event start from the present value. */
export function beginScores(
  scores: readonly FollowedScore[],
  state: VisitorState,
  now: number,
): void {
  for (const score of scores)
    if (score.since > state.lastSeenAt && score.since <= now) score.begin(state);
}

/** After an event received at `now`. */
export function followScores(
  scores: readonly FollowedScore[],
  state: VisitorState,
  now: number,
): void {
  for (const score of scores) if (score.since <= now) score.follow(state);
}

/** Those of a configuration, and since when: as before where the one before it names them too, else from now on. */
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
