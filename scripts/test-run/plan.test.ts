// Which test files share a process, and in which order processes run.
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { jobsOf, planOf } from './plan.ts';
import { sourcesBelow } from './sharing.ts';

const sources = sourcesBelow(path.resolve(import.meta.dirname, '../..'));
const share = (file: string) => file.startsWith('shared');

test('a file shares its process unless it starts something, at any depth, or has hooks', () => {
  const reason = (file: string) => sources.reasonToStandAlone(file);
  assert.equal(reason('scripts/test-run/plan.test.ts'), undefined);
  assert.equal(reason('packages/core/behaviour/test/profile.test.ts'), undefined);
  assert.match(reason('scripts/test-run/job.test.ts') ?? '', /job\.test\.ts has hooks/);
  assert.match(
    reason('packages/server/adapter/process/child-process.test.ts') ?? '',
    /node:child_process/,
  );
  assert.match(reason('test/sim/facts-memory.test.ts') ?? '', /fact-log\.contract\.ts has hooks/);
});

test('long files and those that start something have a process each, the longest first', () => {
  const files = ['own.test.ts', 'shared/a.test.ts', 'shared/b.test.ts', 'shared/long.test.ts'];
  const known = { 'own.test.ts': 2000, 'shared/long.test.ts': 30_000 };
  assert.deepEqual(
    jobsOf(files, known, share).map((job) => job.files),
    [['shared/long.test.ts'], ['own.test.ts'], ['shared/a.test.ts', 'shared/b.test.ts']],
  );
});

test('of files that were never timed, those of the whole system come first', () => {
  const files = ['packages/a.test.ts', 'shared/b.test.ts', 'test/start/c.test.ts'];
  assert.deepEqual(
    jobsOf(files, {}, share).map((job) => job.files[0]),
    ['test/start/c.test.ts', 'packages/a.test.ts', 'shared/b.test.ts'],
  );
});

test('what shares a process takes at most 20 seconds together', () => {
  const files = Array.from({ length: 9 }, (_, place) => `shared/${place}.test.ts`);
  const known = Object.fromEntries(files.map((file) => [file, 5000]));
  assert.deepEqual(
    jobsOf(files, known, share).map((job) => job.files.length),
    [4, 4, 1],
  );
});

test('browsers come first, as many at once as are allowed', () => {
  const files = ['test/e2e/one.test.ts', 'packages/tag/test/two.browser.test.ts', 'own.test.ts'];
  const plan = planOf(
    jobsOf(files, { 'own.test.ts': 60_000, 'test/e2e/one.test.ts': 10_000 }, share),
    1,
  );
  const [first, second, third] = [plan.next(), plan.next(), plan.next()];
  assert.deepEqual(first?.files, ['packages/tag/test/two.browser.test.ts']);
  assert.deepEqual(second?.files, ['own.test.ts']);
  assert.equal(third, undefined);
  plan.end(first ?? assert.fail());
  assert.deepEqual(plan.next()?.files, ['test/e2e/one.test.ts']);
});
