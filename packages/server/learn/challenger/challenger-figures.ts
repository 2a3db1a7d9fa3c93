// The challenger of a goal as figures for people: its progress, and the evidence for or against it.
import { gainOf, type Sums } from '@opportune/core/learning/challenger/contest.ts';
import type {
  ChallengerFigures,
  ChallengerStage,
  ContestFigure,
} from '@opportune/protocol/rest/campaign/intent.ts';
import { contestRule, leastToTrain, type Challenge } from './challenge.ts';

export function challengerFigures(of: Challenge): ChallengerFigures {
  const { trees, trainedAt, trainedOn, contest, scoresSince, window } = of;
  return {
    stage: stageOf(of),
    reached: window.reached,
    needed: leastToTrain,
    trees: trees?.trees ?? 0,
    trainedAt,
    trainedOn,
    since: scoresSince,
    contest: trees === null ? null : contestFigure(contest.since),
    wonBy: contest.wonBy === null ? null : contestFigure(contest.wonBy),
    neededLater: contestRule.leastReached,
  };
}

function stageOf({ trees, contest, window }: Challenge): ChallengerStage {
  if (trees !== null) return contest.scores ? 'scores' : 'judged';
  return window.reached < leastToTrain ? 'waiting' : 'training';
}

/** The gain as a share of the running model's loss. */
function contestFigure(sums: Sums): ContestFigure {
  const { visits, reached, loss } = sums;
  const gain = gainOf(sums);
  if (gain === null || loss === 0)
    return { visits, reached, closer: null, lower: null, upper: null };
  const part = (of: number): number => (of * visits) / loss;
  return {
    visits,
    reached,
    closer: part(gain.mean),
    lower: part(gain.lower),
    upper: part(gain.upper),
  };
}
