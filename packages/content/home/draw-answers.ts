// Short answers and links that the account wrote, on the home of the chat window. A field searches
// their titles and texts, without the server. Answers unfold in place; links open another tab.
import type { HomeItem } from '@opportune/protocol/conversation/home.ts';
import { draw, safeUrl } from '../draw.ts';
import type { HomeWords } from './home-content.ts';
import { homeIcon } from './home-icons.ts';

/** With fewer, a search would cost more than it saves. */
const searchedFrom = 4;

export function drawAnswers(words: HomeWords) {
  const field = document.createElement('input');
  field.type = 'search';
  field.placeholder = words.find;
  field.setAttribute('aria-label', words.find);
  const search = draw('div', { class: 'hm-find' }, field);
  search.prepend(homeIcon('find', 16));
  const list = draw('ul', {});
  const told = draw('p', { class: 'hm-told', role: 'status' });
  const label = { class: 'hm-card', 'aria-label': words.answers, hidden: '' };
  const element = draw('section', label, search, list, told);
  let shown = '';
  let rows: readonly { readonly text: string; readonly row: HTMLElement }[] = [];
  const filter = (): void => {
    const wanted = plain(field.value).split(/\s+/);
    const found = rows.filter(({ row, text }) => {
      row.hidden = !wanted.every((word) => text.includes(word));
      return !row.hidden;
    });
    told.className = found.length ? 'hidden' : 'hm-told';
    told.textContent = field.value.trim()
      ? found.length
        ? words.found(found.length)
        : words.none
      : '';
  };
  field.addEventListener('input', filter);
  return {
    element,
    show(items: readonly HomeItem[]): void {
      const now = JSON.stringify(items);
      if (now === shown) return;
      shown = now;
      rows = items.flatMap((item) => {
        const row = drawItem(item, words);
        const text = item.type === 'answer' ? item.text : '';
        return row ? [{ row, text: plain(`${item.title} ${text}`) }] : [];
      });
      list.replaceChildren(...rows.map(({ row }) => row));
      search.hidden = rows.length < searchedFrom;
      element.hidden = !rows.length;
      filter();
    },
  };
}

/** Without case and accents: `Rückgabe` is found by `ruckgabe`. */
function plain(text: string): string {
  return text.trim().toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
}

/** Null: the address may not be followed. */
function drawItem(item: HomeItem, words: HomeWords): HTMLElement | null {
  const title = draw('span', { class: 'hm-grow', dir: 'auto' }, item.title);
  if (item.type === 'answer') {
    const summary = draw('summary', { class: 'hm-row' }, title);
    summary.append(homeIcon('down', 16));
    const text = draw('p', { class: 'hm-text', dir: 'auto' }, item.text);
    return draw('li', {}, draw('details', {}, summary, text));
  }
  const href = safeUrl(item.address);
  if (href === null) return null;
  const attributes = { class: 'hm-row', href, target: '_blank', rel: 'noopener' };
  const link = draw(
    'a',
    attributes,
    title,
    draw('span', { class: 'hidden' }, ` (${words.newTab})`),
  );
  link.append(homeIcon('out', 16));
  return draw('li', {}, link);
}
