// Versions of a configuration on a real database whose connection breaks once a version is written.
import { subscribe } from '@opportune/core/bus/bus-messages.ts';
import { configurationChanged } from '@opportune/protocol/bus/changes.ts';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { Records } from '@opportune/core/ports/records.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { EngineError } from '../../adapter/engine-error.ts';
import { testEngines, type TestEngines } from '../../adapter/engines.test-support.ts';
import type { Refusal } from '../../http/problem/refusal.ts';
import { createConfigurationService } from './configuration.ts';

const clock = { now: () => Date.now() };
const settings = {
  ...{ name: 'Shop', timeZone: 'Europe/Berlin', currency: 'EUR' },
  ...{ holdout: 0, typingPreview: true },
};
let engines: TestEngines;
before(async () => {
  engines = await testEngines();
});
after(() => engines.close());

/** The real records, but the given number of answers is lost after the work is done. */
class LossyRecords implements Records {
  answersLost = 0;
  withAccount<T>(...asked: Parameters<typeof engines.records.withAccount<T>>): Promise<T> {
    return this.#answer(engines.records.withAccount<T>(...asked));
  }
  withAccountOften<T>(...asked: Parameters<typeof engines.records.withAccountOften<T>>) {
    return this.#answer(engines.records.withAccountOften<T>(...asked));
  }
  withAccountAtOnce<T>(...asked: Parameters<typeof engines.records.withAccountAtOnce<T>>) {
    return this.#answer(engines.records.withAccountAtOnce<T>(...asked));
  }
  withoutAccount<T>(...asked: Parameters<typeof engines.records.withoutAccount<T>>): Promise<T> {
    return this.#answer(engines.records.withoutAccount<T>(...asked));
  }
  lookUp<Row>(...asked: Parameters<typeof engines.records.lookUp<Row>>) {
    return this.#answer(engines.records.lookUp<Row>(...asked));
  }
  close = () => engines.records.close();
  async #answer<T>(done: Promise<T>): Promise<T> {
    const answer = await done;
    if (this.answersLost === 0) return answer;
    this.answersLost--;
    throw new EngineError('engine.unavailable');
  }
}

async function service() {
  const records = new LossyRecords();
  const account = AccountId.parse(`conf-${randomUUID().slice(0, 8)}`);
  const configurations = createConfigurationService(records, engines.bus, clock);
  await configurations.change(account, 'test', (sql) =>
    sql.run('INSERT INTO accounts (id, settings, salt, created_at) VALUES ($1, $2, $3, now())', [
      account,
      settings,
      'salt',
    ]),
  );
  const rename = (name: string) =>
    configurations.change(account, 'test', (sql) =>
      sql.run('UPDATE accounts SET settings = $1', [{ ...settings, name }]),
    );
  return { records, account, configurations, rename };
}

/** The next version of the account that the bus reports. */
function told(account: AccountId): Promise<number> {
  return new Promise((resolve) => {
    const stop = subscribe(engines.bus, configurationChanged, (message) => {
      const { account: of, version } = message as { account: AccountId; version: number };
      if (of !== account) return;
      stop();
      resolve(version);
    });
  });
}

for (const [what, answersLost] of [
  ['', 1],
  [', also where the store is away for longer', 2],
] as const)
  test(`a version that was written although its answer was lost is announced${what}`, async () => {
    const { records, account, configurations, rename } = await service();
    const heard = told(account);
    records.answersLost = answersLost;
    await assert.rejects(rename('Renamed'), { code: 'engine.unavailable' });
    assert.equal(await heard, 2);
    const { version, settings: now } = await configurations.current(account);
    assert.deepEqual([version, now.name], [2, 'Renamed']);
  });

test('a change that was not written is not announced', async () => {
  const { account, configurations, rename } = await service();
  const heard = told(account);
  const unavailable = new EngineError('engine.unavailable');
  const failing = configurations.change(account, 'test', () => Promise.reject(unavailable));
  await assert.rejects(failing, unavailable);
  await rename('Renamed');
  assert.equal(await heard, 2);
  assert.equal((await configurations.current(account)).settings.name, 'Renamed');
});

test('[OP11] a configuration larger than one may be is refused, and the one before stays', async () => {
  const { account, configurations, rename } = await service();
  const { version } = await configurations.current(account);
  const many = 7_000;
  const largeSite = {
    ...{ id: 'large', name: 'Large', origins: [], consent: 'not-asked' },
    ...{ honourPrivacySignals: false, contactButton: { shown: true, label: '' } },
    look: { colour: '#2f5241', radiusPx: 10, name: '' },
  };
  const patterns = Array.from({ length: 20 }, (_, at) => `/${at}`.padEnd(256, 'ж'));
  const growing = configurations.change(account, 'test', async (sql) => {
    await sql.run(
      `INSERT INTO sites (account, id, settings, write_key, write_key_hash, created_at)
       VALUES ($1, 'large', $2, '', $3, now())`,
      [account, largeSite, Buffer.from(randomUUID())],
    );
    await sql.run(
      `INSERT INTO sections (account, id, site, document, created_at)
       SELECT $1, 's' || n, 'large', $2::jsonb || jsonb_build_object('id', 's' || n), now()
       FROM generate_series(1, $3::int) AS n`,
      [account, { site: 'large', name: 'Everything', patterns }, many],
    );
  });
  await assert.rejects(growing, (error: Refusal) => error.problem.code === 'account.full');
  assert.equal((await configurations.current(account)).version, version);
  await rename('It goes on');
  assert.equal((await configurations.current(account)).version, version + 1);
});

test('[OP11.4] a configuration that is too large for a smaller maximum cannot grow, and can shrink', async () => {
  const { account, records } = await service();
  const small = { configuration: 100, configurations: 100 };
  const configurations = createConfigurationService(records, engines.bus, clock, small);
  const named = (name: string) =>
    configurations.change(account, 'test', (sql) =>
      sql.run("UPDATE accounts SET settings = settings || jsonb_build_object('name', $1::text)", [
        name,
      ]),
    );
  await assert.rejects(
    named('A name that is longer than the one before'),
    (error: Refusal) => error.problem.code === 'account.full',
  );
  await named('A');
  const { version, settings } = await configurations.current(account);
  assert.deepEqual([version, settings.name], [2, 'A']);
});
