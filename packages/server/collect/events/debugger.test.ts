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

test('the debugger holds the latest events, newest first, with the outcome of each', () => {
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

test('of very many accepted events it holds two hundred a second and counts all, and it holds every refused one', () => {
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

test('[I7] an event in the debugger contains no secret', () => {
  const notes = new Debugger();
  const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl';
  const secret = `sk_${'a1'.repeat(20)}`;
  const raw = { type: 'identify', name: `sent ${jwt}`, token: jwt, properties: { note: secret } };
  notes.refused({ ...seen(1), raw }, problem('event.token_invalid'));
  notes.refused(
    { ...seen(2), raw: { type: 'hello', token: 'v1.of a visitor' } },
    problem('origin.not_allowed'),
  );
  const shown = JSON.stringify(notes.list(account, site));
  for (const part of [jwt, secret, 'of a visitor', 'c2lnbmF0dXJl'])
    assert.ok(!shown.includes(part), part);
  assert.match(shown, /sent •••/);
});

test('[I7] what it keeps of large events is bounded, for each and for all sites together', () => {
  const notes = new Debugger(100_000);
  const raw = { name: 'A', lists: Array.from({ length: 170_000 }, () => []) };
  for (let at = 0; at < 300; at++)
    notes.refused({ ...seen(at * 10), raw }, problem('event.too_large'));
  assert.ok(notes.sizeBytes <= 100_000, `${notes.sizeBytes} bytes`);
  assert.ok(notes.list(account, site).entries.every(({ received }) => received.length < 5000));
});

test('[I7] only the site that holds the most loses its oldest events', () => {
  const notes = new Debugger(50_000);
  const quiet = SiteId.parse('quiet');
  notes.accepted({ ...seen(1), site: quiet });
  const raw = { name: 'x'.repeat(3000) };
  for (let at = 0; at < 100; at++) notes.accepted({ ...seen(at * 10), raw });
  assert.equal(notes.list(account, quiet).entries.length, 1);
  const { entries } = notes.list(account, site);
  assert.ok(entries.length > 3 && entries.length < 20);
  assert.equal(entries[0]?.at, 990);
});
