// Which test files share a process, and in which order processes run.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { jobsOf as planned, planOf, waitMs } from './plan.ts';
import { sourcesBelow } from './sharing.ts';

const sources = sourcesBelow(path.resolve(import.meta.dirname, '../..'));
const jobsOf = (files: readonly string[], times: Readonly<Record<string, number>>) =>
  planned(files, {
    times,
    sizeBytes: (file) => file.length * 1024,
    mayShareProcess: (file) => file.includes('shared'),
    usesEngines: (file) => file.includes('/engines/'),
  });

test('a file shares its process unless it starts something, at any depth', () => {
  const reason = (file: string) => sources.reasonToStandAlone(file);
  assert.equal(reason('scripts/test-run/plan.test.ts'), undefined);
  assert.equal(reason('packages/core/behaviour/test/profile.test.ts'), undefined);
  assert.equal(reason('packages/server/site/site.test.ts'), undefined);
  assert.match(reason('scripts/test-run/job.test.ts') ?? '', /job\.ts imports node:child_process/);
  assert.match(
    reason('packages/server/adapter/process/child-process.test.ts') ?? '',
    /node:child_process/,
  );
  assert.equal(reason('test/e2e/manager.test.ts'), undefined);
  assert.equal(reason('packages/tag/test/line.browser.test.ts'), undefined);
  assert.match(reason('test/e2e/product.test.ts') ?? '', /imports node:child_process/);
  assert.match(reason('test/attack/chats.test.ts') ?? '', /imports node:child_process/);
});

test('a file that opens the embedded ClickHouse in its process has it alone, because a process opens one', () => {
  for (const file of [
    'personal-data',
    'webhook/facts/read-facts',
    'adapter/facts/facts-clickhouse',
  ])
    assert.match(
      sources.reasonToStandAlone(`packages/server/${file}.test.ts`) ?? '',
      /chdb\.ts imports chdb\/connection/,
    );
});

test('a file that measures its heap has its process alone', () => {
  assert.match(
    sources.reasonToStandAlone('packages/core/decision/state/test/state-size.test.ts') ?? '',
    /imports node:v8/,
  );
});

test('long files and those that start something have a process each, the longest first', () => {
  const files = ['own.test.ts', 'shared/a.test.ts', 'shared/b.test.ts', 'shared/long.test.ts'];
  const known = { 'own.test.ts': 2000, 'shared/long.test.ts': 90_000 };
  assert.deepEqual(
    jobsOf(files, known).map((job) => job.files),
    [['shared/long.test.ts'], ['own.test.ts'], ['shared/a.test.ts', 'shared/b.test.ts']],
  );
});

test('of files that were never timed, those of the whole system come first', () => {
  const files = ['packages/a.test.ts', 'shared/b.test.ts', 'test/start/c.test.ts'];
  assert.deepEqual(
    jobsOf(files, {}).map((job) => job.files[0]),
    ['test/start/c.test.ts', 'packages/a.test.ts', 'shared/b.test.ts'],
  );
});

test('files that wait for long begin before others that were never timed, and exist', () => {
  const [waiting = ''] = Object.keys(waitMs);
  assert.deepEqual(
    jobsOf(['packages/a.test.ts', waiting], {}).map((job) => job.files[0]),
    [waiting, 'packages/a.test.ts'],
  );
  for (const file of Object.keys(waitMs)) assert.ok(existsSync(file), file);
});

test('what shares a process takes at most 90 seconds together, with engines two minutes', () => {
  const files = Array.from({ length: 9 }, (_, place) => `shared/${place}.test.ts`);
  const known = Object.fromEntries(files.map((file) => [file, 20_000]));
  assert.deepEqual(
    jobsOf(files, known).map((job) => job.files.length),
    [4, 4, 1],
  );
  const engines = files.map((file) => file.replace('shared', 'shared/engines'));
  const slower = Object.fromEntries(engines.map((file) => [file, 30_000]));
  assert.deepEqual(
    jobsOf(engines, slower).map((job) => job.files.length),
    [4, 4, 1],
  );
});

test('files that drive a browser share few processes, which take about equally long', () => {
  const browsers = [1, 2, 3, 4, 5].map((place) => `test/e2e/shared-${place}.test.ts`);
  const seconds = [90, 80, 70, 60, 50];
  const times = Object.fromEntries(browsers.map((file, at) => [file, (seconds[at] ?? 0) * 1000]));
  const tag = 'packages/tag/test/shared.browser.test.ts';
  const jobs = jobsOf([...browsers, 'shared/a.test.ts', tag], { ...times, [tag]: 100_000 });
  const [one, two, three, four, five] = browsers;
  assert.deepEqual(
    jobs.map((job) => [job.files, job.drivesBrowser]),
    [
      [[one, four, five], true],
      [[two, three], true],
      [[tag], true],
      [['shared/a.test.ts'], false],
    ],
  );
});

test('files that drive a browser share at most six processes, however long they take', () => {
  const files = Array.from({ length: 20 }, (_, place) => `test/e2e/shared-${place}.test.ts`);
  const known = Object.fromEntries(files.map((file) => [file, 100_000]));
  assert.deepEqual(
    jobsOf(files, known).map((job) => job.files.length),
    [4, 4, 3, 3, 3, 3],
  );
});

test('what only computes may run beside files that measure, and nothing else may', () => {
  const known = {
    times: { 'shared/long.test.ts': 90_000 },
    sizeBytes: () => 0,
    mayShareProcess: (file: string) => file !== 'own.test.ts',
    usesEngines: (file: string) => file.includes('engines'),
  };
  const files = ['own.test.ts', 'test/e2e/one.test.ts', 'shared/engines.test.ts'];
  const plan = planOf(planned([...files, 'shared/a.test.ts', 'shared/long.test.ts'], known), 1);
  assert.deepEqual(plan.nextQuiet()?.files, ['shared/long.test.ts']);
  assert.deepEqual(plan.nextQuiet()?.files, ['shared/a.test.ts']);
  assert.equal(plan.nextQuiet(), undefined);
  assert.deepEqual(plan.next()?.files, ['test/e2e/one.test.ts']);
});

test('of files that drive a browser and were never timed, the large ones come first', () => {
  const files = ['test/e2e/a.test.ts', 'test/e2e/much-larger.test.ts'];
  assert.deepEqual(
    jobsOf(files, {}).map((job) => job.files[0]),
    files.toReversed(),
  );
});

test('browsers come first, as many at once as are allowed', () => {
  const [e2e, tag] = ['test/e2e/one.test.ts', 'packages/tag/test/two.browser.test.ts'];
  const known = { 'own.test.ts': 60_000, 'other.test.ts': 50_000, [e2e]: 10_000 };
  const plan = planOf(jobsOf([e2e, tag, 'own.test.ts', 'other.test.ts'], known), 1);
  const first = plan.next() ?? assert.fail();
  assert.deepEqual(first.files, [tag]);
  assert.deepEqual(plan.next()?.files, ['own.test.ts']);
  plan.end(first);
  assert.deepEqual(plan.next()?.files, [e2e]);
  assert.deepEqual(plan.next()?.files, ['other.test.ts']);
  assert.equal(plan.next(), undefined);
});

test('once no other waits, every slot may drive a browser', () => {
  const files = ['test/e2e/one.test.ts', 'test/e2e/two.test.ts'];
  const plan = planOf(jobsOf(files, {}), 1);
  assert.deepEqual([plan.next()?.files, plan.next()?.files], [[files[0]], [files[1]]]);
});
