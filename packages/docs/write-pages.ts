// Writes the pages with Eleventy and the templates in layout/: each document, the first page, and
// the page for unknown addresses.
import Eleventy, { type Configuration } from '@11ty/eleventy';
import path from 'node:path';
import type { Assets } from './bundle.ts';
import type { Links } from './markdown/links.ts';
import { createMarkdown } from './markdown/render.ts';
import { type Entry, type Group, navigationOf, readingOrder } from './pages/navigation.ts';
import { outside } from './pages/find-pages.ts';
import type { Pictures } from './pages/pictures.ts';
import type { Page } from './pages/read-pages.ts';

export interface SiteParts {
  readonly output: string;
  readonly pages: readonly Page[];
  readonly links: Links;
  readonly pictures: Pictures;
  readonly assets: Assets & { readonly index: string };
}

/** Eleventy's data about the page that a template draws. */
interface Data {
  readonly page: { readonly inputPath: string };
  /** The document, if it is not the template file itself. Null if there is none. */
  readonly file?: string | null;
  readonly title?: string;
  readonly target?: string;
}

const documents = path.resolve(import.meta.dirname, '..', '..', 'docs');

/** Rejects if a page fails. */
export async function writePages(parts: SiteParts): Promise<void> {
  const eleventy = new Eleventy(documents, parts.output, {
    configPath: false,
    quietMode: true,
    config: (configuration) => configure(configuration, parts),
  });
  await eleventy.write();
}

function configure(configuration: Configuration, parts: SiteParts): void {
  const { pages, assets } = parts;
  const byFile = new Map(pages.map((page) => [page.file, page]));
  const overview = byFile.get('README.md');
  const layouts = path.join(import.meta.dirname, 'layout');
  configuration.setIncludesDirectory(path.relative(documents, layouts));
  configuration.setTemplateFormats(['md']);
  // A document may contain braces. They are not template syntax.
  configuration.addGlobalData('templateEngineOverride', 'md');
  configuration.setLibrary('md', createMarkdown(parts));
  configuration.addGlobalData('assets', assets);
  configuration.addGlobalData('groups', navigationOf(pages).map(drawn));
  configuration.addGlobalData('overview', { url: overview?.url, lead: overview?.lead });
  configuration.addGlobalData('eleventyComputed', computed(pages, byFile));
  configuration.addGlobalData('layout', 'page.njk');
  addPages(configuration, byFile);
}

/**
 * Adds pages that are not files in docs/. The first page begins with docs/README.md, if there is
 * one.
 */
function addPages(configuration: Configuration, byFile: ReadonlyMap<string, Page>): void {
  for (const [file, address] of Object.entries(outside))
    configuration.addTemplate(`${address}.md`, byFile.get(file)?.text ?? '', { file });
  const first = 'docs/README.md';
  configuration.ignores.add(first);
  configuration.addTemplate('first.md', byFile.get(first)?.text ?? '', {
    layout: 'home.njk',
    file: first,
    title: 'Documentation',
    target: 'index.html',
  });
  configuration.addTemplate('missing.md', '', {
    layout: 'missing.njk',
    file: null,
    title: 'No such page',
    target: '404.html',
  });
}

/** Further data for templates, computed for each page. */
function computed(pages: readonly Page[], byFile: ReadonlyMap<string, Page>) {
  const groups = navigationOf(pages);
  const order = readingOrder(groups);
  const here = ({ file, page }: Data): Page | undefined =>
    byFile.get(file === undefined ? page.inputPath.replace(/^\.\//, '') : (file ?? ''));
  const neighbour = (data: Data, step: 1 | -1): Page | undefined => {
    const page = here(data);
    const at = page === undefined ? -1 : order.indexOf(page);
    return at < 0 ? undefined : order[at + step];
  };
  return {
    here,
    heading: (data: Data) => here(data)?.title ?? data.title,
    headings: (data: Data) =>
      here(data)?.sections.filter(({ level }) => level === 2 || level === 3),
    group: (data: Data) =>
      groups.find(({ list }) => list.some((entry) => holds(entry, here(data))))?.name,
    folder: (data: Data) =>
      groups.flatMap(({ list }) => list.filter(({ pages: inside }) => isIn(inside, here(data))))[0],
    before: (data: Data) => neighbour(data, -1),
    after: (data: Data) => neighbour(data, 1),
    permalink: (data: Data) => data.target ?? `${here(data)?.address}/index.html`,
  };
}

function holds({ page, pages }: Entry, here: Page | undefined): boolean {
  return here !== undefined && (page === here || isIn(pages, here));
}

function isIn(pages: readonly Page[], here: Page | undefined): boolean {
  return here !== undefined && pages.includes(here);
}

/** A group for the list of documents, without texts, because Eleventy copies it for each page. */
function drawn({ name, does, list }: Group) {
  return {
    name,
    does,
    list: list.map(({ label, page, pages }) => ({
      label,
      url: page?.url,
      pages: pages.map(({ title, url }) => ({ title, url })),
      urls: pages.map(({ url }) => url),
    })),
  };
}
