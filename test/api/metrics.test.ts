// The metrics of the whole product, judged by Prometheus' own checker `promtool`. The test fails
// without that program. `npm test` fetches it if it can.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import type { Owner } from '../support/people.test-support.ts';
import { type Product, startProduct } from '../support/product.test-support.ts';
import { makeVisit } from '../support/visit.test-support.ts';

let product: Product;
let owner: Owner;

before(async () => {
  product = await startProduct();
  owner = await product.newAccount('Measured');
  await makeVisit(product.url, owner);
});
after(() => product.close());

async function metrics(): Promise<string> {
  return (await fetch(`${product.url}/metrics`)).text();
}

test('[OP5] promtool accepts the answer of /metrics without a warning', async () => {
  const promtool = process.env['PROMTOOL'] ?? 'promtool';
  const { status, error, stdout, stderr } = spawnSync(promtool, ['check', 'metrics'], {
    input: await metrics(),
    encoding: 'utf8',
  });
  assert.equal(error, undefined, 'install promtool (prometheus), or name it in PROMTOOL');
  assert.deepEqual([status, stdout, stderr], [0, '', '']);
});

test('[OP5] a figure counted since the start is a counter, and reading it twice counts nothing twice', async () => {
  await metrics();
  const text = await metrics();
  for (const name of ['events', 'decisions', 'timers_skipped'])
    assert.match(text, new RegExp(`^# TYPE opportune_${name}_total counter$`, 'm'));
  const [, events] = /^opportune_events_total (\d+)$/m.exec(text) ?? [];
  assert.ok(Number(events) > 0, text);
  assert.match(await metrics(), new RegExp(`^opportune_events_total ${events}$`, 'm'));
});
