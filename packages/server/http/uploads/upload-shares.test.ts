// The memory that arriving files may hold, by account and address, while some hold their maximum.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HeldBytes } from '@opportune/core/bounds/held-bytes.ts';
import fc from 'fast-check';
import { type UploadBytes, type UploadPayers, UploadShares } from './upload-shares.ts';

const MiB = 1024 * 1024;
const room = 64 * MiB;
const chunk = MiB / 4;

const begin = (shares: UploadShares, payers: UploadPayers): UploadBytes =>
  shares.begin(payers, () => assert.fail('there was room'));

/** Starts this many uploads, each of which takes memory until refused. Returns MiB. */
function hoard(shares: UploadShares, account: string, address: string, uploads: number): number {
  const open = Array.from({ length: uploads }, () => begin(shares, { account, address }));
  return open.reduce((sum, held) => sum + fill(held, room), 0) / MiB;
}

function fill(held: UploadBytes, most: number): number {
  let taken = 0;
  while (taken < most && held.take(chunk)) taken += chunk;
  return taken;
}

test('[AT15] one address, one account and several leave room for the next', () => {
  const shares = new UploadShares(room, new HeldBytes(Infinity));
  const one = hoard(shares, 'a', 'one', 6);
  assert.ok(one > 20 && one < 22, `${one} MiB of one address`);
  const others = hoard(shares, 'a', 'two', 6) + hoard(shares, 'a', 'three', 6);
  assert.ok(one + others <= 32, `${one + others} MiB of one account`);
  const next = fill(begin(shares, { account: 'b', address: 'four' }), 25 * MiB);
  assert.equal(next, 25 * MiB, 'the only file of another account');
});

test('[AT15] the largest file fits if its account has no other in flight, whoever else sends', () => {
  const shares = new UploadShares(room, new HeldBytes(Infinity));
  for (const address of ['one', 'two', 'three']) hoard(shares, 'a', address, 8);
  assert.equal(fill(begin(shares, { account: 'b', address: 'four' }), 25 * MiB), 25 * MiB);
});

test('[AT15] what an upload took is given back when it ends, once', () => {
  const shares = new UploadShares(room, new HeldBytes(Infinity));
  const held = begin(shares, { account: 'a', address: 'one' });
  assert.equal(fill(held, room), room);
  const other = begin(shares, { account: 'b', address: 'two' });
  assert.equal(other.take(1), false);
  other.close();
  held.close();
  assert.equal(fill(begin(shares, { account: 'b', address: 'two' }), room), room);
});

test('[AT15] never more is held than there is room, whoever takes, ends and takes again', () => {
  const act = fc.record({
    account: fc.constantFrom('a', 'b', 'c'),
    address: fc.constantFrom('x', 'y', 'z'),
    takes: fc.nat(120),
    ends: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
      const shares = new UploadShares(room, new HeldBytes(Infinity));
      let held = 0;
      const open: { readonly held: UploadBytes; readonly bytes: number }[] = [];
      for (const { account, address, takes, ends } of acts) {
        const upload = begin(shares, { account, address });
        const bytes = fill(upload, takes * chunk);
        open.push({ held: upload, bytes });
        held += bytes;
        const last = ends ? open.shift() : undefined;
        last?.held.close();
        held -= last?.bytes ?? 0;
        assert.ok(held <= room);
      }
      for (const upload of open) upload.held.close();
      assert.equal(fill(begin(shares, { account: 'd', address: 'w' }), room), room);
    }),
    { numRuns: 50 },
  );
});
