// Keeps the order of rows while somebody points at them or moves through them by keyboard. Rows
// change in place and new rows come last. The wanted order returns when pointer and focus leave.
import { useState } from 'react';

export interface Still {
  readonly keys: readonly string[];
  /** For the element that contains the rows. */
  readonly on: {
    readonly onPointerEnter: () => void;
    readonly onPointerLeave: () => void;
    readonly onFocus: () => void;
    readonly onBlur: () => void;
  };
}

export function useStill(wanted: readonly string[]): Still {
  // How many hold the rows (pointer, focus), and the order that was shown when the first one began.
  const [held, setHeld] = useState<{ readonly by: number; readonly shown: readonly string[] }>({
    by: 0,
    shown: [],
  });
  const keys = held.by > 0 ? stay(held.shown, wanted) : wanted;
  const hold = (): void =>
    setHeld(({ by, shown }) => ({ by: by + 1, shown: by === 0 ? keys : shown }));
  const release = (): void => setHeld(({ by, shown }) => ({ by: Math.max(0, by - 1), shown }));
  return {
    keys,
    on: { onPointerEnter: hold, onPointerLeave: release, onFocus: hold, onBlur: release },
  };
}

/** Shown rows keep their places. Rows that are gone leave, and new rows come last. */
export function stay(shown: readonly string[], wanted: readonly string[]): readonly string[] {
  const there = new Set(wanted);
  const known = new Set(shown);
  return [...shown.filter((key) => there.has(key)), ...wanted.filter((key) => !known.has(key))];
}
