// What the check of the specification finds, and what it accepts.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { longestSentence, specFindings } from './check-spec.ts';

/** The findings for one page and one test file of these texts. */
function found(page: string, cites: string): readonly string[] {
  const root = mkdtempSync(path.join(tmpdir(), 'spec-'));
  try {
    writeFileSync(path.join(root, 'page.md'), page);
    writeFileSync(path.join(root, 'a.test.ts'), cites);
    return specFindings(root, ['page.md'], ['a.test.ts']);
  } finally {
    rmSync(root, { recursive: true });
  }
}

const rule = '### ZZ1 Carts\n\n1. A cart is kept.\n2. An order empties it.\n';
const cite = (what: string): string => `test('keeps a cart [${what}]', () => {});`;

test('a rule with numbered sentences that a test cites passes', () => {
  assert.deepEqual(found(rule, cite('ZZ1')), []);
  assert.deepEqual(found(rule, cite('ZZ1.2')), []);
});

test('a rule that no test cites, and a citation of no rule or sentence, are found', () => {
  assert.match(found(rule, '')[0] ?? '', /no test cites/);
  assert.match(found(rule, cite('ZZ1') + cite('ZZ2'))[0] ?? '', /ZZ2/);
  assert.match(found(rule, cite('ZZ1.3'))[0] ?? '', /ZZ1\.3/);
});

test('a rule without title or sentences, twice, or counted wrongly is found', () => {
  assert.match(found('### ZZ1\n\n1. A.\n', cite('ZZ1'))[0] ?? '', /no title/);
  assert.match(found('### ZZ1 Carts\n\nA.\n', cite('ZZ1'))[0] ?? '', /no numbered sentence/);
  assert.match(found(rule + rule, cite('ZZ1'))[0] ?? '', /twice/);
  assert.match(found('### ZZ1 Carts\n\n1. A.\n3. B.\n', cite('ZZ1'))[0] ?? '', /numbered from 1/);
});

test('a sentence may have its most characters and no more', () => {
  const long = (characters: number): string => `### ZZ1 A\n\n1. ${'a'.repeat(characters - 3)}\n`;
  assert.deepEqual(found(long(longestSentence), cite('ZZ1')), []);
  assert.match(found(long(longestSentence + 1), cite('ZZ1'))[0] ?? '', /401 characters/);
});
