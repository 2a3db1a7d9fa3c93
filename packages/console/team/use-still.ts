// An order that holds while somebody points at the rows or moves in them by keyboard: what changes is
// drawn where it stands, what is new comes last, and the wanted order is taken once they are left.
import { useRef, useState } from 'react';

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
  const [held, setHeld] = useState(0);
  const last = useRef<readonly string[]>(wanted);
  const keys = held > 0 ? stay(last.current, wanted) : wanted;
  last.current = keys;
  const change = (by: 1 | -1) => () => setHeld((now) => Math.max(0, now + by));
  return {
    keys,
    on: {
      onPointerEnter: change(1),
      onPointerLeave: change(-1),
      onFocus: change(1),
      onBlur: change(-1),
    },
  };
}

/** Those shown before keep their places; what has gone leaves, what is new comes last. */
export function stay(shown: readonly string[], wanted: readonly string[]): readonly string[] {
  const there = new Set(wanted);
  const known = new Set(shown);
  return [...shown.filter((key) => there.has(key)), ...wanted.filter((key) => !known.has(key))];
}
