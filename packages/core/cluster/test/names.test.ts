// Which node holds which name of a cluster.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressesOf, namesOf, shareNames } from '../names.ts';
import { emptyRegister } from '../register.ts';

const names = (count: number) => Array.from({ length: count }, (_, at) => String(at + 1));
const nodes = (count: number, from = 0) =>
  Array.from({ length: count }, (_, at) => ({ shard: `node-${from + at}`, epoch: from + at + 1 }));

test('[CL16.2] nodes hold equally many names, give or take one, in whatever order they are listed', () => {
  for (const total of [1, 2, 4, 7, 16, 64])
    for (const count of [1, 2, 3, 5, 16, 64]) {
      const held = new Map<string, number>();
      const shared = shareNames(names(total), nodes(count));
      for (const { shard } of shared.values()) held.set(shard, (held.get(shard) ?? 0) + 1);
      const least = Math.floor(total / count);
      assert.equal(shared.size, total);
      for (const { shard } of nodes(count)) {
        const mine = held.get(shard) ?? 0;
        assert.ok(mine === least || mine === least + 1, `${total} names, ${count} nodes: ${mine}`);
      }
      assert.deepEqual(shareNames(names(total), nodes(count).toReversed()), shared);
    }
  assert.equal(shareNames(names(4), []).size, 0);
});

test('[CL16.6] of more nodes than names, the newest get none, so none moves to a node that waits', () => {
  for (let count = 4; count < 20; count += 1)
    assert.deepEqual(shareNames(names(4), nodes(count)), shareNames(names(4), nodes(4)));
  const [, ...others] = nodes(6);
  assert.ok([...shareNames(names(4), others).values()].every(({ epoch }) => epoch <= 5));
});

test('[CL16.2] if a node joins or leaves, most names stay where they are', () => {
  let moved = 0;
  let all = 0;
  for (let round = 0; round < 200; round += 1)
    for (const count of [2, 3, 5]) {
      const before = shareNames(names(16), nodes(count, round * 10));
      const after = shareNames(names(16), nodes(count + 1, round * 10));
      for (const [name, { shard }] of after) moved += before.get(name)?.shard === shard ? 0 : 1;
      all += 16 / (count + 1);
    }
  // Half as many again as a join has to move.
  assert.ok(moved <= 1.6 * all, `${moved} moved, ${Math.round(all)} had to`);
});

test('[CL16.3] a node serves a name only if it holds it in each view by which another may still act', () => {
  const [one, other] = nodes(2);
  assert.ok(one && other);
  const views = [
    { epoch: 1, owners: [one] },
    { epoch: 2, owners: [one, other] },
  ];
  const gained = names(8).filter((name) => shareNames(names(8), [one, other]).get(name) === other);
  assert.equal(gained.length, 4);
  assert.deepEqual(namesOf(other, names(8), views), []);
  assert.deepEqual(namesOf(other, names(8), views.slice(1)), gained);
  assert.deepEqual(namesOf({ ...other, epoch: 9 }, names(8), views.slice(1)), []);
  assert.equal(namesOf(one, names(8), views).length, 4);
  assert.deepEqual(namesOf(one, names(8), []), []);
});

test('[CL16.4] each name has the address of the node that holds it by the newest view', () => {
  const [one, other] = nodes(2);
  assert.ok(one && other);
  const shards = [one, other].map((owner) => ({
    ...{ ...owner, holder: owner.shard, address: `${owner.shard}:7710`, beat: 1, heard: 2 },
    ...{ isLeaving: false, speaks: { oldest: 1, newest: 1 } },
  }));
  const register = { ...emptyRegister, shards, views: [{ epoch: 2, owners: [one, other] }] };
  const addresses = addressesOf(names(4), register);
  for (const [name, { shard }] of shareNames(names(4), [one, other]))
    assert.equal(addresses.get(name), `${shard}:7710`);
  assert.equal(addressesOf(names(4), emptyRegister).size, 0);
});
