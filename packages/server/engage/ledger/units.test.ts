// Units of decisions on the real store of facts: whose a decision is, who owned it, and how rows
// from before units existed are read.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { Visit } from '@opportune/core/decision/test/visit.test-support.ts';
import { campaign } from '@opportune/core/world/test/shop.test-support.ts';
import type { FactRow } from '@opportune/core/ports/facts.ts';
import { eventName } from '@opportune/protocol/behaviour/event.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { testEngines } from '../../adapter/engines.test-support.ts';
import { decisionColumns, decisionOfRow, decisionRow, type DecisionColumns } from './fact-rows.ts';

let engines: Awaited<ReturnType<typeof testEngines>>;
before(async () => {
  engines = await testEngines();
});
after(() => engines.close());

function decided() {
  const left = { all: [{ performed: { event: eventName.leaving } }] };
  const seen = { fact: 'visit.pages', op: 'gte' as const, value: 1 };
  const visit = new Visit([campaign({ id: 'c', audience: seen, moment: left })]);
  const [decision] = visit.page('/a').track(eventName.leaving).decisions;
  assert.ok(decision !== undefined);
  return { ...decision, account: AccountId.parse(`units-${randomUUID().slice(0, 8)}`) };
}

async function stored(row: FactRow, account: AccountId) {
  await engines.facts.append({ token: randomUUID(), tables: { decisions: [row] } });
  const columns = `${decisionColumns}, owner, toFloat64(epoch) AS epoch`;
  const [found] = await engines.facts.query<DecisionColumns & { owner: string; epoch: number }>(
    account,
    `SELECT ${columns} FROM $decisions`,
  );
  assert.ok(found !== undefined);
  return { decision: decisionOfRow(found), owner: found.owner, epoch: found.epoch };
}

test('[UN1] a decision is stored with its unit and the owner of that', async () => {
  const decision = decided();
  assert.deepEqual(await stored(decisionRow(decision), decision.account), {
    decision,
    owner: 'only',
    epoch: 1,
  });
});

test('[UN1] one from before units counts for its visitor, and the only shard owned it', async () => {
  const decision = decided();
  const { unit: _, unit_kind: _kind, owner: _owner, epoch: _epoch, ...old } = decisionRow(decision);
  assert.deepEqual(await stored(old, decision.account), { decision, owner: 'only', epoch: 1 });
});
