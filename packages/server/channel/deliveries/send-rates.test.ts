// When messages may leave, by the rates of their channel and of each address.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Rate } from '@opportune/core/ports/channel.ts';
import { deliveryLimits } from '@opportune/protocol/limits/channels.ts';
import { SendRates } from './send-rates.ts';

const start = 1_000_000;
const tenASecond: Rate = { of: 'channel', most: 10, perMs: 1000 };
const oneEachTwo: Rate = { of: 'address', most: 1, perMs: 2000 };

function bench(...rates: readonly Rate[]) {
  const all = new SendRates();
  return {
    all,
    turn: (delivery: string, now: number, address = 'ada', channel = 'one', revision = 1) =>
      all.turn({ delivery, channel, revision, address, rates }, now) - start,
  };
}

test('[DV11] of many at once, as many leave as the channel accepts, and each other waits for its own turn', () => {
  const { turn } = bench(tenASecond);
  const turns = Array.from({ length: 13 }, (_, at) => turn(`d${at}`, start));
  assert.deepEqual(turns, [...Array(10).fill(0), 100, 200, 300]);
  assert.equal(turn('d11', start + 50), 200, 'its turn is kept');
  assert.equal(turn('d11', start + 200), 200);
  assert.equal(turn('other', start + 250, 'ada', 'two'), 250, 'another channel has its own');
});

test('[DV11] all rates hold, and each address has its own', () => {
  const { turn } = bench(tenASecond, oneEachTwo);
  assert.deepEqual([turn('a', start), turn('b', start), turn('c', start, 'bea')], [0, 2000, 0]);
});

test('[DV11] a provider that answers with a rate limit gets nothing for as long as it says', () => {
  const { all, turn } = bench(tenASecond);
  all.hold({ channel: 'one', revision: 1 }, start + 5000);
  assert.equal(turn('a', start), 5000);
  assert.equal(turn('b', start, 'ada', 'two'), 0);
  assert.equal(turn('c', start, 'ada', 'one', 2), 0, 'somebody has changed the channel');
});

test('[OP11] fills: rates of channels and turns of deliveries', () => {
  const { turn } = bench({ of: 'address', most: 1, perMs: 1e9 });
  turn('first', start);
  assert.equal(turn('second', start), 1e9);
  for (let at = 0; at < deliveryLimits.buckets; at += 1) turn(`d${at}`, start, `address ${at}`);
  assert.equal(turn('third', start), 0, 'its bucket is forgotten');
  const waiting = bench(oneEachTwo);
  for (let at = 0; at <= deliveryLimits.turns + 1; at += 1) waiting.turn(`d${at}`, start);
  assert.ok(waiting.turn('d1', start) > 2000, 'it lines up again');
});
