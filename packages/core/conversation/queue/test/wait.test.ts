// The expected wait: from who is ahead, which places there are and how long conversations take; in
// steps; and compared with simulated queues.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  chat,
  decision,
  refusalOf,
  Scene,
  skillId,
  startedAt,
  conversationId,
  user,
} from '../../test/desk.test-support.ts';
import { handlingMs, handlingPrior, learnHandled, newHandling } from '../handling.ts';
import { reachOf } from '../../routing/skill-plan.ts';
import { toldWait, waitsBehindAll, waitSteps } from '../wait.ts';

const minute = 60_000;
const told = (scene: Scene, skill = '*') => scene.desk.availability.skills[skill]?.waitS ?? null;
const placed = (scene: Scene, name: string) =>
  scene.desk.places.get(conversationId(name))?.waitS ?? null;

/** Every conversation takes this long. */
function usual(scene: Scene, handledMs: number, skill: string | null = null): Scene {
  const of = { skill: skill === null ? null : skillId(skill), handledMs };
  scene.do({ type: 'handled', handled: Array.from({ length: 500 }, () => of) });
  return scene;
}

test('[EW1] the wait is 0 if a place is free, and unknown if nobody is there', () => {
  const scene = new Scene();
  assert.equal(told(scene), null);
  scene.online('ada', 1);
  assert.equal(told(scene), 0);
  scene.start('t1');
  assert.equal(told(scene), 600, 'eight minutes are the prior, and ten the step');
});

test('[EW1] it is the number ahead plus one, times the handling time, by the places there are', () => {
  const scene = usual(new Scene().online('ada', 2).online('ben', 2), 8 * minute);
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) scene.start(name);
  assert.deepEqual([placed(scene, 'e'), placed(scene, 'f'), told(scene)], [120, 240, 420]);
  scene.do({ type: 'conversation.drop', id: conversationId('e'), user: null });
  assert.deepEqual([placed(scene, 'f'), told(scene)], [120, 240]);
});

test('[EW1] where agents pick, waiting conversations come first into free places, and a new one gets the wait of the last', () => {
  const scene = usual(new Scene().skills({}, {}, { mode: 'pick' }).online('ada', 3), 5.5 * minute);
  const free = () => scene.desk.availability.skills['*']?.free;
  assert.deepEqual([free(), told(scene)], [3, 0]);
  scene.start('t0');
  scene.start('t1');
  assert.deepEqual([free(), told(scene)], [1, 0]);
  assert.equal(placed(scene, 't0'), 60, 'who waits is never told that they do not');
  scene.start('t2');
  assert.deepEqual([free(), told(scene)], [0, 120]);
  for (let at = 3; at < 20; at++) {
    const comes = waitsBehindAll(scene.desk).expectedS({ skill: null, besides: 'anyone' }, null);
    scene.now += 1;
    scene.start(`t${at}`);
    assert.equal(placed(scene, `t${at}`), toldWait(null, comes));
  }
  assert.deepEqual(
    [free(), told(scene)],
    [0, 1_800],
    'half an hour was told, and 33 min are not far over it',
  );
  const hold = { type: 'hold', decision: decision('d1'), skill: null, until: Infinity } as const;
  assert.equal(refusalOf(scene.do(hold)), 'agent.no_room');
});

test('[EW1] a conversation that waits to be picked reserves no place from one that is assigned', () => {
  const scene = new Scene().skills(
    { ada: { sales: 3 } },
    { sales: { mode: 'automatic' } },
    { mode: 'pick' },
  );
  scene.online('ada', 2);
  for (const name of ['a', 'b', 'c']) scene.start(name);
  const { skills } = scene.desk.availability;
  assert.deepEqual([skills['*']?.free, skills['sales']?.free, told(scene, 'sales')], [0, 2, 0]);
  const hold = { type: 'hold', decision: decision('d1'), until: Infinity } as const;
  assert.equal(refusalOf(scene.do({ ...hold, skill: skillId('sales') })), null);
  scene.start('d', 'sales');
  assert.equal(scene.owner('d'), 'ada');
});

test('[EW1] one that others may take too counts by their share of the places', () => {
  const scene = new Scene().skills({ ada: { sales: 3 }, ben: { sales: 3, voice: 3 } });
  usual(scene.online('ada', 1).online('ben', 1), 10 * minute);
  scene.start('a', 'sales');
  scene.start('b', 'sales');
  // Somebody waits for sales: half of their places are Ben's, the only one of voice.
  scene.start('c', 'sales');
  assert.equal(placed(scene, 'c'), 300);
  const voice = reachOf(scene.desk.plan, skillId('voice'), 0);
  const forVoice = waitsBehindAll(scene.desk).expectedS(voice, skillId('voice')) ?? 0;
  assert.ok(Math.abs(forVoice - 900) < 15, `${forVoice}`);
});

test('[EW2] a skill learns its own mean, shrunk to the account; one left open over night hardly counts', () => {
  const handling = newHandling();
  const [quick, rare] = [skillId('quick'), skillId('rare')];
  assert.equal(handlingMs(handling, rare), handlingPrior.handledMs);
  for (let at = 0; at < 300; at++) learnHandled(handling, { skill: quick, handledMs: minute });
  const before = handlingMs(handling, quick);
  assert.ok(before < 1.5 * minute && before > minute, `${before}`);
  learnHandled(handling, { skill: quick, handledMs: 14 * 60 * minute });
  assert.ok(handlingMs(handling, quick) < before * 1.04);
  learnHandled(handling, { skill: rare, handledMs: 10 * minute });
  const own = handlingMs(handling, rare);
  assert.ok(own > handlingMs(handling, null) && own < 3 * minute, `${own}`);
});

test('[EW2] the mean stays between 0 and the longest, for any input in any order', () => {
  const times = fc.array(fc.integer({ min: 0, max: 1e9 }), { maxLength: 60 });
  fc.assert(
    fc.property(times, (all) => {
      const handling = newHandling();
      const most = Math.max(handlingPrior.handledMs, ...all);
      for (const handledMs of all) {
        const before = handlingMs(handling, null);
        learnHandled(handling, { skill: null, handledMs });
        const after = handlingMs(handling, null);
        assert.ok(after >= 0 && after <= most + 1e-6, `${after}`);
        assert.ok(after <= before * 1.6, 'no single one moves it far');
      }
    }),
    { numRuns: 300, seed: 5 },
  );
});

test('[EW3] the reported wait is a step, and around one estimate it only falls', () => {
  const around = fc.double({ min: 20, max: 3_000, noNaN: true });
  const shaken = fc.array(fc.double({ min: 0.9, max: 1.1, noNaN: true }), { maxLength: 40 });
  fc.assert(
    fc.property(around, shaken, (middle, shakes) => {
      let last: number | null = null;
      for (const shake of shakes) {
        const next = toldWait(last, middle * shake);
        assert.ok(next !== null && waitSteps.includes(next));
        assert.ok(last === null || next <= last, `${last} rose to ${next} around ${middle}`);
        last = next;
      }
    }),
    { numRuns: 2_000, seed: 8 },
  );
  assert.equal(toldWait(60, null), null);
  assert.deepEqual([toldWait(120, 145), toldWait(120, 155), toldWait(120, 0)], [120, 180, 0]);
});

test('[EW4] the time a place was taken is learnt and reported; a return to the queue says nothing', () => {
  const scene = new Scene().online('ada', 1);
  scene.start('t1');
  scene.now += 3 * minute;
  scene.do({ type: 'conversation.finish', id: conversationId('t1'), user: user('ada') });
  scene.now += minute;
  const done = scene.do({
    type: 'conversation.finish',
    id: conversationId('t1'),
    user: user('ada'),
  });
  assert.deepEqual(
    done.filter(({ type }) => type === 'conversation.handled'),
    [
      {
        type: 'conversation.handled',
        id: conversationId('t1'),
        skill: null,
        handledMs: 4 * minute,
      },
    ],
  );
  scene.start('t2');
  scene.now += minute;
  const back = {
    type: 'conversation.transfer',
    id: conversationId('t2'),
    user: user('ada'),
  } as const;
  const given = scene.do({ ...back, destination: { to: 'queue' } });
  assert.ok(given.every(({ type }) => type !== 'conversation.handled'));
  // After a restore it no longer counts: when its agent got it is unknown.
  const next = new Scene();
  const conversations = [{ ...restored, id: conversationId('t9') }];
  const online = { state: 'online' as const, reason: null };
  const agents = [{ profile: ada, ...online, since: startedAt, chosen: online }];
  next.do({ type: 'restore', agents, conversations });
  const dropped = next.do({ type: 'conversation.drop', id: conversationId('t9'), user: null });
  assert.ok(dropped.every(({ type }) => type !== 'conversation.handled'));
});

const ada = { user: user('ada'), name: 'ADA', kind: 'person' as const, room: 1 };
const restored = {
  ...chat,
  skill: null,
  weight: 1,
  standing: 0,
  status: 'active' as const,
  agent: ada.user,
  queuedAt: startedAt,
  waitingSince: null,
  wrapUpSince: null,
  joined: [],
};

/** Seeded, so that a failure can be reproduced (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * A simulated queue with exponential arrivals and handling times. Returns each wait with its
 * expectation.
 */
function served(
  seed: number,
  { agents, room, load }: { agents: number; room: number; load: number },
) {
  const random = randomOf(seed);
  const after = (meanMs: number) => -Math.log(1 - random()) * meanMs;
  const scene = new Scene();
  for (let at = 0; at < agents; at++) scene.online(`a${at}`, room);
  const handleMs = 6 * minute;
  const gapMs = handleMs / (agents * room * load);
  const found: { expectedS: number; waitedS: number }[] = [];
  const began = new Map<string, { at: number; expectedS: number }>();
  const ends: { at: number; id: string }[] = [];
  let comes = startedAt + after(gapMs);
  let count = 0;
  const noteServed = (): void => {
    for (const conversation of scene.desk.conversations.values()) {
      const start = began.get(conversation.id);
      if (conversation.status !== 'active' || start === undefined) continue;
      began.delete(conversation.id);
      found.push({ expectedS: start.expectedS, waitedS: (scene.now - start.at) / 1_000 });
      ends.push({ at: scene.now + after(handleMs), id: conversation.id });
    }
    ends.sort((a, b) => a.at - b.at);
  };
  while (found.length < 2_000) {
    const end = ends[0];
    if (end !== undefined && end.at <= comes) {
      ends.shift();
      scene.now = end.at;
      scene.do({ type: 'conversation.drop', id: conversationId(end.id), user: null });
    } else {
      scene.now = comes;
      comes += after(gapMs);
      const { free } = scene.desk.availability.skills['*'] ?? { free: 0 };
      const waits = waitsBehindAll(scene.desk);
      const expectedS =
        free > 0 ? 0 : (waits.expectedS({ skill: null, besides: 'anyone' }, null) ?? 0);
      const id = `s${count++}`;
      if (scene.queue().length < 300) {
        began.set(id, { at: scene.now, expectedS });
        scene.start(id);
      }
    }
    noteServed();
  }
  return found.slice(400).filter(({ expectedS }) => expectedS > 0);
}

for (const [name, of] of [
  ['two agents with two places, hardly too few', { agents: 2, room: 2, load: 0.9 }],
  ['five agents with one place, all taken', { agents: 5, room: 1, load: 0.95 }],
] as const) {
  test(`[EW5] of those who had to wait, ${name}, the mean is what was expected`, () => {
    const waited = [1, 2, 3].flatMap((seed) => served(seed, of));
    const mean = (value: (each: (typeof waited)[number]) => number) =>
      waited.reduce((sum, each) => sum + value(each), 0) / waited.length;
    const [expected, actual] = [mean((each) => each.expectedS), mean((each) => each.waitedS)];
    assert.ok(waited.length > 1_000, `${waited.length}`);
    assert.ok(Math.abs(expected / actual - 1) < 0.12, `${expected} expected, ${actual} waited`);
  });
}
