// The line at the foot that says what was done, with Undo where it can be taken back. One at a time;
// it stays eight seconds, or as long as the pointer or the focus is on it.
import { useEffect, useState } from 'react';
import { t } from './console-words.ts';
import { createStore, useStore } from './store.ts';

interface Toast {
  readonly key: number;
  readonly text: string;
  readonly undo: (() => void) | null;
}
const toast = createStore<Toast | null>(null);
let last = 0;

/** Says what was done; `undo` takes it back. */
export function say(text: string, undo: (() => void) | null = null): void {
  last += 1;
  toast.set({ key: last, text, undo });
}

export function ToastLine() {
  const shown = useStore(toast, (value) => value);
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (shown === null || held) return;
    const timer = setTimeout(() => toast.set(null), 8000);
    return () => clearTimeout(timer);
  }, [shown, held]);
  return (
    <div className="toast-place" role="status" aria-live="polite">
      {shown !== null && (
        <div
          className="toast"
          onPointerEnter={() => setHeld(true)}
          onPointerLeave={() => setHeld(false)}
          onFocus={() => setHeld(true)}
          onBlur={() => setHeld(false)}
        >
          <span>{shown.text}</span>
          {shown.undo !== null && (
            <button
              type="button"
              onClick={() => {
                shown.undo?.();
                toast.set(null);
              }}
            >
              {t('undo')}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
