// Resolves the links of a document. A link to another document becomes its address on the site. A
// link to another file of the repository becomes plain words. A broken link is noted.
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '../pages/read-pages.ts';

export type Target =
  | { readonly type: 'page'; readonly href: string }
  | { readonly type: 'outside'; readonly href: string }
  /** A file of the repository that is not a page, mostly code. */
  | { readonly type: 'source'; readonly file: string };

export interface Links {
  /** The target of a link in a document. */
  follow(from: Page, link: string): Target;
  /** Broken links, as sentences. */
  broken(): readonly string[];
}

/** Resolves links between `pages` of the repository at `root`. */
export function createLinks(root: string, pages: readonly Page[]): Links {
  const byFile = new Map(pages.map((page) => [page.file, page]));
  const broken: string[] = [];
  return {
    broken: () => broken,
    follow(from, link) {
      if (/^(https?|mailto):/.test(link)) return { type: 'outside', href: link };
      const [place = '', anchor] = link.split('#');
      const file =
        place === ''
          ? from.file
          : path.posix.join(path.posix.dirname(from.file), decodeURIComponent(place));
      const page = byFile.get(file) ?? byFile.get(path.posix.join(file, 'README.md'));
      if (page === undefined) {
        if (!existsSync(path.join(root, file))) broken.push(`${from.file}: ${link}`);
        return { type: 'source', file };
      }
      if (anchor !== undefined && !page.sections.some((each) => each.anchor === anchor))
        broken.push(`${from.file}: ${link} names no heading of ${page.file}`);
      const own = anchor === undefined ? '' : `#${anchor}`;
      return { type: 'page', href: page === from && own !== '' ? own : page.url + own };
    },
  };
}
