// Who of a visitor's tabs leads: whoever holds the Web Lock of their name. Asking for it lasts until it
// is had or called off; a visible tab steals it from one that sleeps.
import { safe } from '../safe.ts';

/**
 * `lost`: another tab stole it. The returned function calls the asking off, or lets go of the lock. The
 * browser rejects what was called off or stolen, and, at once, where the page is in a frame or browser
 * that keeps nothing.
 */
export function lock(name: string, steal: boolean, had: () => void, lost: () => void): () => void {
  const asking = new AbortController();
  let release: (() => void) | null = null;
  const held = (): Promise<void> => new Promise((resolve) => ((release = resolve), safe(had)()));
  const options = steal ? { steal } : { signal: asking.signal };
  navigator.locks.request(name, options, held).catch(
    safe((error: Error) => {
      if (release) lost();
      else if (error.name === 'SecurityError') had();
    }),
  );
  return () => {
    asking.abort();
    release?.();
  };
}
