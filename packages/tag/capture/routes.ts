// Detects routes of single-page applications: history calls, back and forward, and hash routes if
// the site uses them. The page's own calls run first and keep their results.
import { listen, safe } from '../core/safe.ts';

type HistoryCall = 'pushState' | 'replaceState';

/** Calls `changed` when path or query changed. After `replaceState`, only when the path did. */
export function watchRoutes(hashes: boolean, changed: () => void): void {
  const read = (): string[] => {
    const { pathname, search, hash } = location;
    return [pathname, pathname + search + (hashes ? hash : '')];
  };
  let last = read();
  const check = (pathOnly: boolean): void => {
    const at = pathOnly ? 0 : 1;
    const before = last[at];
    last = read();
    if (last[at] !== before) changed();
  };
  const patch = (name: HistoryCall): void => {
    const original = history[name];
    history[name] = function patched(this: History, ...args: Parameters<History[HistoryCall]>) {
      const outcome = original.apply(this, args);
      safe(check)(name === 'replaceState' && !hashes);
      return outcome;
    };
  };
  safe(patch)('pushState');
  safe(patch)('replaceState');
  listen(window, hashes ? 'popstate hashchange' : 'popstate', () => check(false));
}
