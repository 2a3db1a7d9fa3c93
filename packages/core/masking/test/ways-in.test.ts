// How each kind of input is masked: everything that is said, and no identifiers.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { cardsOnly, compileMask } from '../mask.ts';
import { maskEvent, maskHello, maskSaid, maskSegmentCall } from '../ways-in.ts';

const card = '4111 1111 1111 1111';
const masked = '[•••• 1111]';
const cards = compileMask(cardsOnly);
/** An account that masks nearly everything. */
const greedy = compileMask({
  ibans: true,
  patterns: [{ name: 'all', expression: '[a-zA-Z0-9]+', replacement: '*', events: true }],
});

describe('an event', () => {
  test('[MK7] is masked in its name, page, sections and every text, number and key of its properties', () => {
    const event = {
      ...{ id: 'e1', kind: 'track', at: 1763726400000, name: card, sections: [card] },
      page: { url: `https://a.example/?q=${card}`, title: card },
      properties: { [card]: card, list: [card, { deep: [card, 4111111111111111] }] },
    };
    assert.deepEqual(maskEvent(cards, event), {
      ...{ id: 'e1', kind: 'track', at: 1763726400000, name: masked, sections: [masked] },
      page: { url: `https://a.example/?q=${masked}`, title: masked },
      properties: { [masked]: masked, list: [masked, { deep: [masked, masked] }] },
    });
  });

  test('[MK7] keeps the ids of orders, articles, leads, customers and decisions', () => {
    const number = '4111111111111111';
    const event = {
      ...{ id: number, kind: 'track', at: 1, pageView: number, userId: number, token: number },
      properties: {
        ...{ order_id: number, lead_id: number, service_id: number, decision: number },
        products: [{ product_id: number, sku: number }],
      },
    };
    assert.equal(maskEvent(cards, event), event);
    assert.equal(maskEvent(greedy, event), event);
    const call = { messageId: number, anonymousId: number, userId: number, type: 'track' };
    assert.equal(maskSegmentCall(greedy, call), call);
  });

  test('[MK7] without thirteen digits is the same object, not a copy', () => {
    const event = { id: 'e', properties: { query: 'blue lamp 12', list: [1, { deep: 'x' }] } };
    assert.equal(maskEvent(cards, event), event);
  });

  test('[MK7] of any shape does not fail, however deep', () => {
    let deep: unknown = card;
    for (let depth = 0; depth < 200_000; depth++) deep = depth % 2 === 0 ? [deep] : { deep };
    for (const raw of [null, 1, card, [card], [[card]], deep])
      assert.ok(
        !JSON.stringify(maskEvent(cards, raw) ?? null).includes('4111 1111') || raw === card,
      );
  });

  test('[MK7] its hello is masked for cards before its account is known', () => {
    const hello = { type: 'hello', token: '4111111111111111', page: { title: card } };
    assert.deepEqual(maskHello(hello), { ...hello, page: { title: masked } });
  });
});

describe('a frame of a conversation', () => {
  const id = '4a1b2c3d-4111-4111-8111-111111111111';

  test('[MK6] is masked in what is said at any depth, and not in its identifiers', () => {
    const frame = {
      ...{ type: 'message.post', conversation: id, id, note: false },
      text: card,
      content: { cards: [{ title: card, buttons: [{ type: 'reply', id: 'r1', text: card }] }] },
    };
    assert.deepEqual(maskSaid(cards, frame), {
      ...frame,
      text: masked,
      content: { cards: [{ title: masked, buttons: [{ type: 'reply', id: 'r1', text: masked }] }] },
    });
    const own = maskSaid(greedy, { ...frame, response: { message: id, values: { a: 'x y' } } });
    assert.deepEqual(own, {
      ...frame,
      text: '[•••• *]',
      response: { message: id, values: { a: '* *' } },
      content: {
        cards: [{ title: '[•••• *]', buttons: [{ type: 'reply', id: 'r1', text: '[•••• *]' }] }],
      },
    });
  });
});
