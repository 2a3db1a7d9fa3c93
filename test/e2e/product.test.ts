// The support of browser tests: what could not be started leaves nothing behind.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { startWithBrowser } from './product.test-support.ts';

/** The commands of what this process started and still runs, but for the one that lists them. */
function children(): readonly string[] {
  return execFileSync('ps', ['--ppid', String(process.pid), '-o', 'args='], { encoding: 'utf8' })
    .split('\n')
    .filter((command) => command !== '' && !command.startsWith('ps '));
}

test('a product that does not start leaves no browser and no process; one that does has both', async () => {
  // A file is no folder for data.
  await assert.rejects(startWithBrowser({ dataFolder: import.meta.filename }), /did not start/);
  assert.deepEqual(children(), []);
  const [product, browser] = await startWithBrowser({ demo: false });
  assert.equal(children().length, 2);
  await browser.close();
  await product.close();
  assert.deepEqual(children(), []);
});
