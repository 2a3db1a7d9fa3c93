// A process of a test run: loads the test files that it is given one after the other, each when the
// tests of the one before have ended. Where there are several, the tests of each are a suite, so that
// hooks of a file are of that file and run before the next one is loaded.
import path from 'node:path';
import { beforeEach, describe, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { beginning, ending, fileSuite, running, tell } from './events.ts';

/** A process that is open for so long after its tests has left something open. */
const longMs = 20_000;
const files = process.argv.slice(2);
const isShared = files.length > 1;
// node:test would say so only once the test lets go of the event loop.
beforeEach((context) => {
  if ('fullName' in context && context.name !== ending)
    tell({ type: running, data: { name: context.fullName.replace(`${fileSuite} > `, '') } });
});
for (const [place, name] of files.entries()) {
  const open = place === 0 ? () => {} : await gate();
  // What is reported of the file before must not be lost if this one ends the process.
  await setImmediate();
  tell({ type: beginning, data: { name } });
  await (isShared ? loadAsSuite(name) : load(name));
  open();
}
// From here on only hooks may keep the process.
test(ending, () => void setTimeout(showOpen, longMs).unref());

/** For whoever looks for what keeps the process: node:test itself holds some pipes. */
function showOpen(): void {
  console.error(
    `Open ${longMs / 1000} s after its tests: ${process.getActiveResourcesInfo().join(', ')}`,
  );
}

async function load(name: string): Promise<void> {
  try {
    await import(pathToFileURL(path.resolve(name)).href);
  } catch (error) {
    test(name, () => {
      throw error;
    });
  }
}

function loadAsSuite(name: string): Promise<void> {
  return new Promise((resolve) => {
    void describe(fileSuite, () => load(name).finally(resolve));
  });
}

/**
 * Waits until all tests so far have ended, and holds up those to come until it is opened: a file has
 * been loaded as a whole before its first test runs.
 */
function gate(): Promise<() => void> {
  return new Promise((reached) => {
    test(ending, () => new Promise<void>((open) => reached(open)));
  });
}
