// The expected outcome of an action for a visitor: the mean outcome under the action among those
// enrolled earlier, by part of the intent score. It may be wrong, but it has never seen the outcome
// that it is compared with.
import type { FirstDecision } from './what-if-decisions.ts';

export interface Expectations {
  of(row: FirstDecision): Readonly<Record<string, number>>;
  learn(row: FirstDecision, action: string, outcome: number): void;
}

/** Fifths of the score, and visitors without one. */
const parts = 6;
/** Imaginary visitors in each part, with the overall rate so far. */
const imagined = 20;

export function expectations(actions: readonly string[]): Expectations {
  const all = { visitors: 2, converted: 0.1 };
  const seen = new Map(
    actions.map((action) => [
      action,
      Array.from({ length: parts }, () => ({ visitors: 0, converted: 0 })),
    ]),
  );
  return {
    of(row) {
      const usual = all.converted / all.visitors;
      const rate = (action: string): number => {
        const { visitors = 0, converted = 0 } = seen.get(action)?.[partOf(row)] ?? {};
        return (converted + imagined * usual) / (visitors + imagined);
      };
      return Object.fromEntries(actions.map((action) => [action, rate(action)]));
    },
    learn(row, action, outcome) {
      const part = seen.get(action)?.[partOf(row)];
      for (const each of [all, part]) {
        if (each === undefined) continue;
        each.visitors += 1;
        each.converted += outcome;
      }
    },
  };
}

function partOf({ intent, unscored }: FirstDecision): number {
  return unscored > 0
    ? parts - 1
    : Math.min(parts - 2, Math.floor(((intent + 1) / 2) * (parts - 1)));
}
