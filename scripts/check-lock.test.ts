import assert from 'node:assert/strict';
import { it } from 'node:test';
import { lockFindings } from './check-lock.ts';

const lock = (packages: object) => JSON.stringify({ packages });

it('a lock file with every package that is asked for has no finding, wherever it lies', () => {
  const packages = {
    '': { dependencies: { a: '1' } },
    'node_modules/a': { dependencies: { b: '1' }, optionalDependencies: { c: '1' } },
    'node_modules/a/node_modules/b': { dependencies: { c: '1' } },
    'node_modules/c': {},
  };
  assert.deepEqual(lockFindings(lock(packages)), { packages: 4, findings: [] });
});

it('a build for another platform that has no entry is named, with who wants it', () => {
  const packages = {
    '': {},
    'node_modules/a': { optionalDependencies: { '@a/other-platform': '1' } },
  };
  assert.deepEqual(lockFindings(lock(packages)).findings, [
    'node_modules/a wants @a/other-platform, which has no entry',
  ]);
});
