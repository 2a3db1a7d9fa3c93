// The life of an owner, rule by rule, on one clock and without a network.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isHeld, step } from '../life.ts';
import { clusterTimings } from '../limits.ts';
import { changeRegister } from '../register.ts';
import { mayAct } from '../route.ts';
import { hashOf, Lives } from './lives.test-support.ts';

const { leaseMs, marginMs, beatMs, drainMs } = clusterTimings;

test('[CL2.1] [CL2.2] a lease counts from its request, and acting stops before it ends', () => {
  const lives = new Lives();
  const life = lives.start('a');
  assert.ok(isHeld(life, lives.now));
  const asked = lives.now;
  const hash = hashOf(life);
  assert.ok(mayAct(life, hash, asked + leaseMs - marginMs - 1));
  assert.ok(!mayAct(life, hash, asked + leaseMs - marginMs));
  // An answer that takes a second leaves a second less.
  lives.now += leaseMs;
  const [effect] = step(life, { type: 'time' }, lives.now);
  assert.ok(effect?.type === 'ask');
  const answer = changeRegister(lives.register, effect.request);
  const answered = {
    type: 'answered',
    request: effect.request,
    askedAt: lives.now,
    answer,
  } as const;
  step(life, answered, lives.now + 1000);
  assert.ok(isHeld(life, lives.now + 1000));
  assert.ok(!isHeld(life, lives.now + leaseMs - marginMs));
});

test('[CL2.3] a lease that lapsed goes on with everything in memory, if nobody was faster', () => {
  const lives = new Lives();
  const life = lives.start('a');
  const hash = hashOf(life);
  lives.isReachable = false;
  lives.pass(10_000, life);
  assert.ok(!mayAct(life, hash, lives.now));
  lives.isReachable = true;
  lives.pass(beatMs, life);
  assert.ok(mayAct(life, hash, lives.now));
  assert.deepEqual(lives.of('a', 'over'), []);
});

test('[CL4.1] [CL5.1] what moves is acted for by nobody until its former owner has let go', () => {
  const lives = new Lives();
  const a = lives.start('a');
  lives.letsGo.delete('a');
  const b = lives.start('b');
  lives.pass(2 * beatMs, a, b);
  const moved = hashOf(b);
  const stays = hashOf(a);
  assert.ok(!mayAct(a, moved, lives.now) && !mayAct(b, moved, lives.now));
  assert.ok(mayAct(a, stays, lives.now));
  lives.give(a, { type: 'followed', epoch: 2 });
  lives.pass(2 * beatMs, a, b);
  assert.ok(!mayAct(a, moved, lives.now) && mayAct(b, moved, lives.now));
  assert.equal(lives.register.views.length, 1);
});

test('[CL5.2] an owner that cannot let go in time gives up its lease', () => {
  const lives = new Lives();
  const a = lives.start('a');
  lives.letsGo.delete('a');
  const b = lives.start('b');
  lives.pass(drainMs + beatMs, a, b);
  assert.deepEqual(lives.of('a', 'over'), [{ type: 'over', reason: 'drain' }]);
});

test('[CL6.1] [CL7.2] what a silent shard owned is elsewhere within three seconds, after its seal', () => {
  const lives = new Lives();
  const [a, b, c] = [lives.start('a'), lives.start('b'), lives.start('c')];
  lives.pass(1000, a, b, c);
  const hash = hashOf(c);
  const dead = lives.now;
  while (lives.of('a', 'seal').length + lives.of('b', 'seal').length === 0) {
    lives.pass(10, a, b);
    assert.ok(lives.now < dead + 3000);
  }
  const lost = { shard: 'c', epoch: c.lease?.epoch ?? 0 };
  const nobody = () => ![a, b].some((life) => mayAct(life, hash, lives.now));
  lives.pass(beatMs, a, b);
  assert.ok(nobody());
  lives.ask({ type: 'seal', seal: { ...lost, ordinal: 5 } });
  lives.pass(beatMs, a, b);
  assert.equal([a, b].filter((life) => mayAct(life, hash, lives.now)).length, 1);
  assert.ok(lives.now < dead + 3000, `${lives.now - dead} ms`);
  lives.give(c, { type: 'time' });
  assert.deepEqual(lives.of('c', 'over'), [{ type: 'over', reason: 'lost' }]);
});

test('[CL6.3] nobody is removed for what the store was away', () => {
  const lives = new Lives();
  const [a, b] = [lives.start('a'), lives.start('b')];
  lives.pass(1000, a, b);
  lives.isReachable = false;
  lives.pass(60_000, a, b);
  lives.isReachable = true;
  lives.pass(5000, a, b);
  assert.equal(lives.register.shards.length, 2);
  assert.deepEqual([...lives.of('a', 'over'), ...lives.of('b', 'over')], []);
});

test('[CL12.1] a shard that leaves lets go first, and its log needs no seal', () => {
  const lives = new Lives();
  const [a, b] = [lives.start('a'), lives.start('b')];
  lives.pass(1000, a, b);
  const hash = hashOf(b);
  lives.give(b, { type: 'leave' });
  lives.pass(1000, a, b);
  assert.deepEqual(lives.of('b', 'over'), [{ type: 'over', reason: 'left' }]);
  assert.deepEqual(lives.register.gone, []);
  assert.deepEqual(lives.register.seals, []);
  assert.ok(mayAct(a, hash, lives.now));
});

test('[CL1.4] a process that was killed is replaced under the same name once its lease is over', () => {
  const lives = new Lives();
  const a = lives.start('a');
  lives.pass(1000, a);
  const again = lives.start('a', { holder: 'a.2' });
  const epoch = () => again.lease?.epoch;
  lives.pass(beatMs, again);
  assert.equal(epoch(), undefined);
  lives.pass(3000, again);
  assert.equal(again.phase, 'serving');
  assert.ok((epoch() ?? 0) > (a.lease?.epoch ?? 0));
});

test('[CL11.2] a build that is no neighbour ends', () => {
  const lives = new Lives();
  const a = lives.start('a');
  const b = lives.start('b', { speaks: { oldest: 4, newest: 5 } });
  lives.pass(1000, a, b);
  assert.deepEqual(lives.of('b', 'over'), [{ type: 'over', reason: 'version' }]);
});
