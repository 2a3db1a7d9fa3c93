// Engines that are frozen but alive. `/readyz` names the silent engine within two seconds, every
// other request is bounded in time, and the server continues when the engine does.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import {
  migratedDataFolder,
  type TestFolder,
} from '@opportune/server/adapter/engines.test-support.ts';
import { processWith, until } from '@opportune/server/adapter/process/processes.test-support.ts';
import { testPassword } from '../support/people.test-support.ts';
import { type Product, startProductIn } from '../support/product.test-support.ts';

const boundMs = 2000;
/** How long a new unit of work waits for a frozen PostgreSQL, plus some time to answer. */
const requestMs = 5000 + 2500;

let folder: TestFolder;
let product: Product;
const frozen = new Set<number>();

before(async () => {
  folder = await migratedDataFolder();
  product = await startProductIn(folder);
});
after(async () => {
  thaw();
  await product.close();
});

/** The postmaster and its workers, because each worker would answer on its own. */
function postgres(): readonly number[] {
  const file = path.join(folder.path, 'postgres', 'postmaster.pid');
  const postmaster = Number(readFileSync(file, 'utf8').split('\n')[0]);
  const workers = execFileSync('ps', ['-o', 'pid=', '--ppid', String(postmaster)], {
    encoding: 'utf8',
  });
  return [postmaster, ...workers.trim().split(/\s+/).map(Number)];
}

function freeze(pids: readonly number[]): void {
  for (const pid of pids) {
    process.kill(pid, 'SIGSTOP');
    frozen.add(pid);
  }
}

function thaw(): void {
  for (const pid of frozen) process.kill(pid, 'SIGCONT');
  frozen.clear();
}

async function ready() {
  const from = performance.now();
  const response = await fetch(`${product.url}/readyz`);
  const { parts } = (await response.json()) as { parts: Record<string, boolean> };
  return { status: response.status, parts, tookMs: performance.now() - from };
}

/** A request that needs a lookup: nobody has used the key before. */
async function postUnknown(path: string, body: object) {
  const writeKey = `wk_${randomUUID()}`;
  const response = await fetch(`${product.url}${path}`, {
    method: 'POST',
    body: JSON.stringify({ ...body, key: writeKey, writeKey }),
  });
  const { code } = (await response.json()) as { code: string };
  return { status: response.status, body: { code }, headers: response.headers };
}

describe('[OP6] a frozen engine', () => {
  for (const [part, pids] of [
    ['records', postgres],
    ['facts', () => [processWith('engine-host.ts', folder.path)]],
  ] as const)
    it(`${part}: /readyz names it within two seconds, even under many requests, and is ready when it continues`, async () => {
      await until('it is ready', async () => (await ready()).status === 200);
      freeze(pids());
      const answers = await Promise.all(Array.from({ length: 20 }, ready));
      for (const { status, parts, tookMs } of [...answers, await ready()]) {
        assert.equal(status, 503);
        assert.ok(tookMs < boundMs, `${tookMs} ms`);
        const away = Object.keys(parts).filter((name) => name !== 'draining' && !parts[name]);
        assert.deepEqual(away, [part]);
      }
      assert.equal((await fetch(`${product.url}/healthz`)).status, 200);
      thaw();
      await until('it is ready again', async () => (await ready()).status === 200);
    });

  it('records: every one of many requests is refused in time, and served when the engine continues', async () => {
    const { call, user } = await product.newAccount();
    const { email } = user;
    const ask = {
      reading: () => call('GET', '/sites'),
      'a new session': () => product.callAs('os_of-nobody')('GET', '/session'),
      'signing in': () => product.anybody('POST', '/session', { email, password: testPassword }),
      'an event': () => postUnknown('/v1/events', { visitor: 'v', events: [] }),
      'a call of Segment': () => postUnknown('/v1/track', { event: 'E', anonymousId: 'a' }),
      writing: () => call('POST', '/users', { email: `new.${email}`, role: 'agent', room: 1 }),
    };
    // The first refusal fetches the API's document, which takes a while. It must not happen during
    // the measurement.
    assert.equal((await call('GET', '/goals/nobody')).status, 404);
    freeze(postgres());
    const asked = Object.entries(ask).flatMap(([what, one]) =>
      Array.from({ length: 10 }, async () => {
        const from = performance.now();
        const { status, body, headers } = await one();
        return { what, status, body, headers, tookMs: performance.now() - from };
      }),
    );
    for (const { what, status, body, headers, tookMs } of await Promise.all(asked)) {
      assert.deepEqual([what, status, body.code], [what, 503, 'engine.unavailable']);
      assert.ok(Number(headers.get('retry-after')) > 0, what);
      assert.ok(tookMs < requestMs, `${what}: ${tookMs} ms`);
    }
    thaw();
    await until('it is ready again', async () => (await ready()).status === 200);
    assert.equal((await call('GET', '/sites')).status, 200);
  });
});
