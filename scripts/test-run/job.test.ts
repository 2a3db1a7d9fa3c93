// What is said of test files that share a process, also where one of them breaks it.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { getPriority, tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { type FileRun, runJob } from './job.ts';
import { openProcessorTime, wholeOf } from './processor.ts';
import { Results } from './results.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'opportune-files-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const passes = `test('passes', () => {});`;

test('files that share a process run in turn, each loaded whole, and are counted together', async () => {
  const { runs, text, passed } = await run({
    one: `const turns = (globalThis.turns = ['loaded one']);
      test('late', async () => { await new Promise(setImmediate); turns.push(later); });
      const later = 'tested one';`,
    other: `globalThis.turns.push('loaded other');
      test.skip('skipped', () => {});
      test.todo('to do');
      test('in turn', () => assert.deepEqual(globalThis.turns, ['loaded one', 'tested one', 'loaded other']));`,
  });
  assert.ok(passed, text);
  assert.deepEqual(runs.map(nameOf), ['one', 'other']);
  assert.match(
    text,
    /ℹ tests 4\nℹ suites 0\nℹ pass 2\nℹ fail 0\nℹ cancelled 0\nℹ skipped 1\nℹ todo 1/,
  );
});

test('hooks of a file that shares its process run about the tests of that file alone', async () => {
  const hooked = (name: string) => `import { after, before, beforeEach, describe } from 'node:test';
    const told = (globalThis.told ??= []);
    for (const [hook, of] of Object.entries({ before, beforeEach, after })) of(() => void told.push('${name} ' + hook));
    describe('group', () => test('in a group', () => void told.push('${name} test')));`;
  const { text, passed } = await run({
    one: hooked('one'),
    other: hooked('other'),
    third: `test('in turn', () => assert.deepEqual(globalThis.told, ['one', 'other'].flatMap((name) =>
      ['before', 'beforeEach', 'test', 'after'].map((what) => name + ' ' + what))));`,
  });
  assert.ok(passed, text);
  assert.match(text, /^▶ group\n {2}✔ in a group/m);
  assert.match(text, /ℹ tests 3\nℹ suites 2\nℹ pass 3/);
});

test('a hook that fails fails its file by its name, and the next one runs', async () => {
  const { text, passed } = await run({
    one: `import { after } from 'node:test'; after(() => { throw new Error('stays open'); }); ${passes}`,
    other: passes,
  });
  assert.ok(!passed);
  assert.match(text, /one\.test\.ts failed outside its tests[^]+stays open/);
  assert.match(text, /ℹ pass 2\nℹ fail 1/);
});

test('a test that fails stands at the end with its place, and the others run', async () => {
  const { text, passed } = await run({
    one: `test('fails', () => assert.equal(1, 2));`,
    other: passes,
  });
  assert.ok(!passed);
  assert.match(text, /failing tests:\s+test at \S*one\.test\.ts:3:1\s+✖ fails[^]+1 !== 2/);
  assert.match(text, /ℹ pass 1\nℹ fail 1/);
});

test('a file that cannot be loaded fails by its name', async () => {
  const { text, passed } = await run({ one: `throw new Error('is broken');`, other: passes });
  assert.ok(!passed);
  assert.match(text, /failing tests:[^]+one\.test\.ts[^]+is broken/);
  assert.match(text, /ℹ pass 1\nℹ fail 1/);
});

test('a file that ends its process is named, and those after it run in a new one', async () => {
  const { runs, text, passed } = await run({
    one: passes,
    other: `test('leaves', () => process.exit(0));`,
    third: passes,
  });
  assert.ok(!passed);
  assert.deepEqual(runs.map(nameOf), ['one', 'other', 'third']);
  assert.match(text, /other\.test\.ts ended its process: exit code 0/);
  assert.match(text, /ℹ tests 3\nℹ suites 0\nℹ pass 2\nℹ fail 1/);
});

for (const [how, body] of Object.entries({
  'never lets go of the event loop': 'for (;;);',
  'waits for ever': 'return new Promise(() => {});',
}))
  test(`a test that ${how} is ended and named, and the files after it run`, async () => {
    const files = {
      one: passes,
      other: `import { describe } from 'node:test';
        describe('group', () => { ${passes} test('hangs', () => { ${body} }); ${passes} });`,
      third: passes,
    };
    const { runs, text, passed } = await run(files, 2500);
    assert.ok(!passed);
    assert.deepEqual(runs.map(nameOf), ['one', 'other', 'third']);
    assert.match(text, /other\.test\.ts took too long in: group > hangs/);
    assert.match(text, /third\.test\.ts \([\d.]+ s, .* s\)\n✔ passes/);
  });

test('a test that took too long is named, though the next one began before its process ended', async () => {
  const { text, passed } = await run(
    {
      one: `process.on('SIGTERM', () => {});
        test('slow', () => new Promise((resolve) => setTimeout(resolve, 3000)));
        test('next', () => new Promise((resolve) => setTimeout(resolve, 30_000)));`,
    },
    2000,
  );
  assert.ok(!passed);
  assert.match(text, /one\.test\.ts took too long in: slow/);
});

test('a file takes as long as its tests need, and a test as long as it states', async () => {
  const wait = (ms: number) => `() => new Promise((resolve) => setTimeout(resolve, ${ms}))`;
  const { text, passed } = await run(
    {
      one: `for (const at of [1, 2, 3, 4]) test('step ' + at, ${wait(900)});
        test('stated', { timeout: 60_000 }, ${wait(2500)});`,
    },
    2000,
  );
  assert.ok(passed, text);
});

test('a file that leaves something open is ended and named', async () => {
  const one = `test('passes', () => { setInterval(() => {}, 1000); });`;
  const { text, passed } = await run({ one }, 6000);
  assert.ok(!passed);
  assert.match(text, /one\.test\.ts left something open/);
  assert.match(text, /ℹ pass 1\nℹ fail 1/);
});

test('an error of a timer or a promise fails the test that began it, and no promise is followed', async () => {
  const { text, passed } = await run({
    one: `import { executionAsyncId } from 'node:async_hooks';
      import { describe } from 'node:test';
      const forever = () => new Promise(() => {});
      describe('group', async () => {
        await null;
        test('in a timer', async () => { await null; setTimeout(() => { throw new Error('of a timer'); }); await forever(); });
        test('in a promise', async () => { await null; void (async () => { await null; throw new Error('of a promise'); })(); await forever(); });
      });
      test('not followed', async () => { await null; assert.equal(executionAsyncId(), 0); });`,
    other: passes,
  });
  assert.ok(!passed);
  assert.match(text, /▶ group\n {2}✖ in a timer[^]+?\n {2}✖ in a promise/);
  assert.match(text, /✖ in a timer [^]+of a timer[^]+✖ in a promise [^]+of a promise/);
  assert.match(text, /ℹ tests 4\nℹ suites 1\nℹ pass 2\nℹ fail 2/);
});

test('an error after the end of a test fails its process', async () => {
  const { text, passed } = await run({
    one: `test('starts', () => { setTimeout(() => { throw new Error('too late'); }, 20); });
      test('waits', () => new Promise((resolve) => setTimeout(resolve, 100)));`,
  });
  assert.ok(!passed);
  assert.match(text, /too late/);
});

test('what runs aside lets others have the processor, and may take longer', async () => {
  const files = {
    one: `import { getPriority } from 'node:os';
      test('is nice', () => assert.ok(getPriority() >= ${Math.min(19, getPriority() + 10)}));
      test('is slow', () => new Promise((resolve) => setTimeout(resolve, 3500)));`,
  };
  const { text, passed } = await run(files, 2000, true);
  assert.ok(passed, text);
});

const hasProc = existsSync('/proc/self/stat');

test(
  'each file is charged the processor time of its process and of what that started',
  { skip: !hasProc },
  async () => {
    const work = 'while (process.cpuUsage().user < 1_000_000);';
    const { runs, spent, text } = await run({
      idle: passes,
      busy: `test('works', () => { const from = process.cpuUsage().user; while (process.cpuUsage().user < from + 600_000); });`,
      starts: `import { execFileSync } from 'node:child_process';
        test('starts', async () => { execFileSync(process.execPath, ['-e', '${work}']); });`,
    });
    const [idle = 0, busy = 0, starts = 0] = runs.map((each) => wholeOf(each.processor));
    assert.ok(busy >= 590 && starts >= 400, text);
    assert.ok(idle < busy, text);
    assert.ok((spent.get('tests without a browser') ?? 0) >= 590, text);
    assert.match(text, /busy\.test\.ts \([\d.]+ s, of the processor [\d.]+ s\)/);
    assert.match(text, /Processor time: [\d.]+ s[^]+ tests without a browser/);
  },
);

async function run(
  contents: Readonly<Record<string, string>>,
  timeoutMs = 60_000,
  isAside = false,
) {
  const files = Object.entries(contents).map(([name, content]) => {
    const file = path.join(folder, `${name}.test.ts`);
    const imports = `import assert from 'node:assert/strict';\nimport { test } from 'node:test';\n`;
    writeFileSync(file, `${imports}${content}\n`);
    return file;
  });
  let text = '';
  const runs: FileRun[] = [];
  const results = new Results((more) => {
    text += stripVTControlCharacters(more);
  });
  const { signal } = new AbortController();
  // Below `node --test` a process would report to that.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const processor = openProcessorTime();
  const given = { flags: [], env, timeoutMs, signal, processor, drivesBrowser: false, isAside };
  await runJob(files, given, (each) => {
    runs.push(each);
    results.add(each);
  });
  processor.close();
  const spent = processor.sums();
  const passed = await results.end(spent);
  return { runs, text, passed, spent };
}

function nameOf({ file }: FileRun): string {
  return path.basename(file, '.test.ts');
}
