// The documented budgets of what visitors load, in bytes as the server sends them.
import assert from 'node:assert/strict';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { languages } from '@opportune/words/language.ts';
import { buildTag } from './build.ts';
import type { TagManifest } from './build.ts';

const dist = join(import.meta.dirname, 'dist');
/** As a run of tests has built it. */
let manifest: TagManifest;
before(async () => {
  manifest = JSON.parse(await readFile(join(dist, 'manifest.json'), 'utf8')) as TagManifest;
});

const partsOf = ({ brotli: _, ...files }: TagManifest): readonly string[] => Object.values(files);

for (const [name, limit] of [
  ['core', 6144],
  ['engage', 8192],
  ['window', 30_720],
  ['proof', 1024],
  ['host', 3072],
  ['home', 5120],
  ['emoji', 1024],
  ['rich', 5120],
  ['asked', 3584],
  ['call', 20_480],
  ['ways', 2048],
] as const) {
  test(`${name === 'rich' || name === 'asked' ? '[MW3] ' : ''}the ${name} bundle takes at most ${limit} bytes`, () => {
    assert.ok(manifest.brotli[name] > 300, 'an empty bundle is no bundle');
    assert.ok(manifest.brotli[name] <= limit, `${manifest.brotli[name]}`);
  });
}

test('no bundle contains a schema library, evaluates text or writes markup', async () => {
  for (const file of ['tag.js', ...partsOf(manifest).map((name) => `tag/${name}`)]) {
    const text = await readFile(join(dist, file), 'utf8');
    assert.doesNotMatch(
      text,
      /ZodError|new Function|\beval\(|document\.write|insertAdjacentHTML|outerHTML/,
      file,
    );
    if (!file.includes('window')) assert.doesNotMatch(text, /innerHTML/, file);
  }
});

test('another build writes the same names', async () => {
  assert.deepEqual(await buildTag(), manifest);
});

test('[LG3] the words of another language are a separate file of at most 4,096 bytes', async () => {
  const folder = join(dist, 'tag');
  const files = (await readdir(folder)).filter((name) => /^words-\w+\.\w+\.js\.br$/.test(name));
  assert.equal(files.length, languages.length - 1);
  for (const name of files) assert.ok((await stat(join(folder, name))).size <= 4096, name);
});
