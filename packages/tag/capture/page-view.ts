// The present page: address, title, sections, and the id of this view of it. A new view begins with
// each page and each route of a single-page application.
import { newId } from '../core/id.ts';
import type { Page } from '../wire.ts';

const sectionMarks = 'html[data-section],body[data-section],meta[data-section]';

export interface PageView {
  readonly id: string;
  readonly since: number;
  readonly page: Page;
  readonly sections: string[];
}

/** Sections that the page names on `<html>`, `<body>` or a `<meta>`, separated by commas. */
function readSections(): string[] {
  return [...document.querySelectorAll(sectionMarks)]
    .map((element) => element.getAttribute('data-section'))
    .join()
    .split(',')
    .map((name) => name.trim().slice(0, 64))
    .filter(Boolean)
    .slice(0, 10);
}

export function readPage(referrer: string): Page {
  const { href, pathname, search } = location;
  return {
    url: href.slice(0, 2048),
    path: pathname.slice(0, 1024),
    search: search.slice(0, 1024),
    title: document.title.slice(0, 512),
    referrer: referrer.slice(0, 2048),
  };
}

export function beginView(referrer: string): PageView {
  return { id: newId(), since: Date.now(), page: readPage(referrer), sections: readSections() };
}
