// Runs the example as its reader does: typed text appears in the inbox, and an agent's answer is
// printed.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { type Product, startProduct } from '../../test/support/product.test-support.ts';

let product: Product;
let terminal: ChildProcess | undefined;
before(async () => {
  product = await startProduct({ OPPORTUNE_ALLOW_PRIVATE_DELIVERY: 'on' });
});
after(async () => {
  terminal?.kill();
  await product.close();
});

test('[CU6] a terminal and an agent talk to each other', async () => {
  const owner = await product.newAccount('Terminal');
  const main = path.join(import.meta.dirname, 'main.ts');
  const child = spawn(process.execPath, [main, product.url, owner.token, 'ada'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  terminal = child;
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async (): Promise<string> => String((await lines.next()).value);
  assert.equal(await nextLine(), 'Write to us:');
  child.stdin.write('Where is my order?\n');
  const talk = await found(owner, 'ada');
  const there = await owner.call('PUT', '/my-state', { state: 'online' });
  assert.equal(there.status, 200, JSON.stringify(there.body));
  const taken = await owner.call('POST', `/conversations/${talk}/take`);
  assert.equal(taken.status, 200, JSON.stringify(taken.body));
  const answer = { id: 'a1', text: 'It is **on its way**' };
  const posted = await owner.call('POST', `/conversations/${talk}/messages`, answer);
  assert.equal(posted.status, 200, JSON.stringify(posted.body));
  assert.match(await nextLine(), /: It is on its way$/);
});

/** The conversation at an address, once there is one. */
async function found(
  { call }: Awaited<ReturnType<Product['newAccount']>>,
  address: string,
): Promise<string> {
  for (;;) {
    const { body } = await call('GET', '/conversations?status=waiting');
    const talk = body.items.find((each: { address: string }) => each.address === address);
    if (talk !== undefined) return talk.id;
  }
}
