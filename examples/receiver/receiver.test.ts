// Runs the example as its reader does: it prints what happens in a conversation, and refuses what
// Opportune did not sign.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { makeVisit } from '../../test/support/visit.test-support.ts';
import { type Product, startProduct } from '../../test/support/product.test-support.ts';

let product: Product;
const receivers: ChildProcess[] = [];
before(async () => {
  product = await startProduct({ OPPORTUNE_ALLOW_PRIVATE_DELIVERY: 'on' });
});
after(async () => {
  for (const each of receivers) each.kill();
  await product.close();
});

/** Its port, and the next line that it prints. */
async function run(secret: string, at = '0') {
  const main = path.join(import.meta.dirname, 'main.ts');
  const child = spawn(process.execPath, [main, secret, at], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  receivers.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async (): Promise<string> => String((await lines.next()).value);
  const port = Number(/port (\d+)/.exec(await nextLine())?.[1]);
  const stop = (): Promise<void> =>
    new Promise((stopped) => {
      child.once('exit', () => stopped());
      child.kill();
    });
  return { port, nextLine, stop };
}

test('[WH3] a receiver of 30 lines verifies and prints what is told', async () => {
  const owner = await product.newAccount('Receiver');
  // The port is known before the secret is.
  const first = await run('whsec_none');
  const url = `http://127.0.0.1:${first.port}/`;
  await first.stop();
  const events = ['conversation.started', 'message.created'];
  const made = await owner.call('POST', '/webhooks', { name: 'Example', url, events });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const receiver = await run(made.body.secret, String(first.port));
  await makeVisit(product.url, owner);
  assert.equal(await receiver.nextLine(), 'conversation.started ');
  assert.match(await receiver.nextLine(), /^message\.created ./);
  const forged = await fetch(url, { method: 'POST', body: '{"type":"message.created","data":{}}' });
  assert.equal(forged.status, 401);
});
