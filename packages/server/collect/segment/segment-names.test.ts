import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventName } from '@opportune/protocol/behaviour/event.ts';
import { readSegmentCall } from './segment-call.ts';
import { inOurWords, segmentNames } from './segment-names.ts';

const known = new Set<unknown>(Object.values(eventName));
const said = (event: string, properties: unknown) => inOurWords(event, properties);

/** Current Segment names without special meaning here. Conditions find them by name. */
const today: Readonly<Record<string, string>> = {
  'Filtered Product List': 'Product List Filtered',
  'Viewed Promotion': 'Promotion Viewed',
  'Clicked Promotion': 'Promotion Clicked',
  'Clicked Product': 'Product Clicked',
  'Entered Payment Info': 'Payment Info Entered',
  'Updated Order': 'Order Updated',
  'Entered Coupon': 'Coupon Entered',
  'Applied Coupon': 'Coupon Applied',
  'Denied Coupon': 'Coupon Denied',
  'Removed Coupon': 'Coupon Removed',
  'Added Product to Wishlist': 'Product Added to Wishlist',
  'Removed Product from Wishlist': 'Product Removed from Wishlist',
  'Added Wishlist Product to Cart': 'Wishlist Product Added to Cart',
  'Shared Product': 'Product Shared',
  'Shared Cart': 'Cart Shared',
  'Reviewed Product': 'Product Reviewed',
};

test('[I12] every row of the table leads to a name of Segment’s today, or that the product gives meaning to', () => {
  const named = new Set(Object.values(today));
  for (const [theirs, { name }] of segmentNames)
    assert.ok(known.has(name) || named.has(name), theirs);
});

test('[I12] a name of Segment’s e-commerce events has one row, whichever version it is of', () => {
  for (const [theirs, name] of Object.entries(today)) assert.equal(said(theirs, {}).name, name);
  assert.deepEqual(said('Clicked Product', { id: 'p', position: 3 }), {
    name: 'Product Clicked',
    properties: { product_id: 'p', position: 3 },
  });
  assert.deepEqual(said('Updated Order', { orderId: 'A-1' }).properties, { order_id: 'A-1' });
  assert.deepEqual(said('Product Clicked', { productId: 'p' }).properties, { product_id: 'p' });
});

test('[I12] the first version of Segment’s e-commerce names means the same as the second', () => {
  assert.deepEqual(said('Completed Order', { orderId: 'A-1', total: 9 }), {
    name: 'Order Completed',
    properties: { order_id: 'A-1', total: 9 },
  });
  assert.deepEqual(said('Viewed Product', { id: 'p', price: 2 }), {
    name: 'Product Viewed',
    properties: { product_id: 'p', price: 2 },
  });
  assert.deepEqual(said('Product Added', { id: 'x', product_id: 'p' }).properties, {
    product_id: 'p',
  });
});

test('[I12] an event that no row names keeps its name and its properties', () => {
  const properties = { id: 'x' };
  assert.deepEqual(said('Door Opened', properties), { name: 'Door Opened', properties });
  assert.deepEqual(said('Product Viewed', null), { name: 'Product Viewed', properties: null });
  const listed = { product_id: 'p' };
  assert.equal(said('Product Viewed', listed).properties, listed);
});

test('[I12] a name that could reach a prototype stays a property of its own, to be refused', () => {
  const { properties } = said('Viewed Product', JSON.parse('{"id":"p","__proto__":{"a":1}}'));
  assert.ok(Object.hasOwn(properties as object, '__proto__'));
});

test('[I12] an attributed install says how the visit came about', () => {
  const campaign = { source: 'network', name: 'spring', content: 'c' };
  assert.deepEqual(said('Install Attributed', { provider: 'x', campaign }), {
    name: 'Source Reported',
    properties: { provider: 'x', source: 'network', campaign: 'spring', content: 'c' },
  });
});

const same = (text: string): string => text;
const reading = { newId: () => 'id', mask: { event: same, composed: same } };

test('[I12] the campaign of the context replaces what the address lacks', () => {
  const search = (said_: string): unknown => {
    const { event } = readSegmentCall(
      {
        messageId: 'm',
        properties: { url: 'https://shop.example/', path: '/', search: said_ },
        context: { campaign: { source: 'a b', medium: 'cpc', name: 'x' } },
      },
      'page',
      reading,
    );
    return (event['page'] as { search: string }).search;
  };
  assert.equal(search(''), '?utm_source=a%20b&utm_medium=cpc&utm_campaign=x');
  assert.equal(search('?q=1'), '?q=1&utm_source=a%20b&utm_medium=cpc&utm_campaign=x');
  assert.equal(search('?utm_source=own'), '?utm_source=own');
});

test('[I12] a page with only an address gets its path and its campaign from it', () => {
  const url = 'https://shop.example/shoes?utm_source=news&utm_medium=email#top';
  const pageOf = (raw: Record<string, unknown>) =>
    readSegmentCall(raw, 'page', reading).event['page'];
  const wanted = { url, path: '/shoes', title: '', referrer: '' };
  const search = '?utm_source=news&utm_medium=email';
  assert.deepEqual(pageOf({ properties: { url } }), { ...wanted, search });
  assert.deepEqual(pageOf({ context: { page: { url } } }), { ...wanted, search });
  const said = { url, search: '?q=1' };
  assert.deepEqual(pageOf({ properties: said }), { ...wanted, search: '?q=1' });
});
