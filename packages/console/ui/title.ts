// The title of the window: how much waits, the page, the product.
import { t } from './console-words.ts';
import { createStore } from './store.ts';

export const titleStore = createStore<{ readonly page: string; readonly unread: number }>({
  page: '',
  unread: 0,
});

/** Keeps document.title right from now on. */
export function startTitle(): void {
  const write = (): void => {
    const { page, unread } = titleStore.get();
    const name = page === '' ? t('app.name') : `${page} · ${t('app.name')}`;
    document.title = unread > 0 ? `(${unread}) ${name}` : name;
  };
  titleStore.subscribe(write);
  write();
}
