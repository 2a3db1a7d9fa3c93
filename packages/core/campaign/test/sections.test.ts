import assert from 'node:assert/strict';
import { test } from 'node:test';
import { processorMs } from '../../world/test/processor-time.test-support.ts';
import { SectionId, SiteId } from '@opportune/protocol/ids.ts';
import { compileSection } from '../sections.ts';

function matches(pattern: string, path: string, search = ''): boolean {
  const section = compileSection({
    id: SectionId.parse('s'),
    site: SiteId.parse('shop'),
    name: 's',
    patterns: [pattern],
  });
  return section.matches({ url: '', path, search, title: '', referrer: '' });
}

test('[P6] a star stays within a segment, two go across, all else is literal', () => {
  const table: readonly (readonly [pattern: string, path: string, fits: boolean])[] = [
    ['/', '/', true],
    ['/', '/a', false],
    ['/checkout', '/checkout', true],
    ['/checkout', '/checkout/', false],
    ['/checkout/**', '/checkout/pay/card', true],
    ['/checkout/**', '/checkout', false],
    ['/product/*', '/product/7', true],
    ['/product/*', '/product/7/reviews', false],
    ['/product/*/reviews', '/product/7/reviews', true],
    ['/*/a/*', '/x/a/y', true],
    ['/*/a/*', '/x/y/a/z', false],
    ['**/help', '/de/a/help', true],
    ['/a*c', '/abbc', true],
    ['/a*c', '/ab/c', false],
    ['/a.c', '/abc', false],
    ['**', '/anything/at/all', true],
  ];
  for (const [pattern, path, fits] of table)
    assert.equal(matches(pattern, path), fits, `${pattern} ~ ${path}`);
});

test('[P6] a pattern with a question mark matches the query', () => {
  assert.equal(matches('/list?sale=*', '/list', '?sale=1'), true);
  assert.equal(matches('/list', '/list', '?sale=1'), true);
});

test('[P6] a hostile pattern costs at most its length times the path', () => {
  const tookMs = processorMs(() => matches('**a'.repeat(80), `/${'a'.repeat(1000)}b`));
  assert.ok(tookMs < 500, `${tookMs} ms`);
});
