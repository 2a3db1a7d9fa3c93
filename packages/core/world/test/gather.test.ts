import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AccountId } from '@opportune/protocol/ids.ts';
import { gather } from '../gather.ts';

test('[I8] concurrent questions are asked together, each answered with its own answer', async () => {
  const asked: (readonly number[])[] = [];
  const ask = gather<number, number>(async (_account, keys) => {
    asked.push(keys);
    return keys.map((key) => key * 2);
  });
  const account = AccountId.parse('a');
  assert.deepEqual(await Promise.all([1, 2, 3].map((key) => ask(account, key))), [2, 4, 6]);
  assert.deepEqual(asked, [[1, 2, 3]]);
  assert.equal(await ask(account, 4), 8);
});

test('[I8] a failed question fails for those who asked it, and the next is asked again', async () => {
  let down = true;
  const ask = gather<number, number>((_account, keys) =>
    down ? Promise.reject(new Error('down')) : Promise.resolve(keys),
  );
  const account = AccountId.parse('a');
  await assert.rejects(ask(account, 1), /down/);
  down = false;
  assert.equal(await ask(account, 1), 1);
});

test('[I8] questions during one in progress go with the next, up to a limit', async () => {
  const asked: (readonly number[])[] = [];
  let answer = (): void => {};
  const ask = gather<number, number>(async (_account, keys) => {
    asked.push(keys);
    if (asked.length === 1) await new Promise<void>((resolve) => (answer = resolve));
    return keys;
  }, 2);
  const account = AccountId.parse('a');
  const first = ask(account, 1);
  await Promise.resolve();
  await Promise.resolve();
  const rest = [2, 3, 4].map((key) => ask(account, key));
  answer();
  assert.deepEqual(await Promise.all([first, ...rest]), [1, 2, 3, 4]);
  assert.deepEqual(asked, [[1], [2, 3], [4]]);
});
