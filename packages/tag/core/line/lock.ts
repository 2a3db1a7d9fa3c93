// Which of a visitor's tabs leads: the holder of the Web Lock of their name. A request lasts until
// it is granted or cancelled. A visible tab steals the lock from a sleeping one.
import { safe } from '../safe.ts';

/**
 * `lost`: another tab stole it. The returned function cancels the request, or releases the lock.
 * The browser rejects a cancelled or stolen request, and rejects at once if the page is in a frame
 * or browser that stores nothing.
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
