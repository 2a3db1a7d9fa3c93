// Who is connected to the engine host, and what each waits for. So the first of several processes knows
// when nothing of a shard that is gone is on its way any more.

export interface HostLine {
  name: string | null;
  isOpen: boolean;
  unanswered: number;
}

export class HostLines {
  readonly #lines = new Set<HostLine>();
  /** By name, those that wait until nothing of it is left. */
  readonly #waiting = new Map<string, (() => void)[]>();

  /** A connection. Call `changed` whenever one of its fields has changed. */
  open(): HostLine {
    const line: HostLine = { name: null, isOpen: true, unanswered: 0 };
    this.#lines.add(line);
    return line;
  }

  changed(line: HostLine): void {
    if (line.isOpen || line.unanswered > 0) return;
    this.#lines.delete(line);
    if (line.name === null || this.#has(line.name)) return;
    for (const resolve of this.#waiting.get(line.name) ?? []) resolve();
    this.#waiting.delete(line.name);
  }

  /** Resolves once every connection of this name is closed, and what came by it is done. */
  settled(name: string): Promise<void> {
    if (!this.#has(name)) return Promise.resolve();
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(name) ?? [];
      waiting.push(resolve);
      this.#waiting.set(name, waiting);
    });
  }

  #has(name: string): boolean {
    return [...this.#lines].some((line) => line.name === name);
  }
}
