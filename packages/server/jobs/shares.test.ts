// Which account's job is begun next when few places are free.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AccountId } from '@opportune/protocol/ids.ts';
import { sharesOf } from './shares.ts';

const [ada, bo, cy] = ['ada', 'bo', 'cy'].map((id) => AccountId.parse(id)) as [
  AccountId,
  AccountId,
  AccountId,
];

function shares(held: Readonly<Record<string, number>>, free: number, ofAccount = 6) {
  const given = sharesOf([ada, bo, cy], (account) => held[account] ?? 0, { free, ofAccount });
  return Object.fromEntries(given.map(({ account, most }) => [account, most]));
}

test('[JB7] free places go to the accounts that have fewest, of several to whose jobs are due longest', () => {
  assert.deepEqual(shares({}, 7), { ada: 3, bo: 2, cy: 2 });
  assert.deepEqual(shares({ ada: 5, bo: 1 }, 4), { bo: 2, cy: 2 });
  assert.deepEqual(shares({ ada: 1, bo: 1 }, 1), { cy: 1 });
});

test('[JB7] no account takes more than its share, even if places stay free', () => {
  assert.deepEqual(shares({ ada: 6, bo: 4 }, 30), { bo: 2, cy: 6 });
  assert.deepEqual(shares({ ada: 6, bo: 6, cy: 9 }, 30), {});
  assert.deepEqual(shares({}, 0), {});
});
