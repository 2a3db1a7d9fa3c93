import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problem } from '@opportune/protocol/errors.ts';
import { AccountId, SiteId } from '@opportune/protocol/ids.ts';
import { Debugger, type Seen } from './debugger.ts';

const account = AccountId.parse('a');
const site = SiteId.parse('s');

function seen(at: number, name = 'A'): Seen {
  return { account, site, at, trust: 'page', visitor: 'v', raw: { name } };
}

test('the debugger holds the latest events, newest first, with what became of each', () => {
  const notes = new Debugger();
  notes.accepted(seen(1, 'A'));
  notes.accepted(seen(2, 'B')).told(problem('event.late'));
  notes.refused(seen(3, 'C'), problem('event.too_large'));
  const { entries, accepted, refused } = notes.list(account, site);
  assert.deepEqual(
    entries.map(({ name, verdict, code }) => [name, verdict, code]),
    [
      ['C', 'refused', 'event.too_large'],
      ['B', 'told', 'event.late'],
      ['A', 'accepted', null],
    ],
  );
  assert.deepEqual([accepted, refused], [2, 1]);
});

test('of very many that go well it holds two hundred a second and counts all; what does not go well it holds', () => {
  const notes = new Debugger();
  const all = Array.from({ length: 500 }, (_, at) => notes.accepted(seen(at)));
  assert.equal(notes.list(account, site).entries.length, 200);
  all[499]?.told(problem('event.repeat'));
  all[0]?.refused(problem('server.failed'));
  notes.accepted(seen(1000));
  const { entries, accepted, refused } = notes.list(account, site);
  assert.deepEqual(
    entries.slice(0, 2).map(({ at, verdict }) => [at, verdict]),
    [
      [1000, 'accepted'],
      [499, 'told'],
    ],
  );
  assert.equal(entries.length, 202);
  assert.deepEqual([accepted, refused], [500, 1]);
});
