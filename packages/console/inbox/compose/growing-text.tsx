// A text box that grows with its text. Enter sends; Shift+Enter begins a line.
import {
  useEffect,
  useLayoutEffect,
  useRef,
  type AriaAttributes,
  type KeyboardEvent,
  type RefObject,
} from 'react';

export interface GrowingTextProps {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onSend: () => void;
  readonly onBlur: () => void;
  /** Whether it takes the focus as it appears. */
  readonly focuses?: boolean;
  readonly area?: RefObject<HTMLTextAreaElement | null>;
  /** Sees each key first; returns true if it handled the key. */
  readonly takesKey?: (event: KeyboardEvent<HTMLTextAreaElement>) => boolean;
  /** Receives the position of the caret. */
  readonly onCaret?: (at: number) => void;
  /** ARIA attributes of a list that belongs to the box. */
  readonly aria?: AriaAttributes;
}

export function GrowingText(props: GrowingTextProps) {
  const { label, placeholder, value, onChange, onSend, onBlur, takesKey, onCaret, aria } = props;
  const { focuses = true } = props;
  const own = useRef<HTMLTextAreaElement>(null);
  const area = props.area ?? own;
  useLayoutEffect(() => {
    const element = area.current;
    if (element === null) return;
    element.style.height = 'auto';
    element.style.height = `${Math.min(element.scrollHeight, 200)}px`;
  }, [value, area]);
  useEffect(() => {
    // On a phone the keyboard would cover the messages.
    const isFine = window.matchMedia('(pointer: fine)').matches;
    if (focuses && isFine) area.current?.focus({ preventScroll: true });
    // Only as it appears: what is said of it later moves no focus.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [area]);
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (takesKey?.(event) === true) return event.preventDefault();
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    onSend();
  };
  return (
    <textarea
      ref={area}
      className="txt"
      rows={1}
      aria-label={label}
      placeholder={placeholder}
      value={value}
      onChange={(event) => {
        onCaret?.(event.currentTarget.selectionStart);
        onChange(event.currentTarget.value);
      }}
      onSelect={(event) => onCaret?.(event.currentTarget.selectionStart)}
      onKeyDown={onKeyDown}
      onBlur={onBlur}
      {...aria}
    />
  );
}
