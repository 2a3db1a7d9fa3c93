// What a register takes and refuses.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clusterLimits } from '../limits.ts';
import { changeRegister, emptyRegister, type Register, type RegisterRequest } from '../register.ts';

const speaks = { oldest: 1, newest: 2 };

function join(register: Register, shard: string, of = {}): RegisterRequest {
  const self = { shard, holder: `${shard}.1`, address: shard, speaks };
  return { type: 'join', epoch: register.epoch, beat: 1, ...self, ...of };
}

function after(...requests: readonly ((register: Register) => RegisterRequest)[]): Register {
  return requests.reduce(
    (register, request) => changeRegister(register, request(register)).register,
    emptyRegister,
  );
}

const joined = (...shards: readonly string[]): Register =>
  after(...shards.map((shard) => (register: Register) => join(register, shard)));

test('[CL1.2] each change of the owners raises the epoch, and a holder has that of its joining', () => {
  const register = joined('a', 'b');
  assert.equal(register.epoch, 2);
  assert.deepEqual(
    register.shards.map(({ shard, epoch }) => ({ shard, epoch })),
    [
      { shard: 'a', epoch: 1 },
      { shard: 'b', epoch: 2 },
    ],
  );
  const beat = { type: 'beat', owner: { shard: 'a', epoch: 1 }, beat: 2, heard: 2 } as const;
  const renewed = changeRegister(register, { ...beat, isLeaving: false }).register;
  assert.equal(renewed.epoch, 2);
  assert.equal(renewed.revision, register.revision + 1);
});

test('[CL1.3] a late or repeated request has no effect', () => {
  const empty = emptyRegister;
  const late = join(empty, 'a');
  const register = joined('a', 'b');
  // The first one's answer was lost, and it asks again.
  assert.equal(changeRegister(register, late).outcome, 'done');
  assert.equal(changeRegister(register, late).register.epoch, 2);
  const owner = { shard: 'a', epoch: 1 };
  const without = changeRegister(register, { type: 'expel', owner, beat: 1 }).register;
  assert.equal(changeRegister(without, late).outcome, 'changed');
  const beat = { type: 'beat', owner, beat: 9, heard: 9, isLeaving: false } as const;
  assert.equal(changeRegister(without, beat).outcome, 'lost');
  assert.equal(changeRegister(without, { type: 'expel', owner, beat: 1 }).register, without);
});

test('[CL1.4] a shard has one holder, and its next has a later epoch', () => {
  const register = joined('a', 'b');
  const other = join(register, 'a', { holder: 'a.2' });
  assert.equal(changeRegister(register, other).outcome, 'taken');
  const owner = { shard: 'a', epoch: 1 };
  const without = changeRegister(register, { type: 'expel', owner, beat: 1 }).register;
  const again = changeRegister(without, join(without, 'a', { holder: 'a.2' })).register;
  assert.equal(again.shards.find(({ shard }) => shard === 'a')?.epoch, 4);
});

test('[CL6.2] a shard that has renewed since is not removed', () => {
  const register = joined('a', 'b');
  const owner = { shard: 'a', epoch: 1 };
  const beat = { type: 'beat', owner, beat: 2, heard: 2, isLeaving: false } as const;
  const renewed = changeRegister(register, beat).register;
  assert.equal(changeRegister(renewed, { type: 'expel', owner, beat: 1 }).outcome, 'changed');
  const removed = changeRegister(renewed, { type: 'expel', owner, beat: 2 });
  assert.deepEqual(removed.register.gone, [{ ...owner, holder: 'a.1', heard: 2 }]);
});

test('[CL7.1] [CL7.3] the first seal of a lost log holds, until its stale rows are removed', () => {
  const owner = { shard: 'a', epoch: 1 };
  const register = changeRegister(joined('a', 'b'), { type: 'expel', owner, beat: 1 }).register;
  const seal = (ordinal: number) => ({ type: 'seal', seal: { ...owner, ordinal } }) as const;
  const sealed = changeRegister(register, seal(7)).register;
  assert.deepEqual(changeRegister(sealed, seal(9)).register.seals, [{ ...owner, ordinal: 7 }]);
  assert.deepEqual(sealed.gone, []);
  const swept = changeRegister(sealed, { type: 'swept', owners: [owner] }).register;
  assert.deepEqual(swept.seals, []);
});

test('[CL11.2] builds that are no neighbours of all others are refused', () => {
  const register = joined('a');
  const outcome = (oldest: number, newest: number) =>
    changeRegister(register, join(register, 'b', { speaks: { oldest, newest } })).outcome;
  assert.equal(outcome(0, 1), 'done');
  assert.equal(outcome(2, 3), 'done');
  assert.equal(outcome(3, 4), 'version');
  assert.equal(outcome(-1, 0), 'version');
});

test('[CL14.1] a cluster has at most 64 shards', () => {
  const names = Array.from({ length: clusterLimits.shards }, (_, at) => `s${at}`);
  const follow = (register: Register): Register =>
    register.shards.reduce((now, { shard, epoch }) => {
      const owner = { shard, epoch };
      const beat = { type: 'beat', owner, beat: 2, heard: now.epoch, isLeaving: false } as const;
      return changeRegister(now, beat).register;
    }, register);
  let register = emptyRegister;
  for (const name of names)
    register = follow(changeRegister(register, join(register, name)).register);
  assert.equal(register.shards.length, clusterLimits.shards);
  assert.equal(changeRegister(register, join(register, 'one more')).outcome, 'full');
});

test('[CL14.2] nobody joins while too many changes are not followed by all', () => {
  let register = emptyRegister;
  for (let at = 0; at < clusterLimits.views; at += 1)
    register = changeRegister(register, join(register, `s${at}`)).register;
  assert.equal(register.views.length, clusterLimits.views);
  assert.equal(changeRegister(register, join(register, 'one more')).outcome, 'busy');
});
