// Admission is hand-written for speed. These properties check it against its schema and limits, for
// anything that a client sends.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ClientEvent } from '@opportune/protocol/behaviour/event.ts';
import { intakeLimits } from '@opportune/protocol/limits/intake.ts';
import { readClientEvent } from './admit.ts';
import { eventTime } from './event-time.ts';

const id = fc.oneof(fc.stringMatching(/^[A-Za-z0-9_.:@-]{1,64}$/), fc.string({ maxLength: 70 }));
const small = fc.oneof(
  fc.string(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.constant(undefined),
);
const page = fc.oneof(
  small,
  fc.record(
    {
      url: fc.oneof(fc.string(), small),
      path: fc.oneof(fc.string(), small),
      search: fc.string(),
      title: small,
      referrer: small,
    },
    { requiredKeys: [] },
  ),
);
const rawEvent = fc.record(
  {
    id: fc.oneof({ weight: 8, arbitrary: id }, small),
    kind: fc.oneof(
      {
        weight: 8,
        arbitrary: fc.constantFrom('track', 'page', 'screen', 'identify', 'group', 'alias'),
      },
      small,
    ),
    name: fc.oneof(
      { weight: 8, arbitrary: fc.string({ minLength: 1 }).map((text) => `x ${text}`) },
      small,
    ),
    at: fc.oneof({ weight: 8, arbitrary: fc.integer() }, small),
    pageView: fc.oneof(id, small),
    page,
    sections: fc.oneof(fc.array(fc.string({ maxLength: 70 }), { maxLength: 12 }), small),
    properties: fc.oneof(
      {
        weight: 8,
        arbitrary: fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.jsonValue({ maxDepth: 3 }), {
          maxKeys: 8,
        }),
      },
      small,
    ),
    userId: fc.oneof(fc.stringMatching(/^[^\0]{0,300}$/), small),
  },
  { requiredKeys: ['id', 'kind', 'name', 'at'] },
);

test('[I3] what the schema accepts is admitted with the same fields, and what it refuses is refused', () => {
  fc.assert(
    fc.property(rawEvent, (drawn) => {
      const text = JSON.stringify(drawn);
      // Refused at any depth, which the schema does not see.
      fc.pre(!text.includes('"__proto__":'));
      const raw: unknown = JSON.parse(text);
      const wanted = ClientEvent.safeParse(raw);
      const read = readClientEvent(raw, false);
      assert.equal(
        read.ok,
        wanted.success,
        JSON.stringify({ raw, read, wanted: wanted.error?.issues }),
      );
      if (read.ok && wanted.success) assert.deepEqual(read.event, wanted.data);
    }),
    { numRuns: 3000 },
  );
});

test('[I3] whatever JSON comes, admission answers and a refusal has a code of the table', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (raw) => {
      const read = readClientEvent(raw, true);
      assert.ok(read.ok || read.problem.code.startsWith('event.'));
    }),
    { numRuns: 1000 },
  );
});

test('[I3] a property that would change what objects inherit is refused at any depth', () => {
  for (const value of ['{"__proto__":{}}', '{"a":{"__proto__":{}}}', '[{"__proto__":1}]']) {
    const raw: unknown = JSON.parse(
      `{"id":"e","kind":"track","name":"N","at":1,"properties":{"a":${value}}}`,
    );
    const read = readClientEvent(raw, false);
    assert.equal(read.ok ? 'accepted' : read.problem.code, 'event.invalid', value);
  }
});

test('[I3] properties pass exactly up to their depth and number', () => {
  const at = (properties: object) =>
    readClientEvent({ id: 'e', kind: 'track', name: 'N', at: 1, properties }, false);
  const depth = (levels: number): object => (levels === 1 ? {} : { a: depth(levels - 1) });
  const lists = (levels: number): object => (levels === 1 ? [] : [lists(levels - 1)]);
  assert.equal(at(depth(intakeLimits.propertyDepth)).ok, true);
  assert.equal(at(depth(intakeLimits.propertyDepth + 1)).ok, false);
  assert.equal(at({ a: lists(intakeLimits.propertyDepth - 1) }).ok, true);
  assert.equal(at({ a: lists(intakeLimits.propertyDepth) }).ok, false);
  const keys = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 0]));
  assert.equal(at({ ...keys(200), more: keys(intakeLimits.propertyCount - 201) }).ok, true);
  assert.equal(at({ ...keys(200), more: keys(intakeLimits.propertyCount - 200) }).ok, false);
  assert.equal(at({ list: Array.from({ length: 1000 }, () => 1) }).ok, true);
});

test('[I3] null means unknown and is accepted only for optional properties', () => {
  const at = (name: string, properties: object) =>
    readClientEvent({ id: 'e', kind: 'track', name, at: 1, properties }, false);
  const order = {
    order_id: 'o',
    total: 9,
    currency: null,
    products: [{ product_id: null, price: 9 }],
  };
  assert.equal(at('Order Completed', order).ok, true);
  assert.equal(at('Checkout Started', { order_id: null, value: null }).ok, true);
  assert.equal(at('Cart Updated', { total: null, items: 1 }).ok, false);
  assert.equal(at('Engagement Shown', { decision: null }).ok, false);
  assert.equal(at('Order Completed', { ...order, total: '9' }).ok, false);
});

test('[Y1] [VC1] codes of trials and verifications are taken out of addresses and properties', () => {
  const code = 'dAbc_123-x';
  const admitted = (kind: string, page: object, properties: object) => {
    const read = readClientEvent({ id: 'e', kind, name: 'Page', at: 1, page, properties }, false);
    assert.ok(read.ok);
    return read.event;
  };
  const address = `https://shop.example/a?x=1&opportune_trial=${code}&y=2#z`;
  const inside = `https://shop.example/in?to=${encodeURIComponent(address)}&y=2`;
  const page = { url: address, path: '/a', search: `?opportune_trial=${code}`, referrer: inside };
  const event = admitted('page', page, { url: address, n: 1 });
  const clean = address.replace(`opportune_trial=${code}&`, '');
  assert.deepEqual(event.page, {
    ...{ url: clean, path: '/a', search: '', title: '' },
    referrer: `https://shop.example/in?to=${encodeURIComponent(clean)}&y=2`,
  });
  assert.deepEqual(event.properties, { url: clean, n: 1 });
  assert.equal(event.opened, undefined);
  for (const [search, rest] of [
    [`?opportune_trial=${code}&a=1`, '?a=1'],
    [`?a=1&opportune_trial=${code}`, '?a=1'],
    [`?opportune_trial=${code}&opportune_trial=${code}`, ''],
    [`?opportune_verify=${code}&opportune_trial=${code}&a=1`, '?a=1'],
    [`?opportune%5Ftrial=${code}&a=1`, '?a=1'],
    ['?opportune=1&trial=2', '?opportune=1&trial=2'],
  ] as const)
    assert.equal(admitted('track', { ...page, search }, {}).page?.search, rest, search);
  const verify = `?a=1&opportune_verify=${code}`;
  const opened = admitted('page', { ...page, search: verify }, {});
  assert.deepEqual([opened.page?.search, opened.opened], ['?a=1', verify]);
});

test('[I4] corrected time never lies after receipt and keeps the distance to the sending', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2e12 }),
      fc.integer({ min: -1e9, max: 1e9 }),
      fc.integer({ min: 0, max: 1e9 }),
      (receivedAt, skew, ago) => {
        const sentAt = receivedAt + skew;
        assert.equal(eventTime(sentAt - ago, sentAt, receivedAt), receivedAt - ago);
        assert.equal(eventTime(sentAt + ago, sentAt, receivedAt), receivedAt);
      },
    ),
  );
  assert.equal(eventTime(500, undefined, 1000), 500);
  assert.equal(eventTime(1500, undefined, 1000), 1000);
});
