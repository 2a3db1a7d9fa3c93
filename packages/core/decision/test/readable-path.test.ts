// Browsers send /über-uns as /%C3%BCber-uns; people write it decoded.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Condition } from '@opportune/protocol/campaign/condition.ts';
import { eventName } from '@opportune/protocol/behaviour/event.ts';
import { SectionId } from '@opportune/protocol/ids.ts';
import { readablePath } from '../../behaviour/facts/readable-path.ts';
import { Visit } from './visit.test-support.ts';
import { campaign, event, noon, pageAt, site } from '../../world/test/shop.test-support.ts';
import { compileSection, sectionsOf } from '../../campaign/sections.ts';

const asSaid = (path: string): string => new URL(path, 'https://shop.example').pathname;

function sectionsAt(pattern: string, path: string, search = ''): readonly string[] {
  const section = { id: SectionId.parse('s'), site, name: 'found', patterns: [pattern] };
  const page = { ...pageAt(path), search };
  return sectionsOf(event(eventName.page, noon, 1, { page }), [compileSection(section)]);
}

test('[P6] a pattern matches a path both decoded and percent-encoded', () => {
  for (const path of ['/über-uns', '/产品/鞋', '/محصول/حذاء', '/a b/ñ']) {
    assert.notEqual(asSaid(path), path);
    for (const pattern of [path, asSaid(path), `${path.slice(0, 3)}**`])
      for (const said of [path, asSaid(path), asSaid(path).toLowerCase()])
        assert.deepEqual(sectionsAt(pattern, said), ['found'], `${pattern} ${said}`);
  }
  assert.deepEqual(sectionsAt('/suche?q=größe', '/suche', '?q=gr%C3%B6%C3%9Fe'), ['found']);
  assert.deepEqual(sectionsAt('/über-uns', asSaid('/uber-uns')), []);
});

const conditions: readonly Condition[] = [
  { fact: 'page.path', op: 'eq', value: '/größen/tabelle' },
  { fact: 'page.path', op: 'startsWith', value: '/größen' },
  { fact: 'page.path', op: 'eq', value: '/gr%C3%B6%C3%9Fen/tabelle' },
  { fact: 'page.path', op: 'matches', value: '^/gr.{2}en/' },
  { fact: 'visit.paths', op: 'in', value: ['/größen/tabelle', '/other'] },
  { fact: 'visit.landing', op: 'contains', value: 'größen' },
  {
    performed: {
      event: eventName.page,
      where: [{ path: 'path', op: 'eq', value: '/größen/tabelle' }],
    },
  },
];

for (const moment of conditions)
  test(`[B1] ${JSON.stringify(moment)} matches a page whose browser percent-encodes its path`, () => {
    const said = asSaid('/größen/tabelle');
    for (const properties of [{}, { path: said }]) {
      const visit = new Visit([campaign({ id: 'c', moment })]);
      visit.page(said, { properties });
      assert.equal(visit.decisions.length, 1);
      // Rows from before paths were decoded store them as the browser sent them.
      const [first] = visit.stored;
      assert.ok(first !== undefined);
      visit.stored.splice(0, 1, { ...first, page: pageAt(said) });
      const [holds] = visit.crash().explain();
      assert.equal(holds?.moment.holds, true);
    }
  });

test('decoding a path twice gives the same, and an invalid encoding stays', () => {
  for (const path of ['/%FF', '/%C3', '/100%25', '/%E4%BA', '/a%2Fb', '/a%2520b'])
    assert.equal(readablePath(path), path);
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), (text, ascii) => {
      const once = readablePath(`${encodeURI(text.toWellFormed())}${ascii}`);
      assert.equal(readablePath(once), once);
    }),
  );
});
