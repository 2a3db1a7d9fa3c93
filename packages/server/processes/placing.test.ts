import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AccountId } from '@opportune/protocol/ids.ts';
import { doorLimits } from '@opportune/protocol/limits/connections.ts';
import { testLog } from '../adapter/engines.test-support.ts';
import { createPlacing } from './placing.ts';
import { homesOf } from './shard-of.ts';

const account = AccountId.parse('acc_of_a_shop');

function placing(
  accountOf: (key: string) => Promise<AccountId | null>,
  mayAsk: (payer: string) => boolean = () => true,
) {
  const time = { now: 0 };
  const asked: string[] = [];
  const place = createPlacing({
    accountOf(key) {
      asked.push(key);
      return accountOf(key);
    },
    mayAsk,
    homeOf: homesOf(4),
    now: () => time.now,
    log: testLog(),
  });
  return { time, asked, place: (head: string, payer = '203.0.113.7') => place(head, payer) };
}

const socketOf = (query: string): string => `GET /v1/socket${query} HTTP/1.1\r\nHost: h\r\n\r\n`;

test('[PR1.6] a socket that names a key is for the home of its account, which is asked for once', async () => {
  const { asked, place } = placing(async () => account);
  const home = homesOf(4)(account);
  const first = ['?key=wk_a', '?a=b&key=wk_a&c=d'].map((query) => place(socketOf(query)));
  assert.deepEqual(await Promise.all(first), [home, home]);
  assert.equal(place(socketOf('?key=wk_a')), home);
  assert.deepEqual(asked, ['wk_a']);
});

test('[PR1.6] a console names its account, which needs no question', () => {
  const { asked, place } = placing(async () => null);
  const head = `GET /api/v1/socket?account=${account} HTTP/1.1\r\n\r\n`;
  assert.equal(place(head), homesOf(4)(account));
  assert.deepEqual(asked, []);
});

test('[PR1.6] a socket without a key, as former tags open it, and any other request are for any shard', () => {
  const { asked, place } = placing(async () => account);
  for (const head of [
    socketOf(''),
    socketOf('?key='),
    socketOf('?key=a%20b'),
    socketOf(`?key=${'k'.repeat(129)}`),
    'GET /api/v1/socket?account= HTTP/1.1\r\n\r\n',
    'GET /elsewhere?key=wk_a HTTP/1.1\r\n\r\n',
    'POST /v1/events HTTP/1.1\r\n\r\nGET /v1/socket?key=wk_a HTTP/1.1\r\n\r\n',
  ])
    assert.equal(place(head), null, head);
  assert.deepEqual(asked, []);
});

test('[PR1.6] an unknown key stays unknown for a while', async () => {
  const { asked, place, time } = placing(async () => null);
  assert.equal(await place(socketOf('?key=wk_none')), null);
  assert.equal(place(socketOf('?key=wk_none')), null);
  assert.equal(asked.length, 1);
  time.now = 5001;
  assert.equal(await place(socketOf('?key=wk_none')), null);
  assert.equal(asked.length, 2);
});

test('[PR7.4] a flood of keys is not asked for, and a store that fails closes nothing', async () => {
  const answer = Promise.withResolvers<AccountId | null>();
  const { asked, place } = placing(() => answer.promise);
  const heads = Array.from({ length: 100 }, (_, at) => socketOf(`?key=wk_${at}`));
  const placed = heads.map((head) => place(head));
  assert.equal(asked.length, doorLimits.askedKeys);
  answer.reject(new Error('the store is away'));
  assert.deepEqual(
    await Promise.all(placed),
    heads.map(() => null),
  );
  void place(socketOf('?key=wk_a'));
  assert.equal(asked.length, doorLimits.askedKeys + 1);
});

test('[PR7.4] an address that may not ask is handed to any shard, and others and proxies go on', async () => {
  const { asked, place } = placing(
    async () => account,
    (payer) => payer !== 'greedy',
  );
  const home = homesOf(4)(account);
  assert.equal(place(socketOf('?key=wk_a'), 'greedy'), null);
  assert.equal(await place(socketOf('?key=wk_a'), 'another'), home);
  // What is known needs no question.
  assert.equal(place(socketOf('?key=wk_a'), 'greedy'), home);
  assert.equal(await place(socketOf('?key=wk_b'), ''), home);
  assert.deepEqual(asked, ['wk_a', 'wk_b']);
});

test('[PR7.4] a question that is not answered keeps its place, and its connection goes on', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const answer = Promise.withResolvers<AccountId | null>();
  const { asked, place } = placing(() => answer.promise);
  const placed = Array.from({ length: doorLimits.askedKeys }, (_, at) =>
    place(socketOf(`?key=wk_${at}`)),
  );
  t.mock.timers.tick(2000);
  assert.deepEqual([...new Set(await Promise.all(placed))], [null]);
  assert.equal(place(socketOf('?key=wk_more')), null);
  assert.equal(asked.length, doorLimits.askedKeys);
  answer.resolve(account);
  await new Promise((resolve) => setImmediate(resolve));
  assert.notEqual(await place(socketOf('?key=wk_more')), null);
});
