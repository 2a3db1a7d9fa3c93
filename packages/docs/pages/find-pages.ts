// Finds the documents of the site: all Markdown below docs/, and a few files outside it. A file's
// path determines its address. Two files with one address fail the build.
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface Document {
  /** Relative to the root of the repository, with `/`. */
  readonly file: string;
  /** Below /docs/, without slashes at its ends. Empty for the first page. */
  readonly address: string;
  readonly text: string;
}

/** Documents outside docs/, and their addresses. */
export const outside: Readonly<Record<string, string>> = {
  'README.md': 'overview',
  'ARCHITECTURE.md': 'architecture',
  'CONTRIBUTING.md': 'contributing',
  'CHANGELOG.md': 'changelog',
};

/** All documents of the repository at `root`, by file name. Throws if two have the same address. */
export function findDocuments(root: string): readonly Document[] {
  const inside = globSync('docs/**/*.md', { cwd: root }).map((file) =>
    file.split(path.sep).join('/'),
  );
  const documents = [...inside.toSorted(), ...Object.keys(outside)].map((file) => ({
    file,
    address: outside[file] ?? addressOf(file),
    text: readFileSync(path.join(root, file), 'utf8'),
  }));
  refuseTwins(documents);
  return documents;
}

/**
 * `docs/agents/calls.md` has the address `agents/calls`, and `docs/agents/README.md` has `agents`.
 */
function addressOf(file: string): string {
  return file
    .replace(/^docs\//, '')
    .replace(/\.md$/, '')
    .replace(/(^|\/)README$/, '');
}

function refuseTwins(documents: readonly Document[]): void {
  const files = new Map<string, string>();
  for (const { file, address } of documents) {
    const other = files.get(address);
    if (other !== undefined)
      throw new Error(`${other} and ${file} have the same address /docs/${address}`);
    files.set(address, file);
  }
}

/** The full path of a document on the server. */
export function urlOf(address: string): string {
  return address === '' ? '/docs/' : `/docs/${address}/`;
}
