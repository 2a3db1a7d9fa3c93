// The title of the window: how much needs the user's attention, the page and the product.
import { createStore, type Store } from './store.ts';
import { t } from '../words/words.ts';

export const titleStore = createStore<{ readonly page: string; readonly unread: number }>({
  page: '',
  unread: 0,
});

/** Keeps document.title current from now on. `unread` counts what needs this user's attention. */
export function startTitle(unread: Store<number>): void {
  const write = (): void => {
    const { page, unread: count } = titleStore.get();
    const name = page === '' ? t('console.app.name') : `${page} · ${t('console.app.name')}`;
    document.title = count > 0 ? `(${count}) ${name}` : name;
  };
  titleStore.subscribe(write);
  unread.subscribe(() => titleStore.update((now) => ({ ...now, unread: unread.get() })));
  write();
}
