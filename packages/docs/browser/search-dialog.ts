// The search dialog: a field, and hits to choose with the arrow keys. The index and the library
// load when the dialog first opens.
import { found } from './found.ts';
import { drawHits } from './draw-hits.ts';
import type { Search } from './search.ts';

/** Opens with its button, with `/`, and with Ctrl or Command and K. */
export function addSearch(): void {
  const button = found('.search-open', HTMLButtonElement);
  const dialog = found('dialog.search', HTMLDialogElement);
  const field = found('.search-field input', HTMLInputElement);
  const list = found('.hits', HTMLElement);
  const state = found('.search-state', HTMLElement);
  let search: Search | null = null;
  let current = -1;
  button.hidden = false;

  async function open(): Promise<void> {
    if (dialog.open) return;
    dialog.showModal();
    field.select();
    if (search !== null) return;
    try {
      const { loadSearch } = await import('./search.ts');
      search = await loadSearch(button.dataset['index'] ?? '');
      show();
    } catch {
      state.textContent = 'The search could not be loaded. Close it and try again.';
    }
  }

  function show(): void {
    if (search === null) return;
    const words = field.value.trim();
    const hits = words === '' ? [] : search(words);
    drawHits(list, hits);
    list.scrollTop = 0;
    mark(hits.length > 0 ? 0 : -1);
    field.setAttribute('aria-expanded', String(hits.length > 0));
    state.textContent = words === '' ? '' : said(hits.length, words);
  }

  function mark(at: number): void {
    const options = [...list.children];
    options.forEach((option, place) => option.setAttribute('aria-selected', String(place === at)));
    current = at;
    const option = options[at];
    if (option === undefined) return field.removeAttribute('aria-activedescendant');
    field.setAttribute('aria-activedescendant', option.id);
    option.scrollIntoView({ block: 'nearest' });
  }

  function follow(): void {
    const option = list.children[current];
    if (option instanceof HTMLAnchorElement) option.click();
  }

  button.addEventListener('click', () => void open());
  found('.search-close', HTMLButtonElement).addEventListener('click', () => dialog.close());
  field.addEventListener('input', show);
  field.addEventListener('keydown', (event) => {
    const count = list.children.length;
    if (event.key === 'ArrowDown' && count > 0) mark((current + 1) % count);
    else if (event.key === 'ArrowUp' && count > 0) mark((current - 1 + count) % count);
    else if (event.key === 'Enter') follow();
    else return;
    event.preventDefault();
  });
  // A hit can be a heading of the current page.
  list.addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  document.addEventListener('keydown', (event) => {
    if (!opens(event)) return;
    event.preventDefault();
    void open();
  });
}

function opens(event: KeyboardEvent): boolean {
  if (event.key.toLowerCase() === 'k') return event.ctrlKey || event.metaKey;
  return event.key === '/' && !(event.target instanceof HTMLInputElement);
}

function said(hits: number, words: string): string {
  if (hits === 0) return `Nothing has “${words}”.`;
  return hits === 1 ? '1 hit' : `${hits} hits`;
}
