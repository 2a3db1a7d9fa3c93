// Conversations through ten thousand random schedules. A failure names its seed; to look at one:
// OPPORTUNE_SIM_SEED=123 node --test packages/server/converse/converse-sim.test.ts
import assert from 'node:assert/strict';
import { availableParallelism } from 'node:os';
import { describe, test } from 'node:test';
import type { Plant } from './converse-sim-life.test-support.ts';
import {
  agentsSeeNothing,
  beginningsHidden,
  beginningsReversed,
  blockedComeIn,
  everybodyIsOwner,
  fifthLost,
  newestNotRestored,
  notesToVisitors,
  nobodyInControl,
  nothingGiven,
  nothingLive,
  reversedToVisitors,
  strangersWrite,
  twiceToVisitors,
} from './converse-sim-plants.test-support.ts';
import { playSeeds } from './converse-sim-worker.test-support.ts';
import { playSeed } from './converse-sim-play.test-support.ts';

const chosen = process.env['OPPORTUNE_SIM_SEED'];
const first = Number(chosen ?? 1);
const count = chosen === undefined ? 10_000 : 1;
const threads = Math.min(count, Math.max(2, availableParallelism()));

test(`[C14] ${count} schedules with lost, repeated and stalled frames, slow readers, chats that agents begin, changing rules, failing writes and killed servers keep every promise`, async () => {
  const share = Math.ceil(count / threads);
  const played = await Promise.all(
    Array.from({ length: threads }, (_, at) =>
      playSeeds(first + at * share, Math.min(share, count - at * share)),
    ),
  );
  const acknowledged = played.reduce((sum, each) => sum + each.acknowledged, 0);
  assert.ok(acknowledged > count * 5, `only ${acknowledged} messages: too little happened`);
  if (chosen !== undefined) return;
  const heard = played.reduce((sum, each) => sum + each.heard, 0);
  const joined = played.reduce((sum, each) => sum + each.heardJoined, 0);
  assert.ok(
    heard > count * 5 && joined > count,
    `only ${heard} were heard at once, ${joined} joined`,
  );
  const begun = played.reduce((sum, each) => sum + each.begun, 0);
  assert.ok(begun > count / 4, `agents began only ${begun}`);
  const takenUp = played.reduce((sum, each) => sum + each.takenUp, 0);
  assert.ok(takenUp > count / 200, `agents took up only ${takenUp} in control`);
});

test('[C14] the same seed plays the same schedule', async () => {
  assert.equal((await playSeed(4)).transcript, (await playSeed(4)).transcript);
});

describe('[C14] the checks of the schedules, within twelve seeds or, what comes seldom, up to a hundred and twenty,', () => {
  const found = async (plant: () => Plant, seeds = 12): Promise<string> => {
    const all: string[] = [];
    for (let seed = 1; seed <= seeds; seed += 1)
      all.push(...(await playSeed(seed, plant())).violations);
    return all.join('\n');
  };

  test('find that nothing is told at once', async () => {
    const violations = await found(nothingLive);
    assert.match(violations, /promise 2: v\d did not hear \S+ of \S+ at once/);
    assert.match(violations, /promise 2: a\d did not hear \S+ of \S+ at once/);
  });

  test('find that agents are shown nothing', async () => {
    const violations = await found(agentsSeeNothing);
    assert.match(violations, /promise 2: a\d never saw #1 of/);
    assert.match(violations, /promise 2: a\d did not hear \S+ of \S+ at once/);
  });

  test('find that visitors are shown notes', async () => {
    assert.match(
      await found(notesToVisitors),
      /promise 2: v\d was shown #\d+ of \S+, which is for/,
    );
  });

  test('find that visitors are told twice', async () => {
    assert.match(await found(twiceToVisitors), /promise 2: v\d: #(\d+) of \S+ came .* after #\1$/m);
  });

  test('find that visitors are told in another order', async () => {
    const violations = await found(reversedToVisitors);
    assert.match(violations, /promise 2: v\d: #\d+ of \S+ came on its own after #/);
    assert.match(violations, /promise 2: v\d was told #\d+ of \S+ after #\d+, without #/);
  });

  test('find that an agent’s line leaves some out', async () => {
    assert.match(
      await found(fifthLost),
      /promise 2: a\d was told #\d+ of \S+ after #\d+, without #/,
    );
  });

  test('find that routing gives nobody anything', async () => {
    assert.match(await found(nothingGiven), /^\S+ was forgotten: waiting$/m);
  });

  test('find that a server which begins forgets one', async () => {
    assert.match(await found(newestNotRestored), /^\S+ was forgotten: (waiting|active)$/m);
  });

  test('find that somebody writes who does not have it', async () => {
    assert.match(await found(strangersWrite), /#\d+: two owners, nobody and a\d$/m);
  });

  test('find that two consoles are told that it is theirs', async () => {
    assert.match(await found(everybodyIsOwner), /consoles were told of a\d, it is a\d$/m);
  });

  test('find that a conversation does not begin as an agent began it', async () => {
    assert.match(await found(beginningsReversed), /^\S+ does not begin with \S+ of a\d$/m);
  });

  test('find that visitors are not told of what agents begin', async () => {
    assert.match(await found(beginningsHidden, 60), /promise 2: v\d never knew of \S+$/m);
  });

  test('find that an agent speaks by hand to who is in control, which nobody confirmed or noted', async () => {
    const violations = await found(nobodyInControl, 120);
    assert.match(violations, /^\S+ was begun with v\d, which nobody confirmed$/m);
    assert.match(violations, /^\S+ does not say what a\d blurs$/m);
    assert.match(
      violations,
      /^the engine was told \d times that \S+ was taken up, it was 0 times$/m,
    );
  });

  test('find that a conversation begins with a visitor who is blocked', async () => {
    assert.match(await found(blockedComeIn, 60), /^\S+ began though v\d was blocked before$/m);
  });
});
