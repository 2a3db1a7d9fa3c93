// The support of browser tests: what could not be started leaves nothing behind.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { eventually, openBrowser, startWithBrowser } from './product.test-support.ts';

/** The commands of what this process started and still runs, but for the one that lists them. */
function children(): readonly string[] {
  return execFileSync('ps', ['--ppid', String(process.pid), '-o', 'args='], { encoding: 'utf8' })
    .split('\n')
    .filter((command) => command !== '' && !command.startsWith('ps '));
}

/** A browser that was closed stays for a moment. */
const gone = () =>
  eventually(
    async () => children(),
    ({ length }) => length === 0,
  );

for (const apart of [true, false])
  test(`a product ${apart ? 'apart' : 'in this process'} that does not start leaves no browser and no process; one that does has both`, async () => {
    // A file is no folder for data.
    await assert.rejects(startWithBrowser({ dataFolder: import.meta.filename, apart }));
    await gone();
    const [product, browser] = await startWithBrowser({ demo: false, apart });
    const browsers = children().filter((command) => command.includes('chrom'));
    assert.equal(browsers.length, 1);
    // The engines are the run's, so a server in this process starts nothing by itself.
    assert.equal(children().length > browsers.length, apart);
    await browser.close();
    await product.close();
    await gone();
  });

test('a browser that was closed has nothing of the file before, and serves the next', async () => {
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
