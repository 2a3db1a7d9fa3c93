// A full disk [promise 7]. The data folder with both engines is on a small disk of its own that is
// filled while visitors send. Nothing acknowledged is lost, new events are refused with a stable
// code, readiness reports it, and a killed engine waits for room. With room, everything continues
// by itself.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { openEngines } from '@opportune/server/adapter/engines.ts';
import { testDataFolder, testLog } from '@opportune/server/adapter/engines.test-support.ts';
import { processWith } from '@opportune/server/adapter/process/processes.test-support.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { goalDraft } from '../support/examples.test-support.ts';
import { startProduct } from '../e2e/product.test-support.ts';
import type { Product } from '../e2e/product.test-support.ts';
import { BookkeepingVisitor } from './clients.test-support.ts';
import { timesStored } from './stored-events.test-support.ts';

const diskSize = '256m';
const visitors = 4;
/** Events taken just before the disk was found full are answered when they are stored. */
const answerMs = 2000;

/** Why a small disk is impossible here. Null if it is possible. */
function noDisk(): string | null {
  if (process.platform !== 'linux') return 'a small disk is mounted on Linux only';
  if (process.getuid?.() !== 0) return 'mounting a small disk needs root';
  const probe = testDataFolder();
  try {
    mount(probe.path);
    unmount(probe.path);
    return null;
  } catch (error) {
    return `a small disk cannot be mounted: ${String(error)}`;
  } finally {
    probe.remove();
  }
}

function mount(folder: string): void {
  execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', `size=${diskSize}`, 'tmpfs', folder], {
    stdio: 'pipe',
  });
}

function unmount(folder: string): void {
  execFileSync('/bin/umount', [folder], { stdio: 'pipe' });
}

/** Fills the disk with one file. Returns when not even a block fits. */
function fill(file: string): void {
  const handle = openSync(file, 'a');
  for (let sizeBytes = 1024 * 1024; sizeBytes >= 4096;) {
    try {
      writeSync(handle, Buffer.alloc(sizeBytes));
    } catch {
      sizeBytes /= 2;
    }
  }
  fsyncSync(handle);
  closeSync(handle);
}

async function until(
  holds: () => boolean | Promise<boolean>,
  withinMs: number,
  what: string,
): Promise<void> {
  const late = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > late) throw new Error(what);
    await wait(20);
  }
}

function goal(number: number): object {
  return { ...goalDraft, name: `Goal ${number}` };
}

const skip = noDisk() ?? false;

describe('a full disk under load [promise 7]', { skip }, () => {
  const folder = testDataFolder();
  const filler = path.join(folder.path, 'filler');
  let product: Product;
  let account: AccountId;
  let clients: BookkeepingVisitor[] = [];
  let send: (id: string) => Promise<{ status: number; code: string | undefined }>;
  const acknowledged = (): number =>
    clients.reduce((sum, client) => sum + client.acknowledged.size, 0);
  /**
   * Saves changes until one is refused: existing pages of the database still have room for some.
   */
  const refusalOfChanges = async (): Promise<string> => {
    for (let change = 1; change <= 150; change++) {
      fill(filler);
      const refused = await product.call('POST', '/goals', goal(change)).then(
        () => null,
        (error: unknown) => String(error),
      );
      if (refused !== null) return refused;
    }
    return 'none was refused';
  };
  const readiness = async () => {
    const response = await fetch(`${product.url}/readyz`);
    const { parts } = (await response.json()) as { parts: Record<string, boolean> };
    return { status: response.status, parts };
  };

  before(async () => {
    mount(folder.path);
    chmodSync(folder.path, 0o711);
    product = await startProduct({ apart: true, dataFolder: folder.path, demo: true });
    const { items } = await product.call<{ items: { writeKey: string; origins: string[] }[] }>(
      'GET',
      '/sites',
    );
    const { account: own } = await product.call<{ account: { id: string } }>('GET', '/session');
    account = AccountId.parse(own.id);
    const [{ writeKey, origins } = { writeKey: '', origins: [] }] = items;
    const target = { port: Number(new URL(product.url).port), writeKey, origin: origins[0] ?? '' };
    clients = Array.from(
      { length: visitors },
      (_, at) => new BookkeepingVisitor(target, `full.${at}`, 20),
    );
    send = async (id) => {
      const event = { id, kind: 'track', name: 'Step', at: Date.now(), properties: {} };
      const response = await fetch(`${product.url}/v1/events`, {
        method: 'POST',
        signal: AbortSignal.timeout(answerMs),
        headers: { 'content-type': 'application/json', origin: target.origin },
        body: JSON.stringify({
          key: writeKey,
          visitor: 'full.http',
          sentAt: Date.now(),
          events: [event],
        }),
      });
      const { code } = (await response.json()) as { code?: string };
      return { status: response.status, code };
    };
  });
  after(async () => {
    for (const client of clients) client.close();
    rmSync(filler, { force: true });
    await product.close();
    unmount(folder.path);
    folder.remove();
  });

  it(
    'refuses new events, reports it, and continues by itself when there is room',
    { timeout: 120_000 },
    async () => {
      await until(
        () => acknowledged() > 200,
        20_000,
        'nothing was acknowledged while there was room',
      );
      assert.equal((await send('full.before')).status, 200);
      assert.equal((await readiness()).status, 200);

      let probes = 0;
      const isNoticed = async (): Promise<boolean> => {
        fill(filler);
        const probe = await send(`full.probe.${++probes}`).catch(() => null);
        return probe?.status === 507;
      };
      await until(isNoticed, 20_000, 'a full disk was not noticed');
      assert.deepEqual(await send('full.refused'), { status: 507, code: 'server.storage_full' });
      const { status, parts } = await readiness();
      assert.deepEqual([status, parts['facts']], [503, false]);
      assert.equal((await fetch(`${product.url}/healthz`)).status, 200);
      const full = acknowledged();
      await wait(500);
      assert.equal(acknowledged(), full, 'something was acknowledged that could not be stored');

      assert.match(await refusalOfChanges(), /507 .*server\.storage_full/);

      process.kill(processWith('engine-host.ts', folder.path), 'SIGKILL');
      await wait(1000);
      assert.equal((await readiness()).status, 503);

      rmSync(filler);
      await until(async () => (await readiness()).status === 200, 30_000, 'it did not recover');
      await until(() => acknowledged() > full + 200, 20_000, 'nothing was acknowledged again');
      assert.equal((await send('full.after')).status, 200);
      await product.call('POST', '/goals', goal(0));
      for (const client of clients) client.stop();
      await until(
        () => clients.every(({ settled }) => settled),
        20_000,
        'not all was acknowledged',
      );
    },
  );

  it('kept every acknowledged event once, and no refused event', { timeout: 60_000 }, async () => {
    await product.close();
    const engines = await openEngines({ dataFolder: folder.path }, testLog());
    try {
      const times = await timesStored(engines.facts, account, 'full.');
      const wrong = clients
        .flatMap((client) => [...client.acknowledged])
        .filter((id) => times.get(id) !== 1);
      assert.deepEqual(wrong, []);
      assert.deepEqual(
        ['full.before', 'full.refused', 'full.after'].map((id) => times.get(id) ?? 0),
        [1, 0, 1],
      );
    } finally {
      await engines.close();
    }
  });
});
