// The facts in memory keep the log's contract. A crash loses only what was not answered.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { factLogContract } from '@opportune/core/contracts/fact-log.contract.ts';
import { AccountId, VisitorId } from '@opportune/protocol/ids.ts';
import { conversionRow, decisionRow, eventRow } from '@opportune/server/engage/ledger/fact-rows.ts';
import { FactsMemory, type AppendFault } from './facts-memory.test-support.ts';

factLogContract(
  'in memory with crashes',
  async () => {
    const { append, history } = new FactsMemory({ sync: (done) => queueMicrotask(done) }).open();
    return {
      log: { append },
      load: (account, visitor) => history.load(account, visitor),
      rows: { event: eventRow, decision: decisionRow, conversion: conversionRow },
      close: async () => {},
    };
  },
  () => AccountId.parse(`log-${randomUUID().slice(0, 8)}`),
);

const row = { account: 'a', visitor: 'v' };
const batch = { token: 't', tables: { decisions: [row], events: [row] } };

for (const kept of [0, 1, 2]) {
  test(`[SM3] a crash that keeps ${kept} of two tables of a batch answers nobody`, async () => {
    const syncs: (() => void)[] = [];
    const disk = new FactsMemory({ sync: (done) => void syncs.push(done), keeps: () => kept });
    let answered = false;
    void disk
      .open()
      .append(batch)
      .then(() => (answered = true));
    disk.crash();
    for (const sync of syncs) sync();
    await Promise.resolve();
    assert.equal(answered, false);
    assert.deepEqual(
      [disk.rows('decisions').length, disk.rows('events').length],
      [kept > 0 ? 1 : 0, kept > 1 ? 1 : 0],
    );
  });
}

for (const fault of ['not-done', 'partly-done', 'done-unheard'] as const) {
  test(`[SM3] a batch that failed (${fault}) and is sent again is stored once`, async () => {
    const faults: AppendFault[] = [fault];
    const disk = new FactsMemory({
      sync: (done) => queueMicrotask(done),
      fault: () => faults.shift() ?? 'none',
    });
    const { append } = disk.open();
    await assert.rejects(append(batch));
    await append(batch);
    assert.deepEqual([disk.rows('decisions').length, disk.rows('events').length], [1, 1]);
  });
}

test('[SM3] a crash leaves a read under way unanswered, and the next process reads', async () => {
  const syncs: (() => void)[] = [];
  const disk = new FactsMemory({ sync: (done) => void syncs.push(done) });
  const [account, visitor] = [AccountId.parse('a'), VisitorId.parse('v')];
  let answered = false;
  void disk
    .open()
    .history.load(account, visitor)
    .then(() => (answered = true));
  disk.crash();
  for (const sync of syncs.splice(0)) sync();
  await Promise.resolve();
  assert.equal(answered, false);
  const read = disk.open().history.load(account, visitor);
  for (const sync of syncs.splice(0)) sync();
  assert.deepEqual(await read, { events: [], decisions: [], conversions: [] });
});
