// The agent's search, order and filters for the live list. They last until the console is closed.
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
