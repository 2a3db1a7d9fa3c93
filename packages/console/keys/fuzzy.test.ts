// Which texts a few letters find, and in which order.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { best, fit } from './fuzzy.ts';

const names = ['Go to the inbox', 'Go to visitors', 'Transfer', 'Next conversation', 'Be online'];
const first = (asked: string) => best(asked, names, (name) => name)[0];

test('[KB3] beginnings of words rank above letters within words', () => {
  assert.equal(first('gv'), 'Go to visitors');
  assert.equal(first('inbox'), 'Go to the inbox');
  assert.equal(first('onl'), 'Be online');
  assert.equal(first('nex'), 'Next conversation');
});

test('[KB3] every word must match, in any order; an empty query keeps the order', () => {
  assert.equal(first('visitors go'), 'Go to visitors');
  assert.deepEqual(
    best('transfer inbox', names, (name) => name),
    [],
  );
  assert.deepEqual(
    best('  ', names, (name) => name),
    names,
  );
});

test('[KB3] letters match with and without diacritics', () => {
  assert.notEqual(fit('jurgen', 'Jürgen Groß'), null);
  assert.notEqual(fit('ü', 'Jurgen'), null);
  assert.equal(fit('x', 'Jürgen'), null);
});
