// An order that holds while somebody points at the rows or moves in them by keyboard: what changes is
// drawn where it stands, what is new comes last, and the wanted order is taken once they are left.
import { useState } from 'react';

export interface Still {
  readonly keys: readonly string[];
  /** For the element that holds the rows. */
  readonly on: {
    readonly onPointerEnter: () => void;
    readonly onPointerLeave: () => void;
    readonly onFocus: () => void;
    readonly onBlur: () => void;
  };
}

export function useStill(wanted: readonly string[]): Still {
  // By how much it is held (the pointer, the focus), and the order that was shown when that began.
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

/** Those shown before keep their places; what has gone leaves, what is new comes last. */
export function stay(shown: readonly string[], wanted: readonly string[]): readonly string[] {
  const there = new Set(wanted);
  const known = new Set(shown);
  return [...shown.filter((key) => there.has(key)), ...wanted.filter((key) => !known.has(key))];
}
