// The line at the foot that says what was done, with a way back or a way on. One at a time; it stays
// eight seconds, or as long as the pointer or the focus is on it. And words that are only heard.
import { useEffect, useState } from 'react';
import { isStale } from './form/begun.tsx';
import { explainError } from './states.tsx';
import { createStore, useStore } from './store.ts';
import { t } from '../words/words.ts';

export interface ToastAct {
  readonly label: string;
  readonly act: () => void;
}
interface Toast {
  readonly key: number;
  readonly text: string;
  readonly way: ToastAct | null;
}
const toast = createStore<Toast | null>(null);
const heard = createStore('');
let last = 0;

/** Says what was done. A function takes it back; an act with a label leads on. */
export function say(text: string, way: (() => void) | ToastAct | null = null): void {
  last += 1;
  toast.set({
    key: last,
    text,
    way: typeof way === 'function' ? { label: t('console.undo'), act: way } : way,
  });
}

/** Says why something was not done, where no field or page does. */
export function sayError(error: unknown): void {
  say(explainError(error).text);
}

/** The same of a save; where somebody else saved meanwhile, with the way to what they saved. */
export function sayUnsaved(theirs: () => void): (error: unknown) => void {
  return (error) =>
    say(
      explainError(error).text,
      isStale(error) ? { label: t('console.stale.theirs'), act: theirs } : null,
    );
}

/** For those who listen: what everybody else sees anyway. */
export function announce(text: string): void {
  heard.set(text);
}

export function ToastLine() {
  const shown = useStore(toast, (value) => value);
  const voice = useStore(heard, (value) => value);
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (shown === null || held) return;
    const timer = setTimeout(() => toast.set(null), 8000);
    return () => clearTimeout(timer);
  }, [shown, held]);
  const go = (act: () => void): void => {
    act();
    toast.set(null);
    setHeld(false);
  };
  return (
    <div className="toast-place" role="status" aria-live="polite">
      <span className="aside-voice">{voice}</span>
      {shown !== null && (
        <div
          className="toast"
          onPointerEnter={() => setHeld(true)}
          onPointerLeave={() => setHeld(false)}
          onFocus={() => setHeld(true)}
          onBlur={() => setHeld(false)}
        >
          <span>{shown.text}</span>
          {shown.way !== null && (
            <button type="button" onClick={() => shown.way !== null && go(shown.way.act)}>
              {shown.way.label}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
