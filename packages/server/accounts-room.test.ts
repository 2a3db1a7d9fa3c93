// An installation has a bounded number of accounts.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { tableLimits } from '@opportune/protocol/limits/memory.ts';
import pg from 'pg';
import { openMemoryBudgets } from './adapter/budgets-memory.ts';
import { openMemoryBus } from './adapter/bus-memory.ts';
import { ownRecords, testLog } from './adapter/engines.test-support.ts';
import { createConfigurationService } from './campaign/configuration/configuration.ts';
import { clientAddressFrom } from './http/address/client-address.ts';
import { Refusal } from './http/problem/refusal.ts';
import { openOwnMail } from './own-mail.ts';
import { testSealing } from './sealing/sealing.test-support.ts';
import { createAccountFeature } from './account/feature.ts';
import { passwordCost } from './account/passwords/password.ts';

test('[OP11] an account beyond the bound of the installation is refused, and the last one is not', async (t) => {
  const engine = await ownRecords();
  t.after(() => engine.close());
  const { records } = engine;
  const clock = { now: () => Date.now() };
  const bus = openMemoryBus(testLog());
  const world = {
    ...{ bus, clock, ids: { next: () => randomUUID() }, log: testLog() },
    schedule: () => () => {},
  };
  const { accounts } = createAccountFeature({
    ...{ mostAccounts: 10_000, passwordCost },
    ...{ world, records, sealing: testSealing() },
    configurations: createConfigurationService(records, bus, clock),
    budgets: openMemoryBudgets(clock),
    mail: {
      installation: { configured: false, send: async () => {} },
      own: openOwnMail(true),
    },
    web: { publicUrl: () => 'http://127.0.0.1', clientAddress: clientAddressFrom([]) },
    secrets: { operatorToken: 'operator', signInKey: 'the sign-in key of the test' },
  });
  const owner = new pg.Client(engine.owner);
  await owner.connect();
  await owner.query(
    `INSERT INTO accounts (id, settings, salt, created_at)
     SELECT 'a' || n, '{}', '', now() FROM generate_series(2, $1::int) AS n`,
    [tableLimits.accounts],
  );
  await owner.end();
  const create = (email: string) =>
    accounts.create({
      ...{ name: 'Shop', timeZone: 'Europe/Berlin', currency: 'EUR', administrator: { email } },
    });
  await create('ada@shop.example');
  await assert.rejects(
    create('bo@shop.example'),
    (error) => error instanceof Refusal && error.problem.code === 'server.accounts_full',
  );
  assert.equal((await accounts.list()).length, tableLimits.accounts);
});
