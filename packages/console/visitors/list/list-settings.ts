// How this person looks at the live list: search, order, filters. Kept while the console is open.
import { createStore } from '../../ui/store.ts';
import type { Filter, Sorting } from './wanted-order.ts';

export const searchText = createStore('');
export const listSettings = createStore<{
  readonly sorting: Sorting;
  readonly filters: readonly Filter[];
}>({ sorting: 'intent', filters: [] });

export function setSorting(sorting: Sorting): void {
  listSettings.update((now) => ({ ...now, sorting }));
}

/** On if it was off, and the other way round. */
export function toggleFilter(filter: Filter): void {
  listSettings.update((now) => ({
    ...now,
    filters: now.filters.includes(filter)
      ? now.filters.filter((each) => each !== filter)
      : [...now.filters, filter],
  }));
}

export function showAll(): void {
  searchText.set('');
  listSettings.update((now) => ({ ...now, filters: [] }));
}
