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
  withoutAccount<T>(...asked: Parameters<typeof engines.records.withoutAccount<T>>): Promise<T> {
    return this.#answer(engines.records.withoutAccount<T>(...asked));
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
