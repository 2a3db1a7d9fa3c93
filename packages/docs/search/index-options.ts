// The options of the search index, which the build and the browser must share.
import type { Options } from 'minisearch';

/** A section of a page. Its id is its address. */
export interface Found {
  readonly id: string;
  readonly heading: string;
  /** The title of its page. Empty for the first section of a page. */
  readonly page: string;
  readonly text: string;
}

export const indexOptions: Options<Found> = {
  fields: ['heading', 'page', 'text'],
  storeFields: ['heading', 'page', 'text'],
};
