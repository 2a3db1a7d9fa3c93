// The confirmation shown in place of a form that was sent.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../window/view/icons.tsx';

interface DoneProps {
  readonly text: string;
  /** The form that had the focus is gone. */
  readonly focused: boolean;
  readonly children?: ComponentChildren;
}

export function Done({ text, focused, children }: DoneProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (focused) place.current?.focus();
  }, [focused]);
  return (
    <div class="ask row" role="status" tabIndex={-1} ref={place}>
      <p class="t">
        <Icon name="check" />
        {text}
      </p>
      {children}
    </div>
  );
}
