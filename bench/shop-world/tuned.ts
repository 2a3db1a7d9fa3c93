// The results of tuning in each world, as tune.ts prints them: the manager's rules and the oracle's
// plans, one for each skill. If a chat gains nothing, no rule is best, so the manager has the rule
// of the steady world.
import type { Tuned } from './tune.ts';
import type { World } from './world.ts';

const anywhere = [0, 1, 2, 3, 4, 5];

const kept: Readonly<Record<string, Tuned>> = {
  steady: {
    rules: [{ score: 30, dwell: 30, sections: [2, 3], cart: 0, age: 90, error: false }],
    plans: [{ price: 48, slope: 0.2, haste: 0 }],
  },
  searchers: {
    rules: [{ score: 20, dwell: 30, sections: [2, 3], cart: 0, age: 90, error: false }],
    plans: [{ price: 80, slope: 0.1, haste: 0 }],
  },
  'intent-trap': {
    rules: [{ score: 10, dwell: 60, sections: [1, 2], cart: 0, age: 0, error: false }],
    plans: [{ price: 64, slope: 0.2, haste: 0 }],
  },
  moments: {
    rules: [{ score: 30, dwell: 60, sections: anywhere, cart: 0, age: 0, error: false }],
    plans: [{ price: 104, slope: 0.2, haste: 0 }],
  },
  'two-skills': {
    rules: [
      { score: 20, dwell: 30, sections: anywhere, cart: 0, age: 90, error: false },
      { score: 30, dwell: 15, sections: anywhere, cart: 0, age: 90, error: false },
    ],
    plans: [
      { price: 64, slope: 0.2, haste: 0 },
      { price: 64, slope: 0, haste: 0 },
    ],
  },
  rush: {
    rules: [{ score: 30, dwell: 30, sections: [2], cart: 0, age: 0, error: false }],
    plans: [{ price: 89.14285714285714, slope: 0.2, haste: 0 }],
  },
  baskets: {
    rules: [{ score: 30, dwell: 30, sections: [1, 2], cart: 0, age: 90, error: false }],
    plans: [{ price: 48, slope: 0.2, haste: 0 }],
  },
  'put-off': {
    rules: [{ score: 30, dwell: 30, sections: [2, 3], cart: 0, age: 90, error: false }],
    plans: [{ price: 80, slope: 0.2, haste: 0 }],
  },
  equal: {
    rules: [{ score: 10, dwell: 0, sections: anywhere, cart: 0, age: 30, error: false }],
    plans: [{ price: 0, slope: 0, haste: 0 }],
  },
  'no-gain': {
    rules: [{ score: 30, dwell: 30, sections: [2, 3], cart: 0, age: 90, error: false }],
    plans: [{ price: 0, slope: 0, haste: 0 }],
  },
};

/** The rules and plans of a tuned world. */
export function tunedFor({ name }: World): Tuned {
  const found = kept[name];
  if (found === undefined) throw new Error(`nothing is tuned for the world ${name}`);
  return found;
}
