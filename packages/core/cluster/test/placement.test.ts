// Where visitors and desks are, and how many move when shards join and leave.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AccountId, VisitorId } from '@opportune/protocol/ids.ts';
import { rounds } from '../../../../test/support/proof-size.test-support.ts';
import { deskHash, placementOn, visitorHash } from '../placement.ts';

const account = AccountId.parse('placed');
const visitors = rounds({ usual: 100_000, full: 10_000_000 });
const hashes = Uint32Array.from({ length: visitors }, (_, at) =>
  visitorHash(account, VisitorId.parse(`visitor-${at}`)),
);

const shards = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ shard: `shard-${at + 1}`, epoch: at + 1 }));

/** The position of each hash's shard in the order of names. */
function placed(of: readonly { shard: string; epoch: number }[]): Uint8Array {
  const placement = placementOn(of);
  const place = new Map(placement.owners.map((owner, at) => [owner, at]));
  return Uint8Array.from(hashes, (hash) => place.get(placement.ownerOf(hash)!) ?? 255);
}

test('[CL3.1] [CL3.2] shards own equally many visitors, within what chance allows', () => {
  for (const count of [1, 2, 3, 7, 50]) {
    const counts = new Uint32Array(count);
    for (const at of placed(shards(count))) counts[at]! += 1;
    const mean = visitors / count;
    // Six standard deviations: one placement in a hundred million is further off by chance.
    const mostOff = 6 * Math.sqrt(mean);
    for (const owned of counts) assert.ok(Math.abs(owned - mean) <= mostOff, `${count}: ${owned}`);
  }
});

test('[CL3.3] a shard that joins takes its share, and nothing moves between the others', () => {
  for (const count of [1, 2, 3, 10, 49]) {
    const before = placementOn(shards(count));
    const after = placementOn(shards(count + 1));
    const joined = `shard-${count + 1}`;
    let moved = 0;
    for (const hash of hashes) {
      const owner = after.ownerOf(hash)?.shard;
      if (owner === before.ownerOf(hash)?.shard) continue;
      moved += 1;
      assert.equal(owner, joined);
    }
    const mean = visitors / (count + 1);
    assert.ok(Math.abs(moved - mean) <= 6 * Math.sqrt(mean), `${count}: ${moved} of ${mean}`);
  }
});

test('[CL3.3] what a shard owned is shared equally by the others when it leaves', () => {
  const all = shards(5);
  const before = placed(all);
  const [, ...rest] = all;
  const after = placed(rest);
  const gained = new Uint32Array(rest.length);
  for (const [at, owner] of before.entries())
    if (owner === 0) gained[after[at]!]! += 1;
    else assert.equal(after[at], owner - 1);
  const mean = gained.reduce((sum, one) => sum + one, 0) / gained.length;
  for (const one of gained) assert.ok(Math.abs(one - mean) <= 6 * Math.sqrt(mean));
});

test('[CL3.1] every process places alike, whatever the order and the epochs of the shards', () => {
  const one = placementOn(shards(5));
  const other = placementOn(
    shards(5)
      .toReversed()
      .map(({ shard }) => ({ shard, epoch: 99 })),
  );
  for (const hash of hashes.subarray(0, 10_000))
    assert.equal(one.ownerOf(hash)?.shard, other.ownerOf(hash)?.shard);
  // Other processes and releases have to agree on these.
  assert.equal(deskHash(account), 2_551_937_973);
  assert.equal(one.ownerOf(deskHash(account))?.shard, 'shard-3');
  assert.equal(placementOn([]).ownerOf(1), undefined);
});
