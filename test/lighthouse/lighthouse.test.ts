// A page with the tag loses no point in Lighthouse: a page of the demo shop, with the contact button,
// against the same page without the tag's script. Two looks take about half a minute, so `npm test`
// leaves this proof to `npm run prove -- lighthouse`.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Site } from '@opportune/protocol/rest/site.ts';
import { type Product, startProduct } from '../e2e/product.test-support.ts';
import { isFull } from '../support/proof-size.test-support.ts';
import {
  type Finding,
  type Front,
  frontOf,
  lookAt,
  openChromium,
  type OwnChromium,
} from './page.test-support.ts';

const pairs = 5;
const categories = ['performance', 'accessibility', 'best-practices', 'seo'];

let product: Product;
let chromium: OwnChromium;
let plain: Front;
let tagged: Front;

describe('a page of the shop with the tag', { skip: !isFull }, () => {
  before(async () => {
    [product, chromium] = await Promise.all([startProduct({ apart: true }), openChromium()]);
    plain = await frontOf(product.shopUrl, { plain: true });
    tagged = await frontOf(product.shopUrl, { plain: false });
    const [site] = (await product.call<{ items: Site[] }>('GET', '/sites')).items;
    assert.ok(site);
    const origins = [...site.origins, tagged.url];
    await product.call('PATCH', `/sites/${site.id}`, { origins });
  });
  after(async () => {
    await Promise.allSettled([plain?.close(), tagged?.close(), chromium?.close()]);
    await product?.close();
  });

  it('[MW8] loses no point against the same page without it', async (each) => {
    const without: Finding[] = [];
    const withTag: Finding[] = [];
    for (let pair = 0; pair < pairs; pair++) {
      // Taken in turns, so that a busy moment of the machine meets both.
      without.push(await lookAt(`${plain.url}/product/orla`, chromium, categories));
      withTag.push(await lookAt(`${tagged.url}/product/orla`, chromium, categories));
    }
    const ofTag = (all: readonly Finding[]): readonly string[] =>
      all.flatMap(({ requests }) => requests.filter((url) => /\/tag(\/\w+\.\w+)?\.js/.test(url)));
    assert.deepEqual(ofTag(without), []);
    for (const part of ['/tag.js', '/tag/engage.'])
      assert.equal(ofTag(withTag).filter((url) => url.includes(part)).length, pairs, part);
    const found = categories.map((name) => [name, middle(withTag, name), middle(without, name)]);
    each.diagnostic(`with and without the tag: ${JSON.stringify(found)}`);
    for (const [name, one = 0, other = 0] of found)
      assert.ok(one >= other, `${name}: ${one} with the tag, ${other} without`);
  });
});

/** The median. */
function middle(all: readonly Finding[], name: string): number {
  const sorted = all.map(({ points }) => points[name] ?? Number.NaN).toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
