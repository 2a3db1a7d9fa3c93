// Engines that are frozen, not dead: `/readyz` says within two seconds who does not answer, everything
// else that asks is bounded, and the server goes on when they do.
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
/** How long what begins waits for a frozen PostgreSQL, and some time to answer. */
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

/** The postmaster with its workers, each of which would answer by itself. */
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

/** What has to be looked up: nobody has asked for the key before. */
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
    it(`${part}: is named by /readyz within two seconds, however often it is asked, and ready when it goes on`, async () => {
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

  it('records: every request is refused in time, however many come, and served when it goes on', async () => {
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
    // The first refusal has the API's document read, which takes a while: not while it is measured.
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
