import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isolated } from './isolated.ts';

test('[CT11] a name cannot change the direction of the text around it', () => {
  assert.equal(isolated('Noor'), '\u2068Noor\u2069');
  assert.equal(isolated('\u202Eroo\u2069N'), '\u2068rooN\u2069');
});
