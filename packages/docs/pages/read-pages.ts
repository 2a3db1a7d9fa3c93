// Reads the documents as pages: parsed, each with its address on the site.
import { parseDocument, type Parsed } from '../markdown/parse.ts';
import { type Document, findDocuments, urlOf } from './find-pages.ts';

export interface Page extends Document, Parsed {
  readonly url: string;
}

/** All pages, by file name. Throws if a document has no title or two share an address. */
export function readPages(root: string): readonly Page[] {
  return findDocuments(root).map((document) => ({
    ...document,
    ...parseDocument(document.file, document.text),
    url: urlOf(document.address),
  }));
}
