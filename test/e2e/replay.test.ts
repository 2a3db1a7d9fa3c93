// Replay and import by their own commands, against the started product. The printed figures equal
// the funnel's, a repeated run adds nothing, and imported history triggers nothing.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { migratedDataFolder } from '@opportune/server/adapter/engines.test-support.ts';
import type { Funnel } from '@opportune/protocol/rest/report/report.ts';
import { startProduct } from './product.test-support.ts';
import type { Product } from './product.test-support.ts';

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '..', '..');
const data = await migratedDataFolder();
const folder = mkdtempSync(path.join(tmpdir(), 'opportune-recording-'));
const file = path.join(folder, 'recording.csv');
const pages = [
  'start_session',
  'home',
  'product',
  'addcart',
  'pay_req',
  'pay_res',
  'pay_res',
  'end_session',
];
let product: Product;

/** Twelve visitors. Every second one buys, every third only fills the cart. */
function recording(): string {
  const rows = Array.from({ length: 12 }, (_, visitor) => {
    const clicks =
      visitor % 2 === 0 ? pages : visitor % 3 === 0 ? pages.slice(0, 4) : pages.slice(0, 3);
    return clicks.map(
      (page, click) =>
        `cookie${visitor};1999-01-0${1 + (visitor % 3)};10:0${click}:00;${click};${page}`,
    );
  });
  return ['COOKIE;Date;Time;Click_order;Webpage', ...rows.flat()].join('\n');
}

/** The output of the program. If it fails, the error has its message. */
async function command(script: string, of: string, ...args: string[]): Promise<string> {
  const { OPPORTUNE_PORT: _, ...environment } = process.env;
  const { stdout } = await run(
    process.execPath,
    [path.join(root, 'packages', 'server', 'replay', script), of, ...args],
    // As if the server's port were set only in the environment.
    { timeout: 90_000, env: { ...environment, OPPORTUNE_PORT: new URL(product.url).port } },
  );
  return stdout;
}
const replay = (...args: string[]) =>
  command('main.ts', file, '--data', data.path, '--speed', '100000', ...args);
const figures = (output: string) =>
  ['visits', 'with a cart', 'orders'].map((name) =>
    Number(new RegExp(`  ${name}\\s+([\\d,]+)`).exec(output)?.[1]),
  );

before(async () => {
  writeFileSync(file, recording());
  product = await startProduct({ dataFolder: data.path });
});
after(async () => {
  await product.close();
  data.remove();
  rmSync(folder, { recursive: true });
});

describe('npm run replay', () => {
  it(
    '[H4] plays each cookie as one visit and prints what the funnel says',
    { timeout: 100_000 },
    async () => {
      const output = await replay();
      assert.deepEqual(figures(output), [12, 8, 6]);
      assert.match(output, /In the recording: 12 visits, 8 with a cart, 6 orders\./);
      assert.match(output, /Prices are invented/);
      assert.match(output, /depend on dwell therefore change with the speed/);
    },
  );

  it(
    'adds nothing when a run is repeated, and adds new visitors in a new run',
    { timeout: 180_000 },
    async () => {
      assert.deepEqual(figures(await replay()), [12, 8, 6]);
      assert.deepEqual(figures(await replay('--run', '2')), [24, 16, 12]);
    },
  );

  it('says what is wrong if it cannot play', async () => {
    await assert.rejects(
      replay('--url', 'http://127.0.0.1:1'),
      /127\.0\.0\.1:1 does not answer: start/,
    );
    await assert.rejects(replay('--url', `${product.shopUrl}`), /is it Opportune\?/);
    await assert.rejects(replay('--visits', 'all'), /--visits must be a number/);
    await assert.rejects(command('main.ts', import.meta.filename), /no visit was found/);
  });

  it('plays into an account of its own', async () => {
    const { items } = await product.call<{ items: { id: string }[] }>('GET', '/sites');
    const funnel = await product.call<Funnel>('GET', `/sites/${items[0]?.id}/funnel?from=0`);
    assert.equal(funnel.visits, 0);
  });
});

describe('npm run import', () => {
  it(
    '[H6] imports history with its own times and triggers nothing',
    { timeout: 100_000 },
    async () => {
      const { items } = await product.call<{ items: { id: string }[] }>('GET', '/sites');
      const site = items[0]?.id;
      const { secret } = await product.call<{ secret: string }>('POST', `/sites/${site}/keys`, {
        name: 'Import',
      });
      assert.match(
        await command('import.ts', file, '--key', secret),
        /Imported 50 of 50 events; 0 were refused/,
      );
      const funnel = await product.call<Funnel>('GET', `/sites/${site}/funnel?from=0`);
      assert.deepEqual([funnel.visits, funnel.withCart, funnel.orders], [12, 8, 6]);
      assert.deepEqual(
        funnel.days.map(({ day }) => day),
        ['1999-01-01', '1999-01-02', '1999-01-03'],
      );
      const { items: campaigns } = await product.call<{ items: { eligible: number }[] }>(
        'GET',
        '/campaigns',
      );
      assert.deepEqual(
        campaigns.map(({ eligible }) => eligible),
        [0],
      );
    },
  );

  it('imports Segment calls of any total size, and refuses only calls that are too large', async () => {
    const { items } = await product.call<{ items: { id: string }[] }>('GET', '/sites');
    const site = items[0]?.id;
    const { secret } = await product.call<{ secret: string }>('POST', `/sites/${site}/keys`, {
      name: 'Calls',
    });
    const calls = Array.from({ length: 301 }, (_, each) => ({
      type: 'track',
      event: 'Looked',
      messageId: `call-${each}`,
      anonymousId: `past-${each % 7}`,
      timestamp: new Date(Date.UTC(2001, 1, 1) + each * 60_000).toISOString(),
      properties: Object.fromEntries(
        Array.from({ length: each === 200 ? 600 : 3 }, (_, n) => [`text${n}`, 'x'.repeat(1000)]),
      ),
    }));
    const log = path.join(folder, 'calls.jsonl');
    writeFileSync(log, `\uFEFF${calls.map((call) => JSON.stringify(call)).join('\r\n')}\r\n`);
    assert.match(
      await command('import.ts', log, '--key', secret),
      /Imported 300 of 301 events; 1 were refused/,
    );
  });

  it('refuses a write key, because history needs a secret key', async () => {
    const { items } = await product.call<{ items: { writeKey: string }[] }>('GET', '/sites');
    await assert.rejects(
      command('import.ts', file, '--key', items[0]?.writeKey ?? ''),
      /key\.trust_too_low/,
    );
  });
});
