// The stream of a contact: each thing once, the newest first.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { streamOf, type StreamOf } from './stream-of.ts';

const entry = (at: number, kind: 'event' | 'visit' | 'conversion' | 'decision', name: string) => ({
  ...{ at, kind, name, about: '', value: null },
});

test('[CP7] conversations, notes, visits, orders, decisions and moves are one stream, newest first', () => {
  const given = {
    contact: {
      conversations: [
        { id: 't1', lastAt: 50 },
        { id: 't2', lastAt: 10 },
      ],
      moves: [{ id: 'm1', at: 20 }],
    },
    notes: [{ id: 'n1', createdAt: 40 }],
    visitor: {
      timeline: [
        entry(5, 'visit', 'Visit'),
        entry(6, 'event', 'Page'),
        entry(30, 'decision', 'Shade week'),
        entry(31, 'event', 'Order Completed'),
        entry(32, 'conversion', 'Shade week'),
      ],
      decisions: [{ id: 'd1', at: 30, campaign: 'c1' }],
      campaigns: { c1: 'Shade week' },
    },
  } as unknown as StreamOf;
  assert.deepEqual(
    streamOf(given).map(({ type, at }) => `${type} ${at}`),
    [
      'talk 50',
      'note 40',
      'visited 32',
      'visited 31',
      'decision 30',
      'move 20',
      'talk 10',
      'visited 5',
    ],
  );
  const keys = streamOf(given).map(({ key }) => key);
  assert.equal(new Set(keys).size, keys.length);
});
