// Whether the console is as narrow as on a phone, where one thing is shown at a time. What the style
// sheets can do by themselves is theirs (760 px, as here).
import { useSyncExternalStore } from 'react';

const narrow = window.matchMedia('(max-width: 760px)');

export const isNarrow = (): boolean => narrow.matches;

export function useNarrow(): boolean {
  return useSyncExternalStore(follow, isNarrow);
}

function follow(listener: () => void): () => void {
  narrow.addEventListener('change', listener);
  return () => narrow.removeEventListener('change', listener);
}
