// What may be declared of a channel, and the defaults.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { channelLimits } from '../limits/channels.ts';
import { Capabilities } from './capabilities.ts';
import { ChannelSettings } from './channel.ts';
import { Delivery } from './delivery.ts';

describe('capabilities', () => {
  test('what is left out is what a channel cannot do', () => {
    const { text, typing, receipts, idempotent, replies } = Capabilities.parse({
      text: { most: 1000 },
    });
    assert.deepEqual(
      { text, typing, receipts, idempotent, replies },
      {
        text: { count: 'utf16', most: 1000 },
        typing: 'none',
        receipts: 'none',
        idempotent: false,
        replies: undefined,
      },
    );
  });

  for (const [what, capabilities] of [
    ['no text', {}],
    ['a text that no character may fit into', { text: { most: 19 } }],
    ['no segment', { text: { count: 'segments', most: 0 } }],
    ['buttons without room for words', { text: { most: 100 }, buttons: { most: 3, label: 7 } }],
    ['files of no type', { text: { most: 100 }, files: { types: [], mostBytes: 1 } }],
    ['files of an address', { text: { most: 100 }, files: { types: ['https://'], mostBytes: 1 } }],
  ] as const)
    test(`refused: ${what}`, () =>
      assert.equal(Capabilities.safeParse(capabilities).success, false));
});

test('[CW8] only the greeting and the away answer are translated, each within its length', () => {
  const { translations } = ChannelSettings.shape;
  const text = 'x'.repeat(channelLimits.automaticLength);
  assert.ok(translations.safeParse({ de: { greeting: text, away: 'Weg' } }).success);
  assert.equal(translations.safeParse({ de: { greeting: `${text}x` } }).success, false);
  assert.equal(translations.safeParse({ de: { hello: 'Hallo' } }).success, false);
});

test('a failed delivery has a reason', () => {
  const delivery = Delivery.parse({
    id: 'd1',
    message: 'm1',
    channel: 'c1',
    address: '+49 30 901820',
    state: 'failed',
    reason: 'opted-out',
    detail: null,
    waits: null,
    attempts: 1,
    changedAt: 0,
  });
  assert.equal(delivery.reason, 'opted-out');
});
