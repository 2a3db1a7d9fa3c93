// The order of documents: a new page gets its place from its folder and from links to it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDocument } from '../markdown/parse.ts';
import { urlOf } from './find-pages.ts';
import { navigationOf, readingOrder } from './navigation.ts';
import type { Page } from './read-pages.ts';

function page(file: string, text: string): Page {
  const address = file.replace(/^docs\/|(\/README)?\.md$/g, '');
  return { file, address, url: urlOf(address), text, ...parseDocument(file, text) };
}

const titlesIn = (pages: readonly Page[]) =>
  readingOrder(navigationOf(pages)).map(({ title }) => title);

test('pages of a folder follow its README, and those that it does not link come last', () => {
  const pages = [
    page('docs/agents/README.md', '# For agents\n\n[2](two.md), [1](one.md#deep)'),
    page('docs/agents/new.md', '# New'),
    page('docs/agents/one.md', '# One'),
    page('docs/agents/two.md', '# Two'),
  ];
  assert.deepEqual(titlesIn(pages), ['For agents', 'Two', 'One', 'New']);
});

test('a document is in the same place as one file and as a folder', () => {
  const groupsOf = (pages: readonly Page[]) => navigationOf(pages).map(({ id }) => id);
  assert.deepEqual(groupsOf([page('docs/results.md', '# Results')]), ['managers']);
  assert.deepEqual(groupsOf([page('docs/results/README.md', '# Results')]), ['managers']);
});

test('the longest entry decides, and a document that none names is listed last', () => {
  const pages = [
    page('docs/unsorted.md', '# Unsorted'),
    page('docs/reference/errors.md', '# Errors'),
    page('docs/reference/keys.md', '# Keys'),
  ];
  const groups = navigationOf(pages).map(({ id, list }) => [id, list.map(({ label }) => label)]);
  assert.deepEqual(groups, [
    ['agents', ['Keys']],
    ['integrators', ['Errors']],
    ['more', ['Unsorted']],
  ]);
});
