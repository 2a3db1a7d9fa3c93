// One query reads the logs of many visitors, on the real store of facts. An unreadable row of one
// visitor does not stop the others from being restored.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, it } from 'node:test';
import { event, noon } from '@opportune/core/world/test/shop.test-support.ts';
import type { FactRow } from '@opportune/core/ports/facts.ts';
import { AccountId, VisitId, VisitorId } from '@opportune/protocol/ids.ts';
import { testEngines, type TestEngines } from '../../adapter/engines.test-support.ts';
import { eventRow } from '../ledger/fact-rows.ts';
import { History } from './visitor-history.ts';

let engines: TestEngines;
before(async () => {
  engines = await testEngines();
});
after(() => engines.close());

const people = ['anna', 'bert', 'bad', 'cleo'].map((each) => VisitorId.parse(each));

/** A page event of every visitor, and one more row of `bad` with this change. */
async function readAll(change: FactRow) {
  const account = AccountId.parse(`history-${randomUUID().slice(0, 8)}`);
  const rowOf = (visitor: VisitorId, ordinal: number): FactRow => ({
    ...eventRow({
      ...event('Page', noon, ordinal, { visitor, path: '/', id: `${visitor}-${ordinal}` }),
      account,
      visit: VisitId.parse(`${visitor}-1`),
      holdout: false,
    }),
  });
  const bad = people.find((visitor) => visitor === 'bad');
  assert.ok(bad !== undefined);
  const events = people.map((visitor, at) => rowOf(visitor, at + 1));
  events.push({ ...rowOf(bad, 9), ...change });
  await engines.facts.append({ token: randomUUID(), tables: { events } });
  const told: string[] = [];
  const history = new History(engines.facts, { error: (what) => told.push(what) });
  const logs = await Promise.all(people.map((visitor) => history.load(account, visitor)));
  return { told, counts: logs.map(({ events: read }) => read.length), logs };
}

it('promise 8: an unreadable score is ignored, and its event is kept', async () => {
  const unread = [{ goal: 'purchase', score: null, chance: null, reasons: [] }];
  const { told, counts, logs } = await readAll({ intent: JSON.stringify(unread) });
  assert.deepEqual([told, counts], [[], [1, 1, 2, 1]]);
  assert.equal(logs[2]?.events[1]?.intent, undefined);
});

it('promise 8: an unreadable row is skipped and reported, and stops no visitor', async () => {
  const { told, counts } = await readAll({ properties: '{"cut' });
  assert.deepEqual([told, counts], [['owner.row_unreadable'], [1, 1, 1, 1]]);
});
