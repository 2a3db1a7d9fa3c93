// Checks that every link between documents has a target and every file that they name exists.
// `check-spec.ts` checks what tests cite.
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { anchorOf } from '../packages/docs/markdown/anchors.ts';
import { factCatalogue } from '../packages/protocol/behaviour/facts.ts';

const root = path.resolve(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const documents = globSync(['*.md', 'docs/**/*.md'], { cwd: root });
/** The captures of a pattern in a text, each once. */
function found(text: string, pattern: RegExp): readonly string[] {
  return [...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? ''))];
}

function anchorsOf(file: string): readonly string[] {
  return found(read(file), /^#+ (.+)$/gm).map(anchorOf);
}

function isBroken(from: string, link: string): boolean {
  const [target = '', anchor] = link.split('#');
  const file = target === '' ? from : path.join(path.dirname(from), target);
  if (!existsSync(path.join(root, file))) return true;
  return anchor !== undefined && file.endsWith('.md') && !anchorsOf(file).includes(anchor);
}

/** Removes code, which may show how a link is written. */
function withoutCode(text: string): string {
  return text.replaceAll(/`[^`\n]*`/g, '');
}

describe('the documents', () => {
  it('link only to what is there', () => {
    assert.ok(documents.length > 10);
    const broken = documents.flatMap((file) =>
      found(withoutCode(read(file)), /\]\((?!https?:|mailto:)([^)\s]+)\)/g)
        .filter((link) => isBroken(file, link))
        .map((link) => `${file}: ${link}`),
    );
    assert.deepEqual(broken, []);
  });

  it('are short: pages, the map and the changelog of a release', () => {
    const pages = documents.filter(
      (file) =>
        file.startsWith('docs/') && !/^docs\/(reference|spec|decisions|benchmarks)/.test(file),
    );
    assert.ok(pages.length > 30);
    const words = (file: string): number => read(file).split(/\s+/).length;
    assert.deepEqual(
      pages.filter((file) => words(file) > 1000),
      [],
      'pages with more than 1,000 words',
    );
    assert.ok(read('ARCHITECTURE.md').split('\n').length <= 250);
    const releases = read('CHANGELOG.md')
      .split(/^## (?=\d)/m)
      .slice(1);
    assert.ok(releases.length > 0);
    for (const release of releases)
      assert.ok(release.split('\n').length <= 62, release.slice(0, 20));
  });

  it('name only files that are there', () => {
    const named = documents.flatMap((file) =>
      found(read(file), /`((?:packages|test|bench|scripts|examples|docs)\/[\w./*-]+)`/g),
    );
    assert.ok(named.length > 50);
    assert.deepEqual(
      named.filter((each) => globSync(each, { cwd: root }).length === 0),
      [],
    );
  });

  it('name every file that a new fact touches', () => {
    const sources = globSync(['packages/**/*.{ts,tsx}', 'docs/**/*.md', 'scripts/*.ts'], {
      cwd: root,
      exclude: (name) => name.includes('node_modules'),
    });
    assert.deepEqual(sources.filter(namesNearlyEveryFact).toSorted(), [
      'docs/reference/facts.md',
      'packages/core/behaviour/facts/facts.ts',
      'packages/core/behaviour/test/reference-facts.test-support.ts',
      'packages/protocol/behaviour/fact-catalogue.ts',
      'packages/words/de/condition.ts',
      'packages/words/en/condition.ts',
      'packages/words/es/condition.ts',
    ]);
    const row = /^\| fact \|.*fact-catalogue.*$/m.exec(read('ARCHITECTURE.md'))?.[0] ?? '';
    assert.match(row, /six files/);
  });
});

/** A file that names nine facts of ten must also name a new one. */
function namesNearlyEveryFact(file: string): boolean {
  const text = read(file);
  const most = factCatalogue.length / 10;
  let missing = 0;
  return factCatalogue.every(
    ({ fact }) => text.includes(`${fact}'`) || text.includes(`\`${fact}\``) || ++missing < most,
  );
}
