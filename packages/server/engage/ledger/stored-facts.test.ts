// What is reported of a stored batch.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { FactEntry } from '@opportune/core/ports/facts.ts';
import { StoredFacts } from './stored-facts.ts';

const event = (row: object) => ({
  table: 'events' as const,
  row: { account: 'a', site: 's', name: 'Page', decision: '', at: 1000, received_at: 1000, ...row },
});

function storedOf(entries: readonly FactEntry[]): ReturnType<StoredFacts['told']> {
  const stored = new StoredFacts();
  for (const entry of entries) stored.add(entry);
  return stored.told();
}

it('names by account the sites, campaigns and goals that rows belong to, each once', () => {
  const { accounts } = storedOf([
    { table: 'availability', row: { account: 'quiet', version: 1 } },
    { table: 'decisions', row: { account: 'a', campaign: 'help', ordinal: 7 } },
    { table: 'decisions', row: { account: 'a', campaign: 'help', ordinal: 9 } },
    { table: 'conversions', row: { account: 'b', goal: 'purchase' } },
    event({}),
    event({ account: 'b', site: 't' }),
  ]);
  assert.deepEqual(accounts, [
    { account: 'a', sites: ['s'], campaigns: ['help'], goals: [], holds: [], through: 9 },
    { account: 'b', sites: ['t'], campaigns: [], goals: ['purchase'], holds: [], through: 0 },
  ]);
});

it('says which kinds of events there are that figures of the past rest on', () => {
  const holds = (row: object) => storedOf([event(row)]).accounts[0]?.holds;
  assert.deepEqual(holds({}), []);
  assert.deepEqual(holds({ decision: 'd' }), ['reaction']);
  assert.deepEqual(holds({ name: 'Order Refunded' }), ['takenBack']);
  assert.deepEqual(holds({ name: 'Order Cancelled' }), ['takenBack']);
  assert.deepEqual(holds({ name: 'Conversation Started' }), ['begun']);
  assert.deepEqual(holds({ name: 'Conversation Reopened' }), ['begun']);
  assert.deepEqual(holds({ name: 'Conversation Ended' }), []);
  assert.deepEqual(holds({ received_at: 61_000 }), []);
  assert.deepEqual(holds({ received_at: 61_001 }), ['past']);
  assert.deepEqual(holds({ imported: 1 }), ['past']);
});
