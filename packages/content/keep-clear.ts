// Keeps floating elements clear of fields that the visitor types into. While a field of the page
// has the focus and would be covered, the element is hidden; it returns afterwards.
import { hostName } from './host-name.ts';

const fields =
  'input:not([type=button],[type=submit],[type=reset],[type=checkbox],[type=radio],[type=range]),textarea,select,[contenteditable=""],[contenteditable=true]';
/** On a narrow screen the keyboard moves everything: any field counts as covered. */
const narrowPx = 520;

/** The field of the page that the visitor is typing into, or null. */
export function typingInto(): Element | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement && active.localName !== hostName)
    active = active.shadowRoot.activeElement;
  return active?.matches(fields) ? active : null;
}

function covers(box: HTMLElement, field: Element): boolean {
  if (innerWidth <= narrowPx) return true;
  const [a, b] = [box.getBoundingClientRect(), field.getBoundingClientRect()];
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** Marks the element as `away` while its box covers a field in use. Returns how to stop. */
export function keepClear(element: HTMLElement, box = (): HTMLElement => element): () => void {
  const check = (): void => {
    const field = typingInto();
    element.classList.toggle('away', field !== null && covers(box(), field));
  };
  const soon = (): void => void requestAnimationFrame(check);
  const names = ['focusin', 'focusout', 'scroll', 'resize'];
  for (const name of names) addEventListener(name, soon, { capture: true, passive: true });
  check();
  return () => {
    for (const name of names) removeEventListener(name, soon, { capture: true });
  };
}
