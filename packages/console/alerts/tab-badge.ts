// Marks the icon of the tab while something needs this person. The title shows the number too, but
// a narrow tab shows only its icon.
import type { Store } from '../ui/store.ts';

const plain = '/icon.svg';

/** The product's icon with a red dot and the count, `9+` at most. */
function badged(count: number): string {
  const digit = count < 10 ? String(count) : '9+';
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none"><path d="M13.8 4.2A8 8 0 1 0 19.8 10.2" stroke="#7a868c" stroke-width="2.6" stroke-linecap="round"/><circle cx="16" cy="9" r="8" fill="#c4320a"/><text x="16" y="13" font-family="sans-serif" font-size="11" font-weight="700" fill="#fff" text-anchor="middle">${digit}</text></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

export function startTabBadge(unread: Store<number>): void {
  const icon = document.querySelector<HTMLLinkElement>('link[rel=icon]');
  if (icon === null) return;
  const draw = (): void => {
    const count = unread.get();
    icon.href = count > 0 ? badged(count) : plain;
  };
  unread.subscribe(draw);
  draw();
}
