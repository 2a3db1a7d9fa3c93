// Holds statements before they reach a store and answers before they come back, and lets them
// through one after another, in every order there is.

export interface Holds {
  /** Waits to be let through, once `begin` was called. */
  at(name: string): Promise<void>;
  /** A statement: it is held before it is made, and before it is answered. */
  around<Answer>(name: string, call: () => Promise<Answer>): Promise<Answer>;
  begin(): void;
  /** Lets through what waits until nothing does. */
  play(): Promise<void>;
  /** What was let through, for a failure. */
  path(): string;
}

/** Plays every order of the first `choices` steps. Returns how many orders there are. */
export async function everyOrder(
  choices: number,
  run: (holds: Holds) => Promise<void>,
): Promise<number> {
  let orders = 0;
  let next: readonly number[] | null = [];
  while (next !== null) {
    const steps: Step[] = [];
    await run(holdsBy(next, choices, steps));
    orders += 1;
    next = after(steps);
  }
  return orders;
}

interface Step {
  readonly chosen: number;
  readonly of: number;
}

/** The next order, depth first. Null after the last. */
function after(steps: readonly Step[]): readonly number[] | null {
  const last = steps.findLastIndex(({ chosen, of }) => chosen + 1 < of);
  const step = steps[last];
  if (step === undefined) return null;
  return [...steps.slice(0, last).map(({ chosen }) => chosen), step.chosen + 1];
}

interface Held {
  readonly name: string;
  readonly go: () => void;
}

function holdsBy(order: readonly number[], choices: number, steps: Step[]): Holds {
  const waiting: Held[] = [];
  const passed: string[] = [];
  let isHolding = false;
  let making = 0;
  const at = (name: string): Promise<void> =>
    isHolding ? new Promise((go) => waiting.push({ name, go })) : Promise.resolve();

  /** Nothing runs but what waits here. */
  async function settled(): Promise<void> {
    do for (let turn = 0; turn < 3; turn += 1) await new Promise<void>((go) => setImmediate(go));
    while (making > 0);
  }

  function letThrough(): void {
    const isChoice = steps.length < choices;
    const chosen = isChoice ? (order[steps.length] ?? 0) : 0;
    if (isChoice) steps.push({ chosen, of: waiting.length });
    const [held] = waiting.splice(chosen, 1);
    passed.push(held?.name ?? '');
    held?.go();
  }

  return {
    at,
    async around(name, call) {
      await at(name);
      making += 1;
      const answer = await call().finally(() => (making -= 1));
      await at(`${name} answered`);
      return answer;
    },
    begin() {
      isHolding = true;
    },
    async play() {
      await settled();
      while (waiting.length > 0) {
        letThrough();
        await settled();
      }
      isHolding = false;
    },
    path: () => passed.join(', '),
  };
}
