// The script of every page: the menu on a phone, the theme, the search, and keyboard access to
// parts that scroll sideways. Pages are readable without it.
import { found } from './found.ts';
import { addSearch } from './search-dialog.ts';

const root = document.documentElement;

function addMenu(): void {
  const button = found('.menu', HTMLButtonElement);
  const contents = found('.contents', HTMLElement);
  button.hidden = false;
  const show = (open: boolean): void => {
    button.setAttribute('aria-expanded', String(open));
    contents.toggleAttribute('data-open', open);
  };
  button.addEventListener('click', () => show(button.getAttribute('aria-expanded') !== 'true'));
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || button.getAttribute('aria-expanded') !== 'true') return;
    show(false);
    button.focus();
  });
}

/** The console uses the same choice. */
function addTheme(): void {
  const button = found('.theme', HTMLButtonElement);
  button.hidden = false;
  const show = (): void =>
    button.setAttribute('aria-pressed', String(root.dataset['theme'] === 'dark'));
  show();
  button.addEventListener('click', () => {
    const theme = root.dataset['theme'] === 'dark' ? 'light' : 'dark';
    root.dataset['theme'] = theme;
    try {
      localStorage.setItem('opportune.appearance', theme);
    } catch {
      // The browser stores nothing for this site. The choice lasts for this page.
    }
    show();
  });
  new MutationObserver(show).observe(root, { attributeFilter: ['data-theme'] });
}

/**
 * Makes tables and code that are wider than the page reachable by keyboard, because they scroll.
 */
function reachScrollers(): void {
  const watch = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const scrolls = target.scrollWidth > target.clientWidth;
      if (scrolls) target.setAttribute('tabindex', '0');
      else target.removeAttribute('tabindex');
    }
  });
  for (const each of document.querySelectorAll('.table, pre')) watch.observe(each);
}

/** Scrolls the list of documents to the current page. */
function showPlace(): void {
  const contents = found('.contents', HTMLElement);
  const current = contents.querySelector('[aria-current]');
  if (!(current instanceof HTMLElement)) return;
  contents.scrollTop = current.offsetTop - contents.clientHeight / 3;
}

addMenu();
addTheme();
addSearch();
reachScrollers();
showPlace();
