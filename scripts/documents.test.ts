// The documents hold together: every link between them leads somewhere, every file that they name
// is there, and every paragraph that a test's title cites stands in SPEC.md.
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { factCatalogue } from '../packages/protocol/behaviour/facts.ts';

const root = path.resolve(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const documents = globSync(['*.md', 'docs/**/*.md'], { cwd: root });
const tests = globSync(['{packages,test,bench,scripts}/**/*.{test,contract}.ts'], {
  cwd: root,
  exclude: (name) => name.includes('node_modules'),
});

/** What a pattern captures in a text, once each. */
function found(text: string, pattern: RegExp): readonly string[] {
  return [...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? ''))];
}

/** The anchor that a heading gets: lower case, no punctuation, dashes for spaces. */
function anchorsOf(file: string): readonly string[] {
  return found(read(file), /^#+ (.+)$/gm).map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function isBroken(from: string, link: string): boolean {
  const [target = '', anchor] = link.split('#');
  const file = target === '' ? from : path.join(path.dirname(from), target);
  if (!existsSync(path.join(root, file))) return true;
  return anchor !== undefined && file.endsWith('.md') && !anchorsOf(file).includes(anchor);
}

/** What stands between ticks shows how a link is written. */
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

  it('define every paragraph that the title of a test cites', () => {
    const defined = new Set(found(read('SPEC.md'), /\*\*\[([A-Z]{1,2}\d+)\]/g));
    const cited = tests.flatMap((file) => found(read(file), /\[([A-Z]{1,2}\d+)\]/g));
    assert.ok(cited.length > 30);
    assert.deepEqual(
      cited.filter((each) => !defined.has(each)),
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

/** A file that names nine of ten is one that a new fact belongs into. */
function namesNearlyEveryFact(file: string): boolean {
  const text = read(file);
  const most = factCatalogue.length / 10;
  let missing = 0;
  return factCatalogue.every(
    ({ fact }) => text.includes(`${fact}'`) || text.includes(`\`${fact}\``) || ++missing < most,
  );
}
