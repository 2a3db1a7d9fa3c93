// Orders the pages by audience, then by the entries of the audience. Inside a folder, the order is
// that of the links in its README, then by name. A new page in a folder needs no other edit.
import path from 'node:path';
import { audiences, type Audience, more } from './audiences.ts';
import type { Page } from './read-pages.ts';

/** A page, or a folder of pages with the folder's own page, if there is one. */
export interface Entry {
  readonly label: string;
  /** Null for a folder without a README. */
  readonly page: Page | null;
  readonly pages: readonly Page[];
}

export interface Group extends Audience {
  readonly list: readonly Entry[];
}

/** All groups in order, without audiences that have no pages, and without the overview. */
export function navigationOf(pages: readonly Page[]): readonly Group[] {
  const listed = pages.filter(({ address }) => address !== '' && address !== 'overview');
  const places = new Map<string, Page[]>();
  for (const page of listed) {
    const key = placeOf(page.address);
    places.set(key, [...(places.get(key) ?? []), page]);
  }
  return [...audiences, more]
    .map((audience) => ({
      ...audience,
      list: audience.entries.flatMap((entry) =>
        entriesOf(places.get(`${audience.id} ${entry}`) ?? []),
      ),
    }))
    .filter(({ list }) => list.length > 0);
}

/** The pages in reading order, each once. */
export function readingOrder(groups: readonly Group[]): readonly Page[] {
  return groups.flatMap(({ list }) =>
    list.flatMap(({ page, pages }) => (page === null ? pages : [page, ...pages])),
  );
}

/** The audience, and its longest entry that matches. */
function placeOf(address: string): string {
  const fitting = audiences
    .flatMap(({ id, entries }) => entries.map((entry) => ({ id, entry })))
    .filter(({ entry }) => address === entry || address.startsWith(`${entry}/`));
  const longest = fitting.toSorted((one, other) => other.entry.length - one.entry.length)[0];
  return longest === undefined ? `${more.id} ` : `${longest.id} ${longest.entry}`;
}

function entriesOf(pages: readonly Page[]): readonly Entry[] {
  const folders = Map.groupBy(pages, ({ address }) => folderOf(address, pages));
  return [...folders].map(([folder, found]) => {
    const index = found.find(({ address }) => address === folder) ?? null;
    const rest = found.filter((page) => page !== index);
    const [only] = rest;
    if (index === null && rest.length === 1 && only !== undefined)
      return { label: only.title, page: only, pages: [] };
    return { label: index?.title ?? named(folder), page: index, pages: inOrder(index, rest) };
  });
}

/** The outermost folder of a page. For a page outside folders, its own address. */
function folderOf(address: string, pages: readonly Page[]): string {
  const [first = ''] = address.split('/');
  const isFolder = pages.some((page) => page.address.startsWith(`${first}/`));
  return isFolder ? first : address;
}

function inOrder(index: Page | null, pages: readonly Page[]): readonly Page[] {
  const links = index === null ? [] : linksOf(index);
  const placeIn = ({ file }: Page): number => {
    const at = links.indexOf(file);
    return at < 0 ? links.length : at;
  };
  return pages.toSorted(
    (one, other) => placeIn(one) - placeIn(other) || (one.file < other.file ? -1 : 1),
  );
}

/** The files that a document links to, in order. */
function linksOf({ file, text }: Page): readonly string[] {
  return [...text.matchAll(/\]\(([^)#\s]+\.md)/g)].map(([, target = '']) =>
    path.posix.join(path.posix.dirname(file), target),
  );
}

function named(folder: string): string {
  return folder.slice(0, 1).toUpperCase() + folder.slice(1).replaceAll('-', ' ');
}
