// For how long people heard nothing: it looks often at how much each of them was told.

const lookMs = 50;

/** How much somebody was told until now. */
type Told = () => number;

interface Watched {
  readonly told: Told;
  readonly isAgent: boolean;
  last: number;
  since: number;
  longestMs: number;
}

export class Silences {
  readonly #watched: readonly Watched[];
  readonly #looking: NodeJS.Timeout;

  constructor(visitors: readonly Told[], agents: readonly Told[]) {
    const since = performance.now();
    const watch = (told: Told, isAgent: boolean): Watched => ({
      ...{ told, isAgent, last: told(), since, longestMs: 0 },
    });
    this.#watched = [
      ...visitors.map((told) => watch(told, false)),
      ...agents.map((told) => watch(told, true)),
    ];
    this.#looking = setInterval(() => this.#look(), lookMs);
  }

  /** Forgets what was before. */
  begin(): void {
    const now = performance.now();
    for (const one of this.#watched) Object.assign(one, { since: now, longestMs: 0 });
  }

  /** Of any, in seconds. */
  longest(): { readonly visitors: string; readonly agents: string } {
    this.#look();
    const of = (isAgent: boolean): string => {
      const all = this.#watched.filter((one) => one.isAgent === isAgent);
      return (Math.max(...all.map(({ longestMs }) => longestMs)) / 1000).toFixed(1);
    };
    return { visitors: of(false), agents: of(true) };
  }

  /** Waits until each of them was told something more. */
  async everybodyGoesOn(until: (holds: () => boolean) => Promise<void>): Promise<void> {
    const before = this.#watched.map(({ told }) => told());
    await until(() => this.#watched.every(({ told }, at) => told() > (before[at] ?? 0)));
  }

  close(): void {
    clearInterval(this.#looking);
  }

  #look(): void {
    const now = performance.now();
    for (const one of this.#watched) {
      one.longestMs = Math.max(one.longestMs, now - one.since);
      const told = one.told();
      if (told === one.last) continue;
      one.last = told;
      one.since = now;
    }
  }
}
