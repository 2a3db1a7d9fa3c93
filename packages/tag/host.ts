// The host in the page and its palette: one part that the engagement renderer and the chat window
// share. The build puts this file in place of content/host.ts in both.
import type { createHost as create } from '@opportune/content/host.ts';

/** The name of its file beside this one. The build inserts it. */
declare const hostFile: string;

const retryMs = 2000;
const loaded: { create?: typeof create } = {};

/** Only after `withHost`. */
export const createHost: typeof create = (...of) => {
  if (!loaded.create) throw new Error('The host is not loaded.');
  return loaded.create(...of);
};

/** Calls back once it is there. A failed load is retried, finally every minute. */
export function withHost(use: () => void, tries = 0): void {
  // The address changes with each attempt: browsers remember a module that failed to load.
  const address = new URL(hostFile + (tries ? `?${tries}` : ''), import.meta.url).href;
  import(address).then(
    (part: { readonly createHost: typeof create }) => {
      loaded.create = part.createHost;
      use();
    },
    () => void setTimeout(withHost, retryMs * 2 ** Math.min(tries, 5), use, tries + 1),
  );
}
