// The support code of browser tests: a start that fails leaves nothing behind.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { eventually, openBrowser, startWithBrowser } from './product.test-support.ts';

/** The commands of running children of this process, except the one that lists them. */
function children(): readonly string[] {
  return execFileSync('ps', ['--ppid', String(process.pid), '-o', 'args='], { encoding: 'utf8' })
    .split('\n')
    .filter((command) => command !== '' && !command.startsWith('ps '));
}

/** A closed browser stays for a moment. */
const gone = () =>
  eventually(
    async () => children(),
    ({ length }) => length === 0,
  );

for (const apart of [true, false])
  test(`a product ${apart ? 'apart' : 'in this process'} that fails to start leaves no browser and no process, and one that starts has both`, async () => {
    // A file instead of a folder makes the start fail.
    await assert.rejects(startWithBrowser({ dataFolder: import.meta.filename, apart }));
    await gone();
    const [product, browser] = await startWithBrowser({ demo: false, apart });
    const browsers = children().filter((command) => command.includes('chrom'));
    assert.equal(browsers.length, 1);
    // The engines belong to the run of tests, so a server in this process starts no process.
    assert.equal(children().length > browsers.length, apart);
    await browser.close();
    await product.close();
    await gone();
  });

test('a closed browser serves the next file and keeps nothing of the one before', async () => {
  const first = await openBrowser();
  await first.newContext();
  await first.close();
  const next = await openBrowser();
  assert.equal(next, first);
  assert.equal(next.contexts().length, 0);
  const beside = await openBrowser();
  assert.notEqual(beside, next);
  await next.close();
  await beside.close();
  await gone();
});
