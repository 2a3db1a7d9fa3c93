// Gives turns to work: a bounded number at once, at most one per owner, in the order of arrival.
// Skips work that was cancelled while it waited.

interface Waiting {
  readonly owner: string;
  readonly begin: () => void;
}

export interface Turns {
  /** Runs the work in its turn. Rejects like the work, or if cancelled before. */
  take(owner: string, signal: AbortSignal, work: () => Promise<void>): Promise<void>;
}

export function createTurns(atOnce: number): Turns {
  const working = new Set<string>();
  const waiting: Waiting[] = [];

  function next(): void {
    while (working.size < atOnce) {
      const at = waiting.findIndex(({ owner }) => !working.has(owner));
      const [chosen] = at < 0 ? [] : waiting.splice(at, 1);
      if (chosen === undefined) return;
      working.add(chosen.owner);
      chosen.begin();
    }
  }

  return {
    async take(owner, signal, work) {
      await new Promise<void>((begin) => {
        waiting.push({ owner, begin });
        next();
      });
      try {
        signal.throwIfAborted();
        await work();
      } finally {
        working.delete(owner);
        next();
      }
    },
  };
}
