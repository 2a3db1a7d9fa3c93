// A usual run checks every promise and every page of the specification, though not every rule.
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { isUsual, playedAlways } from './usual.ts';

const root = path.resolve(import.meta.dirname, '../..');
const promises = [1, 2, 3, 4, 5, 6, 7, 8];

function below(pattern: string): readonly string[] {
  const exclude = (name: string) => /(^|\/)(node_modules|dist|data)$/.test(name);
  return globSync(pattern, { cwd: root, exclude });
}

const usual = ['packages', 'examples', 'scripts', 'bench', 'test']
  .flatMap((place) => below(`${place}/**/*.test.{ts,tsx}`))
  .filter(isUsual)
  .map((file) => withoutOthers(readFileSync(path.join(root, file), 'utf8')));

/** Without titles of tests that a whole run alone plays. */
function withoutOthers(text: string): string {
  return text.replace(
    /\b(test|it)\(\s*(['"`])(?:(?!\2).)*\2,\s*(?:wholeRun|\{ \.\.\.wholeRun)\b/g,
    '',
  );
}

test('journeys and proofs of the whole system are of a whole run, but for those that are named', () => {
  assert.equal(isUsual('packages/core/behaviour/test/profile.test.ts'), true);
  assert.equal(isUsual('test/api/access.test.ts'), true);
  assert.equal(isUsual('test/e2e/routing.test.ts'), false);
  for (const file of playedAlways) {
    assert.ok(existsSync(path.join(root, file)), file);
    assert.equal(isUsual(file), true);
  }
});

test('a usual run has a test of every promise', () => {
  const missing = promises.filter((each) => !usual.some((text) => namesPromise(text, each)));
  assert.deepEqual(missing, []);
});

/** A title may name several: `promises 1 and 2`. */
function namesPromise(text: string, promise: number): boolean {
  return new RegExp(`promises? (\\d(, | and |–))*${promise}\\b`).test(text);
}

test('a usual run has a test of every page of the specification', () => {
  const cited = new Set(
    usual.flatMap((text) =>
      Array.from(text.matchAll(/\[([A-Z]{1,2}\d+)(?:\.\d+)?\]/g), ([, rule = '']) => rule),
    ),
  );
  const untested = below('docs/spec/*.md').filter((page) => {
    const rules = readFileSync(path.join(root, page), 'utf8').matchAll(/^### ([A-Z]{1,2}\d+)\b/gm);
    const numbers = Array.from(rules, ([, rule = '']) => rule);
    return numbers.length > 0 && !numbers.some((rule) => cited.has(rule));
  });
  assert.deepEqual(untested, []);
});
