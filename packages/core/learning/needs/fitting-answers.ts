// Which predefined answers fit a need: those tied to it by hand, and those used in conversations
// labelled with it clearly more often than in others. It reads neither texts nor people, and does
// not order answers that do not fit.

/** An answer, with the needs it is tied to. */
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

/** Weight of the prior in conversations: the share of an answer among all uses. */
const priorUses = 5;
/** Weight of a tie in conversations. */
const tieUses = 3;
/** Without a tie an answer fits from this many conversations on, … */
const leastUses = 2;
/** … and if its share is this many times that among conversations about other needs. */
const leastRatio = 2;
/** The most answers that are listed first for one need. */
export const mostFitting = 5;

/**
 * The answers that fit each need, the likeliest first. A need without any is left out. Likelihood
 * is the mean of a Dirichlet posterior over answers (Gelman et al., Bayesian Data Analysis, 3.4):
 * the prior is the share of an answer among all uses, and each tie adds a few uses. Ties in
 * likelihood follow the order of the list.
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

/** Only of the given answers: uses of others count in no share. */
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
