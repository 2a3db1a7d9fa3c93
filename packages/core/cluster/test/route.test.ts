// Where a misplaced message goes, and what waits.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HeldMessages } from '../held-messages.ts';
import { clusterLimits, clusterTimings } from '../limits.ts';
import { fromOutside, routeOf } from '../route.ts';
import { commonVersion, versionOfAll } from '../versions.ts';
import { hashOf, Lives } from './lives.test-support.ts';

test('[CL10.1] a message is forwarded to its owner, with the epoch by which it was chosen', () => {
  const lives = new Lives();
  const [a, b] = [lives.start('a'), lives.start('b', { speaks: { oldest: 0, newest: 1 } })];
  lives.pass(1000, a, b);
  const hash = hashOf(b);
  assert.deepEqual(routeOf(b, hash, fromOutside, lives.now), { type: 'here' });
  const route = routeOf(a, hash, fromOutside, lives.now);
  assert.ok(route.type === 'forward');
  assert.equal(route.to.address, 'b');
  assert.deepEqual(route.way, { epoch: 2, hops: 1 });
  // [CL11.1]: the newest that both know.
  assert.equal(route.version, 1);
});

test('[CL10.2] a message waits where more is known soon', () => {
  const lives = new Lives();
  const a = lives.start('a');
  lives.letsGo.delete('a');
  const b = lives.start('b');
  const hash = hashOf(b);
  lives.pass(clusterTimings.beatMs, a, b);
  // It moves, and its former owner has not let go.
  assert.deepEqual(routeOf(b, hash, fromOutside, lives.now), { type: 'hold' });
  // The sender knows more.
  assert.deepEqual(routeOf(b, hashOf(a), { epoch: 9, hops: 1 }, lives.now), { type: 'hold' });
});

test('[CL10.3] a message that is forwarded too often is refused, and so is one after the lease', () => {
  const lives = new Lives();
  const [a, b] = [lives.start('a'), lives.start('b')];
  lives.pass(1000, a, b);
  const way = { epoch: 1, hops: clusterLimits.hops + 1 };
  assert.deepEqual(routeOf(a, hashOf(b), way, lives.now), { type: 'refuse' });
  lives.give(a, { type: 'leave' });
  lives.pass(1000, a, b);
  assert.deepEqual(routeOf(a, hashOf(b), fromOutside, lives.now), { type: 'refuse' });
});

test('[CL10.4] promise 7: what waits is bounded in count, bytes and time, and keeps its order', () => {
  const held = new HeldMessages<number>();
  const add = (message: number, sizeBytes: number, since = 0) =>
    held.add({ message, sizeBytes, since });
  for (let at = 0; at < clusterLimits.heldMessages; at += 1) assert.ok(add(at, 1, at));
  assert.ok(!add(-1, 1));
  const { again, late } = held.take(clusterLimits.heldMs + 1);
  assert.deepEqual(
    late.map(({ message }) => message),
    [0, 1],
  );
  assert.equal(again[0]?.message, 2);
  assert.equal(again.length, clusterLimits.heldMessages - 2);
  assert.equal(held.count, 0);
  assert.ok(add(1, clusterLimits.heldBytes));
  assert.ok(!add(2, 1));
  assert.equal(held.sizeBytes, clusterLimits.heldBytes);
});

test('[CL11.1] two builds talk in the newest version that both know', () => {
  const build = (newest: number) => ({ oldest: newest - 1, newest });
  assert.equal(commonVersion(build(4), build(5)), 4);
  assert.equal(commonVersion(build(5), build(5)), 5);
  assert.equal(commonVersion(build(3), build(5)), null);
  assert.equal(versionOfAll([build(4), build(5), build(4)]), 4);
  assert.equal(versionOfAll([build(4), build(5), build(6)]), null);
});
