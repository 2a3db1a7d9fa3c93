// A text box that grows with what is written; Enter sends, Shift and Enter begins a line.
import { useEffect, useLayoutEffect, useRef, type KeyboardEvent } from 'react';

export function GrowingText(props: {
  label: string;
  placeholder: string;
  value: string;
  onChange: (value: string) => void;
  onSend: () => void;
  onBlur: () => void;
}) {
  const { label, placeholder, value, onChange, onSend, onBlur } = props;
  const area = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const element = area.current;
    if (element === null) return;
    element.style.height = 'auto';
    element.style.height = `${Math.min(element.scrollHeight, 200)}px`;
  }, [value]);
  useEffect(() => {
    // A phone's keyboard would cover what one came to read.
    if (window.matchMedia('(pointer: fine)').matches) area.current?.focus({ preventScroll: true });
  }, []);
  const onKeyDown = (event: KeyboardEvent): void => {
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
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={onKeyDown}
      onBlur={onBlur}
    />
  );
}
