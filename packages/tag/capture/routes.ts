// Notices routes of single-page applications: history calls, back and forward, and hash routes where
// the site uses them. The page's own calls run first and their outcome is theirs.
import { listen, safe } from '../core/safe.ts';

type HistoryCall = 'pushState' | 'replaceState';

/** Calls `changed` when path or query changed; by `replaceState`, only when the path did. */
export function watchRoutes(hashes: boolean, changed: () => void): void {
  const address = (pathOnly: boolean): string =>
    location.pathname + (pathOnly ? '' : location.search + (hashes ? location.hash : ''));
  let [full, path] = [address(false), address(true)];
  const check = (pathOnly: boolean): void => {
    const before = pathOnly ? path : full;
    const now = address(pathOnly);
    [full, path] = [address(false), address(true)];
    if (now !== before) changed();
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
