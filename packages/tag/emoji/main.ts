// The emoji that the window offers, a part of its own: it loads when a visitor first wants one.
// Arrow keys move among them, Escape closes, and a chosen one is inserted at the caret.
import { draw } from '@opportune/content/draw.ts';
import { addSheet } from '@opportune/content/sheets.ts';
import { emoji } from '@opportune/content/message/emoji.ts';

const emojiCss = `
.emo{position:absolute;inset-inline:0;bottom:calc(100% + 6px);display:grid;grid-template-columns:repeat(8,1fr);padding:6px;border-radius:var(--r2);background:var(--card);box-shadow:var(--shadow),inset 0 0 0 1px var(--control)}
.emo button{height:32px;font-size:18px;border-radius:6px}
.emo button:hover{background:var(--soft)}
`;

const inRow = 8;
const moves: Readonly<Partial<Record<string, number>>> = {
  ArrowRight: 1,
  ArrowLeft: -1,
  ArrowDown: inRow,
  ArrowUp: -inRow,
};

/** What the bundle exports. */
export interface EmojiPart {
  /** Opens them beside the button, or closes them. `typed` receives the text with the chosen one. */
  toggle(opener: HTMLElement, area: HTMLTextAreaElement, typed: (text: string) => void): void;
}

export const toggle: EmojiPart['toggle'] = (opener, area, typed) => {
  const { nextElementSibling: open } = opener;
  if (open?.classList.contains('emo')) return close(opener, open);
  addSheet(opener, emojiCss);
  const buttons = emoji.map((each, at) => {
    const button = draw('button', { type: 'button', tabindex: at ? '-1' : '0' }, each);
    button.addEventListener('click', () => {
      area.setRangeText(each, area.selectionStart, area.selectionEnd, 'end');
      typed(area.value);
      close(opener, grid);
      area.focus();
    });
    return button;
  });
  const label = opener.getAttribute('aria-label');
  const grid = draw('div', { class: 'emo', role: 'group', 'aria-label': label }, ...buttons);
  grid.addEventListener('keydown', (event) => {
    const by = moves[event.key];
    if (event.key !== 'Escape' && !by) return;
    event.preventDefault();
    event.stopPropagation();
    if (by) return buttons[buttons.findIndex((each) => each === event.target) + by]?.focus();
    close(opener, grid);
    opener.focus();
  });
  opener.setAttribute('aria-expanded', 'true');
  opener.after(grid);
  // Before anything else can happen: an earlier Escape would close the whole window.
  buttons[0]?.focus();
};

function close(opener: HTMLElement, grid: Element): void {
  grid.remove();
  opener.setAttribute('aria-expanded', 'false');
}
