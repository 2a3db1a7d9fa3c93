// Which origins this page may frame. The server set them in the security policy of the page, which
// holds until the next load. A panel added later therefore needs a reload. Right after signing in
// the page reloads by itself, because nothing has begun yet.
import { useEffect } from 'react';
import { PanelList, type Panel } from '@opportune/protocol/rest/conversation/panels.ts';
import { useApiQuery } from '../ui/data/use-api.ts';

const allowed: ReadonlySet<string> = new Set(
  document
    .querySelector<HTMLMetaElement>('meta[name=opportune-frames]')
    ?.content.split(' ')
    .filter(Boolean),
);
const freshMs = 15_000;
const openedAt = performance.now();
const triedKey = 'opportune.frames';

export function mayFrame({ origin }: Panel): boolean {
  return allowed.has(origin) && origin !== window.location.origin;
}

export function usePanels(): readonly Panel[] {
  return useApiQuery('/panels', PanelList).data?.panels ?? [];
}

/**
 * Reloads a page that was served before anybody had signed in, at most once for the same panels.
 */
export function useFramesAtOnce(): void {
  const panels = usePanels();
  useEffect(() => {
    const missing = panels
      .filter((each) => !mayFrame(each) && each.origin !== window.location.origin)
      .map(({ origin }) => origin)
      .join(' ');
    if (missing === '' || performance.now() - openedAt > freshMs) return;
    if (window.sessionStorage.getItem(triedKey) === missing) return;
    window.sessionStorage.setItem(triedKey, missing);
    window.location.reload();
  }, [panels]);
}
