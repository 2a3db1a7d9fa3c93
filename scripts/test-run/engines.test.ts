// The engines that test files share: one pair, let go of by its users and ended by the run alone.
import assert from 'node:assert/strict';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { AccountId } from '@opportune/protocol/ids.ts';
import { testEngines } from '@opportune/server/adapter/engines.test-support.ts';
import { openRunEngines } from './engines.ts';

const root = path.resolve(import.meta.dirname, '../..');
const account = AccountId.parse('kept');
const at = Date.UTC(2026, 0, 1);
const query = 'SELECT account FROM $events';

test('who lets go of the engines of a run ends nothing; the next one finds what was stored', async (t) => {
  const engines = await openRunEngines(root, assert.fail);
  use(t, engines.env);
  const first = await testEngines();
  await first.facts.append({
    token: 'kept',
    tables: { events: [{ account, at, received_at: at }] },
  });
  await first.close();
  const second = await testEngines();
  assert.equal((await second.facts.query(account, query)).length, 1);
  assert.equal((await second.records.withoutAccount((sql) => sql.rows('SELECT 1'))).length, 1);
  await second.close();
  await engines.close();
});

test('engines of a run that end are told, and a test that asks for them fails at once', async (t) => {
  const told = Promise.withResolvers<string>();
  const engines = await openRunEngines(root, told.resolve);
  use(t, engines.env);
  const { facts, close } = await testEngines();
  process.kill(engines.pid, 'SIGKILL');
  assert.equal(await told.promise, 'SIGKILL');
  await assert.rejects(async () => {
    // Their guard ends them a moment after their holder.
    for (;;) await facts.query(account, query);
  });
  await close();
  await assert.rejects(testEngines());
});

function use(t: TestContext, env: Readonly<Record<string, string>>): void {
  const before = process.env;
  process.env = { ...before, ...env };
  t.after(() => {
    process.env = before;
  });
}
