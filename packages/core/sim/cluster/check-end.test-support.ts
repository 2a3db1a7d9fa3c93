// What has to hold once a simulated cluster has healed: everything acknowledged is in the log once, and
// every owner has in memory exactly what the log says.
import assert from 'node:assert/strict';
import type { ClusterOwner } from './owner.test-support.ts';
import type { People } from './people.test-support.ts';
import { isStale } from './stores.test-support.ts';
import type { Surroundings } from './surroundings.test-support.ts';

export function checkEnd(
  around: Surroundings,
  people: People,
  owners: readonly ClusterOwner[],
): void {
  checkLog(around, people);
  checkMemory(around, owners);
  checkNotes(around, people);
}

function checkLog({ stores, books }: Surroundings, people: People): void {
  const { seals } = stores.register;
  for (const [visitor, sent] of people.sent('event')) {
    const events = stores.read(visitor, seals).map(({ event }) => event);
    assert.equal(new Set(events).size, events.length, `visitor ${visitor} has an event twice`);
    for (const event of books.acknowledged.get(visitor) ?? [])
      assert.ok(events.includes(event), `event ${event} of visitor ${visitor} is lost`);
    assert.equal(events.length, sent, `visitor ${visitor} has all events`);
    const stale = (stores.rows.get(visitor) ?? []).filter((row) => isStale(row, seals));
    books.seen.stale += stale.length;
  }
}

function checkMemory({ stores }: Surroundings, owners: readonly ClusterOwner[]): void {
  const { seals } = stores.register;
  const known = new Set<number>();
  for (const { visitors } of owners)
    for (const [visitor, applied] of visitors.memory) {
      assert.ok(!known.has(visitor), `two owners have visitor ${visitor}`);
      known.add(visitor);
      const stored = stores.read(visitor, seals).map(({ event }) => event);
      assert.deepEqual(applied, stored, `memory and log of visitor ${visitor}`);
    }
}

/** Notes of an account are numbered without a gap, in the order in which they were stored. */
function checkNotes({ stores }: Surroundings, people: People): void {
  for (const [account, sent] of people.sent('note')) {
    const notes = stores.notes.get(account) ?? [];
    assert.equal(notes.length, sent, `account ${account} has all notes`);
    for (const [at, { sequence }] of notes.entries())
      assert.equal(sequence, at + 1, `the numbers of account ${account}`);
  }
}
