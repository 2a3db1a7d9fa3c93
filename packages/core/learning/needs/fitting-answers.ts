// Which predefined answers fit a need: those that somebody tied to it, and those that were used in
// conversations about it, as those were labelled, clearly more often than in others. It knows neither
// texts nor people, and what fits nothing it leaves where it stands.

/** An answer, with the needs that somebody tied it to. */
export interface TiedAnswer {
  readonly id: string;
  readonly needs: readonly string[];
}

/** In how many conversations about a need an answer was used. */
export interface AnswerUse {
  readonly need: string;
  readonly answer: string;
  readonly many: number;
}

/** Conversations that the share of an answer among all uses counts for, whatever the need. */
const priorUses = 5;
/** Conversations that a tie counts for. */
const tieUses = 3;
/** Without a tie an answer fits from so many conversations on, … */
const leastUses = 2;
/** … and where its share is so many times that among conversations about other needs. */
const leastRatio = 2;
/** Answers that stand first, of one need. */
export const mostFitting = 5;

/**
 * The answers that fit each need, the likeliest first; a need that none fits is left out. Likeliness
 * is the mean of a Dirichlet posterior over answers (Gelman et al., Bayesian Data Analysis, 3.4): the
 * prior is the share of an answer among all uses, and each tie adds a few uses of its own. Of two as
 * likely, the one that is listed first.
 */
export function fittingAnswers(
  answers: readonly TiedAnswer[],
  uses: readonly AnswerUse[],
): ReadonlyMap<string, readonly string[]> {
  const counts = countsOf(answers, uses);
  const needs = new Set([...counts.byNeed.keys(), ...answers.flatMap((answer) => answer.needs)]);
  const fitting = [...needs].map((need) => [need, fittingOne(answers, counts, need)] as const);
  return new Map(fitting.filter(([, ids]) => ids.length > 0));
}

interface Counts {
  readonly all: number;
  readonly answers: number;
  readonly byAnswer: ReadonlyMap<string, number>;
  readonly byNeed: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

/** Of the answers that there are; uses of others are no part of any share. */
function countsOf(answers: readonly TiedAnswer[], uses: readonly AnswerUse[]): Counts {
  const known = new Set(answers.map(({ id }) => id));
  const byAnswer = new Map<string, number>();
  const byNeed = new Map<string, Map<string, number>>();
  let all = 0;
  for (const { need, answer, many } of uses) {
    if (!known.has(answer)) continue;
    const ofNeed = byNeed.get(need) ?? new Map<string, number>();
    byNeed.set(need, ofNeed.set(answer, (ofNeed.get(answer) ?? 0) + many));
    byAnswer.set(answer, (byAnswer.get(answer) ?? 0) + many);
    all += many;
  }
  return { all, answers: answers.length, byAnswer, byNeed };
}

function fittingOne(answers: readonly TiedAnswer[], counts: Counts, need: string): string[] {
  const used = counts.byNeed.get(need) ?? new Map<string, number>();
  const about = sum(used.values());
  const tied = answers.filter((answer) => answer.needs.includes(need)).length;
  return answers
    .flatMap(({ id, needs }) => {
      const isTied = needs.includes(need);
      const here = used.get(id) ?? 0;
      const everywhere = counts.byAnswer.get(id) ?? 0;
      const prior = (priorUses * (everywhere + 1)) / (counts.all + counts.answers);
      const share = (here + prior) / (about + priorUses);
      const elsewhere = (everywhere - here + prior) / (counts.all - about + priorUses);
      if (!isTied && (here < leastUses || share < leastRatio * elsewhere)) return [];
      const ties = isTied ? tieUses : 0;
      return [{ id, likely: (here + ties + prior) / (about + tied * tieUses + priorUses) }];
    })
    .sort((one, other) => other.likely - one.likely)
    .slice(0, mostFitting)
    .map(({ id }) => id);
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
