// Searches the index in the browser, on each letter. Guides rank before the specification and the
// decisions, which say the same in more detail.
import MiniSearch from 'minisearch';
import { type Found, indexOptions } from '../search/index-options.ts';

export interface Hit extends Found {
  /** The words of the index that matched. */
  readonly terms: readonly string[];
}

export type Search = (words: string) => readonly Hit[];

const most = 20;
/** Pages with details for people who check. */
const deep = /^\/docs\/(spec|decisions|changelog|architecture|benchmarks)\//;

/** Rejects if the index cannot be loaded. */
export async function loadSearch(address: string): Promise<Search> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`The search index answered ${answer.status}.`);
  const index = MiniSearch.loadJSON<Found>(await answer.text(), indexOptions);
  return (words) =>
    index
      .search(words, {
        combineWith: 'AND',
        prefix: true,
        // One letter in six may be wrong. Short words must match exactly.
        fuzzy: (term) => (term.length > 4 ? 0.17 : false),
        boost: { heading: 4, page: 2 },
        boostDocument: (id) => (deep.test(String(id)) ? 0.5 : 1),
      })
      .slice(0, most)
      .map(({ id, heading, page, text, terms }) => ({
        id: String(id),
        heading: String(heading),
        page: String(page),
        text: String(text),
        terms,
      }));
}
