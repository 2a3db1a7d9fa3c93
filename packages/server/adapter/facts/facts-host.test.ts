// The facts port through the engine host: the contract, and promise 1 for appends when the host is
// killed under load.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { factsContract } from '@opportune/core/contracts/facts.contract.ts';
import type { FactStore } from '@opportune/core/ports/facts.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { type DataFolder, takeDataFolder } from '../data-folder/data-folder.ts';
import { testDataFolder, testLog } from '../engines.test-support.ts';
import { EngineError } from '../engine-error.ts';
import { connected, factsThrough, hostSocket, openFactsHost } from './facts-host.ts';
import { HostCalls } from './host-calls.ts';
import { processWith, until } from '../process/processes.test-support.ts';
import { rounds } from '../../../../test/support/proof-size.test-support.ts';
import { wholeRun } from '../../../../test/support/whole-run.test-support.ts';

const holder = path.join(import.meta.dirname, 'engine-host.ts');
const folder = testDataFolder();
let data: DataFolder;
let store: FactStore;

before(async () => {
  data = takeDataFolder(folder.path);
  store = await openFactsHost(data, testLog());
});

after(async () => {
  await store.close();
  data.release();
  folder.remove();
});

it('[RS4] waits for the host of a killed server to release the folder', wholeRun, async () => {
  const at = testDataFolder();
  const engine = path.join(at.path, 'clickhouse');
  // Holds the folder as that host does, until it is killed.
  const args = [holder, engine, path.join(at.path, 'held'), path.join(at.path, 'held.sock')];
  const held = spawn(process.execPath, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await until('the folder is held', () => held.stderr.read() !== null);
  const opening = takeDataFolder(at.path);
  const opened = openFactsHost(opening, testLog());
  const release = setTimeout(() => held.kill('SIGKILL'), 1500);
  try {
    await (await opened).close();
  } finally {
    clearTimeout(release);
    held.kill('SIGKILL');
    opening.release();
    at.remove();
  }
});

factsContract('the engine host', async () => ({ ...store, close: async () => {} }), {
  unfit: 'set aside',
});

describe('the engine host', () => {
  const account = AccountId.parse('host');
  let ordinal = 0;

  function batch(rows: number) {
    const at = Date.now();
    const events = Array.from({ length: rows }, () => ({
      account,
      visitor: 'v',
      ordinal: ++ordinal,
      at,
      received_at: at,
    }));
    return {
      token: `host-${ordinal}`,
      tables: {
        events,
        availability: events.map(({ ordinal: version }) => ({ account, version, at })),
      },
    };
  }

  it('promise 1: killed in the middle of a load, nothing acknowledged is lost and nothing is doubled', async () => {
    const kills = rounds({ usual: 3, full: 6 });
    let sent = 0;
    for (let round = 0; round < kills; round += 1) {
      const load = Array.from({ length: 8 }, () => store.append(batch(50)));
      sent += load.length * 50;
      // Each round kills after another number of acknowledgements, and so at another point of the
      // work.
      await Promise.all(load.slice(0, round));
      process.kill(hostPid(), 'SIGKILL');
      await Promise.all(load);
    }
    for (const [table, column] of [
      ['$events', 'ordinal'],
      ['$availability', 'version'],
    ]) {
      const sql = `SELECT count() AS rows, uniqExact(${column}) AS different FROM ${table}`;
      assert.deepEqual(await askedAgain(account, sql), [{ rows: sent, different: sent }]);
    }
  });

  it('a query that is under way when the host dies is refused as retryable, and answers when sent again', async () => {
    const slow = store.query(
      account,
      'SELECT sum(number * number % 7) AS x FROM numbers(20000000000)',
    );
    const refused = assert.rejects(slow, { code: 'engine.unavailable', retry: true });
    process.kill(hostPid(), 'SIGKILL');
    await refused;
    await store.append(batch(1));
    assert.equal((await store.query(account, 'SELECT count() FROM $events')).length, 1);
  });

  it('a report does not hold up an append', async () => {
    let reported = false;
    const report = store.query(
      account,
      'SELECT sum(number * number % 7) AS x FROM numbers(1000000000)',
    );
    const done = report.then(() => (reported = true));
    await store.append(batch(10));
    assert.equal(reported, false);
    await done;
  });

  it('[PR4.2] says when nothing of a process that is gone is on its way any more', async () => {
    const gone = 'shard that is gone';
    const socket = await connected(hostSocket(folder.path));
    const calls = new HostCalls();
    calls.attach(socket, gone);
    const lost = factsThrough(calls);
    const sent = Array.from({ length: 20 }, () => lost.append(batch(500)));
    void Promise.allSettled(sent);
    // The host has something of it.
    await sent[0];
    socket.destroy();
    const asking = new HostCalls();
    asking.attach(await connected(hostSocket(folder.path)));
    await asking.settled(gone);
    const count = async () =>
      (await store.query<{ rows: string }>(account, 'SELECT count() AS rows FROM $events'))[0]
        ?.rows;
    const before = await count();
    // Behind everything that still waited.
    await store.append({
      token: 'behind',
      tables: { availability: [{ account, version: 1, at: 1 }] },
    });
    assert.equal(await count(), before);
    await asking.settled('shard that never was');
    await asking.close();
  });
});

/** The answer once the host is back. A query interrupted by its end is refused as retryable. */
async function askedAgain(account: AccountId, sql: string): Promise<unknown> {
  for (;;) {
    try {
      return await store.query(account, sql);
    } catch (error) {
      if (!(error instanceof EngineError) || !error.retry) throw error;
    }
  }
}

function hostPid(): number {
  return processWith('engine-host.ts', folder.path);
}
