// Runs the example as its reader does: generated from a running server's document, compiled, then
// used.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { goalDraft } from '../../test/support/examples.test-support.ts';
import { type Product, startProduct } from '../../test/support/product.test-support.ts';

const folder = import.meta.dirname;
let product: Product;

before(async () => {
  product = await startProduct();
  await node('generate.ts', product.url);
});
after(() => product.close());

async function node(...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder });
  return stdout.trim();
}

function rename(token: string, from: string, to: string): Promise<string> {
  return node('main.ts', product.url, token, from, to);
}

test('[OP4] a generated client compiles, and knows the codes that each operation refuses with', async () => {
  const compiler = path.resolve(folder, '../../node_modules/typescript/bin/tsc');
  const failed = await node(compiler, '-p', '.').catch(({ stdout }: { stdout: string }) => stdout);
  assert.equal(failed, '');
});

test('[OP4] a generated client saves, and tells refusals apart by their code', async () => {
  const owner = await product.newAccount('Client');
  const agent = await product.invite(owner, 'agent');
  const { body: goal } = await owner.call('POST', '/goals', goalDraft);
  assert.equal(await rename(owner.token, goal.name, 'Sale'), 'renamed to Sale');
  assert.equal((await owner.call('GET', `/goals/${goal.id}`)).body.name, 'Sale');
  assert.equal(await rename(agent.token, 'Sale', 'Other'), 'ask a manager');
  assert.equal(await rename(owner.token, 'Sale', ''), 'wrong at name');
  assert.equal(await rename('none', 'Sale', 'Other'), 'refused: auth.expired');
});
