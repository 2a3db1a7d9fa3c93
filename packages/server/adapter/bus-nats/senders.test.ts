// What a process concludes from the numbers that it hears.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tableLimits } from '@opportune/protocol/limits/memory.ts';
import { Senders } from './senders.ts';
import type { Sent } from './signed.ts';

const sent = (number: number, life = 1, name = '1'): Sent => ({
  sender: { node: 'node', name, life },
  number,
  value: null,
});
const isThere = (): boolean => true;

function settled(): Senders {
  const senders = new Senders();
  for (let look = 0; look < 6; look += 1) senders.look(isThere);
  return senders;
}

test('[CL17.5] the number of the first message that is heard begins, of a sender that was there before', () => {
  const senders = new Senders();
  assert.equal(senders.published(sent(7)), 'next');
  assert.equal(senders.published(sent(8)), 'next');
  assert.equal(senders.published(sent(8)), 'again');
  assert.equal(senders.published(sent(10)), 'gap');
  assert.equal(senders.told(sent(10), false), 'next');
  assert.equal(senders.told(sent(11), false), 'gap');
  assert.equal(senders.published(sent(11)), 'again');
});

test('[CL17.5] a sender that begins later begins with its first message', () => {
  assert.equal(settled().published(sent(1)), 'next');
  assert.equal(settled().told(sent(0), false), 'next');
  assert.equal(settled().published(sent(2)), 'gap');
  assert.equal(settled().told(sent(1), false), 'gap');
});

test('[CL17.5] after its end, and of an earlier life, a sender is not heard', () => {
  const senders = settled();
  assert.equal(senders.published(sent(1)), 'next');
  assert.equal(senders.told(sent(1), true), 'next');
  assert.equal(senders.published(sent(2)), 'again');
  assert.equal(senders.published(sent(1, 2)), 'next');
  assert.equal(senders.published(sent(2, 1)), 'again');
  const lost = settled();
  assert.equal(lost.published(sent(1)), 'next');
  assert.equal(lost.told(sent(2), true), 'gap');
});

test('[CL17.5] a node that dies without the ends of its processes is noticed once', () => {
  const looks = (senders: Senders, node: string): readonly boolean[] =>
    Array.from({ length: 12 }, () => senders.look((id) => id !== node)).filter(Boolean);
  const dead = settled();
  dead.published(sent(1));
  assert.deepEqual(looks(dead, 'node'), [true]);
  assert.deepEqual(looks(dead, 'node'), []);
  const alive = settled();
  alive.published(sent(1));
  assert.deepEqual(looks(alive, 'another'), []);
  const ended = settled();
  ended.published(sent(1));
  ended.told(sent(1), true);
  assert.deepEqual(looks(ended, 'node'), []);
  // One process of it that died alone was replaced, and its node left in order afterwards.
  const replaced = settled();
  replaced.published(sent(1));
  replaced.told(sent(0, 2), false);
  replaced.told(sent(0, 2), true);
  assert.deepEqual(looks(replaced, 'node'), []);
});

test('[CL17.5] more senders than are kept push out the one heard longest ago', () => {
  const senders = settled();
  for (let at = 0; at <= tableLimits.busSenders; at += 1) senders.published(sent(1, 1, `${at}`));
  assert.equal(senders.published(sent(1, 1, '0')), 'next');
  assert.equal(senders.published(sent(1, 1, '2')), 'again');
});
