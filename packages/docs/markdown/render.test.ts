// How documents become pages: the targets of links, broken links, and HTML that is refused.
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { urlOf } from '../pages/find-pages.ts';
import type { Page } from '../pages/read-pages.ts';
import { createLinks } from './links.ts';
import { parseDocument } from './parse.ts';
import { createMarkdown } from './render.ts';

const root = path.resolve(import.meta.dirname, '..', '..', '..');

function page(file: string, text: string): Page {
  const address = file.replace(/^docs\/|(\/README)?\.md$/g, '');
  return { file, address, url: urlOf(address), text, ...parseDocument(file, text) };
}

const other = page(
  'docs/agents/README.md',
  '# Agents\n\n## Answering, twice\n\n## Answering, twice',
);

function render(text: string) {
  const here = page('docs/operate.md', `# Operating\n\n${text}\n`);
  const links = createLinks(root, [here, other]);
  const pictures = { use: () => ({ url: '/docs/assets/a-1.png', width: 4, height: 3 }) };
  const html = createMarkdown({ links, pictures }).render(here.text, { here });
  return { html, broken: links.broken() };
}

test('a link to a document leads to its page, with the anchor', () => {
  const { html, broken } = render(
    '[a](agents/README.md) [b](agents/README.md#answering-twice-1) [c](agents/)',
  );
  assert.match(html, /href="\/docs\/agents\/">a.*href="\/docs\/agents\/#answering-twice-1">b/);
  assert.match(html, /href="\/docs\/agents\/">c/);
  assert.deepEqual(broken, []);
});

test('a link to a file that is no document is no link, and says which file', () => {
  const { html, broken } = render('[the licence](../LICENSE)');
  assert.match(html, /<span class="source" title="LICENSE, in the repository">the licence<\/span>/);
  assert.deepEqual(broken, []);
});

test('links to nothing and to headings that are not there are named', () => {
  const { broken } = render(
    '[a](nothing.md) [b](agents/README.md#gone) [c](#operating) [d](#gone)',
  );
  assert.equal(broken.length, 3);
  assert.match(broken.join('\n'), /^docs\/operate.md: nothing.md$/m);
  assert.match(broken.join('\n'), /#gone names no heading of docs\/agents\/README.md/);
});

test('no style or other HTML gets into a page; comments are dropped', () => {
  const { html } = render('<!-- Generated. -->\n\n| a | |\n|---|--:|\n| 1 | <2 |\n\n![x](a.png)');
  assert.doesNotMatch(html, /style=|Generated/);
  assert.match(html, /<th>a<\/th>\n<td class="figure"><\/td>/);
  assert.match(html, /<td class="figure">&lt;2<\/td>/);
  assert.match(html, /<img src="\/docs\/assets\/a-1.png" alt="x" width="4" height="3"/);
  assert.throws(() => render('<script>alert(1)</script>'), /HTML is not rendered/);
});
