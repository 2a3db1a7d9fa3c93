// Loads the engagement renderer and the chat window when they are first needed, by `import()`: a
// nonce or host that allowed the tag allows them, and Trusted Types has nothing to refuse.
import type { Bridge, Part } from './bridge.ts';
import { later, safe, say } from './safe.ts';

const retryMs = 10_000;

export interface Loader<Handle> {
  /**
   * Loads the part, and runs `use` once it is there. A failed load is retried, finally every five
   * minutes.
   */
  with(use?: (part: Handle) => void): void;
  /** The part, if it is loaded already. */
  now(): Handle | null;
}

export function createLoader<Handle>(url: string, bridge: Bridge): Loader<Handle> {
  let part: Handle | null = null;
  let waiting: ((part: Handle) => void)[] | null = null;
  const load = (tries: number): void => {
    // The address changes with each attempt: browsers remember a module that failed to load.
    const address = url + (tries ? `?${tries}` : '');
    import(address).then(
      safe((loaded: Part<Handle>) => {
        const ready = (part = loaded.start(bridge));
        for (const use of waiting ?? []) safe(use)(ready);
        waiting = null;
      }),
      (error: unknown) => {
        say(error);
        later(() => load(tries + 1), retryMs * 2 ** Math.min(tries, 5));
      },
    );
  };
  return {
    with(use = () => {}) {
      if (part) return safe(use)(part);
      if (waiting) return void waiting.push(use);
      waiting = [use];
      load(0);
    },
    now: () => part,
  };
}
