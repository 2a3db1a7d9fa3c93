// Whether the console is as narrow as a phone (760 px), where it shows one thing at a time. Style
// sheets use the same width and handle what they can by themselves.
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
