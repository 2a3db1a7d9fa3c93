// The line at the foot of the page that confirms an action and offers to undo it or to go on. It
// shows one message at a time, for eight seconds or as long as it has the pointer or the focus. It
// also speaks announcements to screen readers.
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

/** Confirms an action. A function undoes it; an act with a label leads on. */
export function say(text: string, way: (() => void) | ToastAct | null = null): void {
  last += 1;
  toast.set({
    key: last,
    text,
    way: typeof way === 'function' ? { label: t('console.undo'), act: way } : way,
  });
}

/** Says why an action failed, if no field or page does. */
export function sayError(error: unknown): void {
  say(explainError(error).text);
}

/**
 * Says why a save failed. If somebody else saved in the meantime, it offers to load their version.
 */
export function sayUnsaved(theirs: () => void): (error: unknown) => void {
  return (error) =>
    say(
      explainError(error).text,
      isStale(error) ? { label: t('console.stale.theirs'), act: theirs } : null,
    );
}

/** Tells users of screen readers what others see anyway. */
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
