// An account's masking settings, on real records: stored with who changed them, separate from other
// accounts, and effective at once.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import type { Records } from '@opportune/core/ports/records.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import type { MaskPattern } from '@opportune/protocol/rest/conversation/masking.ts';
import { openMemoryBus } from '../../adapter/bus-memory.ts';
import { testEngines, testLog } from '../../adapter/engines.test-support.ts';
import { Refusal } from '../../http/problem/refusal.ts';
import { createMasking } from './masking.ts';

let records: Records;
let closeEngines: () => Promise<void>;
before(async () => {
  const engines = await testEngines();
  records = engines.records;
  closeEngines = () => engines.close();
});
after(() => closeEngines());

async function newAccount(): Promise<AccountId> {
  const account = AccountId.parse(`a-${randomUUID()}`);
  await records.withAccount(account, (sql) =>
    sql.run("INSERT INTO accounts (id, settings, salt, created_at) VALUES ($1, '{}', 's', now())", [
      account,
    ]),
  );
  return account;
}

function service() {
  let now = 1_000;
  const clock = { now: () => now++ };
  const schedule = () => () => {};
  const bus = openMemoryBus(testLog());
  return createMasking({ records, bus, clock, log: testLog(), schedule });
}

const pattern: MaskPattern = {
  name: 'Customer',
  expression: 'K-[0-9]{6}',
  replacement: '[customer]',
  events: false,
};

describe('the masking of an account', () => {
  test('[MK8] masks only card numbers until somebody changes it, and each change is recorded', async () => {
    const masking = service();
    const account = await newAccount();
    assert.deepEqual(await masking.current(account), { ibans: false, patterns: [], changes: [] });
    await masking.change(account, 'u-ada', { ibans: true, patterns: [] });
    const { changes } = await masking.change(account, 'u-ben', {
      ibans: true,
      patterns: [pattern],
    });
    assert.deepEqual(
      changes.map(({ by, settings }) => [by, settings.patterns.length]),
      [
        ['u-ben', 1],
        ['u-ada', 0],
      ],
    );
    masking.close();
  });

  test('[MK8] takes effect at once, also after a restart, and only for its account', async () => {
    const masking = service();
    const [account, other] = [await newAccount(), await newAccount()];
    assert.equal(masking.known(account), null);
    await masking.of(account);
    await masking.change(account, 'u-ada', { ibans: false, patterns: [pattern] });
    assert.equal(masking.known(account)?.text('K-123456'), '[customer]');
    assert.equal((await masking.of(other)).text('K-123456'), 'K-123456');
    const again = service();
    assert.equal((await again.of(account)).text('K-123456'), '[customer]');
    masking.close();
    again.close();
  });

  test('[MK3] a pattern that cannot be used is refused at its place, and nothing is changed', async () => {
    const masking = service();
    const account = await newAccount();
    const patterns = [pattern, { ...pattern, expression: '(a' }];
    await assert.rejects(
      masking.change(account, 'u-ada', { ibans: true, patterns }),
      (error) => error instanceof Refusal && error.problem.path === 'patterns.1.expression',
    );
    assert.deepEqual((await masking.current(account)).changes, []);
    masking.close();
  });
});
