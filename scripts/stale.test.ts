import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { buildIfStale } from './stale.ts';

function checkout(test: TestContext) {
  const root = mkdtempSync(path.join(tmpdir(), 'opportune-stale-'));
  test.after(() => rmSync(root, { recursive: true, force: true }));
  const write = (file: string, text: string) => {
    mkdirSync(path.join(root, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  };
  const part = {
    name: 'a part',
    sources: ['src', 'lock.json'],
    output: 'dist/out.js',
    build: async () => write('dist/out.js', 'built'),
  };
  write('src/a.ts', 'one');
  write('lock.json', '{}');
  return { root, write, part, stale: () => buildIfStale(root, part) };
}

describe('a built part', () => {
  it('is built once, and again when what it is made from changes, comes or goes', async (t) => {
    const { root, write, stale } = checkout(t);
    assert.equal(await stale(), true);
    assert.equal(await stale(), false);
    write('src/a.ts', 'two');
    assert.equal(await stale(), true);
    write('src/deep/b.ts', 'new');
    assert.equal(await stale(), true);
    rmSync(path.join(root, 'src/deep'), { recursive: true });
    assert.equal(await stale(), true);
    assert.equal(await stale(), false);
  });

  it('is not built for a test, nor for a file that was only touched', async (t) => {
    const { write, stale } = checkout(t);
    await stale();
    write('src/a.test.ts', 'a test');
    write('src/a.ts', 'one');
    assert.equal(await stale(), false);
  });

  it('is built again when what was built is gone', async (t) => {
    const { root, stale } = checkout(t);
    await stale();
    rmSync(path.join(root, 'dist/out.js'));
    assert.equal(await stale(), true);
  });

  it('whose build leaves nothing is an error, not a success', async (t) => {
    const { root, part } = checkout(t);
    await assert.rejects(
      buildIfStale(root, { ...part, build: async () => {} }),
      /left no dist\/out\.js/,
    );
  });
});
