// Builds the search index with one entry per section of each page. It is built once with the site,
// and the browser loads it at the first search.
import MiniSearch from 'minisearch';
import type { Page } from '../pages/read-pages.ts';
import { indexOptions, type Found } from './index-options.ts';

/** Long pages that nobody searches. */
const leftOut: readonly string[] = ['changelog'];

/** The index of `pages` as JSON for `MiniSearch.loadJSON`. */
export function buildIndex(pages: readonly Page[]): string {
  const index = new MiniSearch<Found>(indexOptions);
  for (const page of pages.filter(({ address }) => !leftOut.includes(address))) {
    index.addAll(
      page.sections
        .filter(({ level, text }) => level === 1 || text !== '')
        .map(({ level, words, anchor, text }) => ({
          id: level === 1 ? page.url : `${page.url}#${anchor}`,
          heading: words,
          page: level === 1 ? '' : page.title,
          text,
        })),
    );
  }
  return JSON.stringify(index);
}
