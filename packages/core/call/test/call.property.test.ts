// For any inputs in any order: nobody hears what they should not, each place that is taken is
// returned once, a call with agents has one owner, and every call ends.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Call, CallEffect, CallInput, Leg, Route } from '../call.ts';
import { nextDeadlineAt } from '../deadlines.ts';
import { callLimits } from '../limits.ts';
import { isKeptWaiting } from '../routes.ts';
import { agent, leg, Scene, supervisor, talking, user } from './call.test-support.ts';
import { aHistory } from './call-history.test-support.ts';
import { overheard } from './overheard.test-support.ts';
import { rounds } from '../../../../test/support/proof-size.test-support.ts';

const size = { numRuns: rounds({ usual: 1500, full: 30_000 }), seed: 20_261_126 };

test('[CX5] [CX6] [CX7] nobody hears what they should not, in any order of events', () => {
  const seen = { routes: 0, held: 0, aside: 0, whispers: 0 };
  fc.assert(
    fc.property(aHistory, (history) => {
      play(history, ({ call }) => {
        assert.deepEqual(overheard(call, call.routes), []);
        seen.routes += call.routes.length;
        seen.held += call.isHeld ? 1 : 0;
        seen.aside += call.aside === null ? 0 : 1;
        seen.whispers += call.routes.some(({ from }) => isWhispering(call.legs, from)) ? 1 : 0;
      });
    }),
    size,
  );
  // The histories come to what they are to check.
  for (const [what, count] of Object.entries(seen)) assert.ok(count > 100, `${what}: ${count}`);
});

test('[CX3] each place that is taken is returned exactly once, by the end of the call', () => {
  fc.assert(
    fc.property(aHistory, (history) => {
      const taken = new Map<string, string>();
      const scene = play(history, (_, effects) => {
        for (const effect of effects) account(taken, effect);
      });
      for (const effect of outlast(scene)) account(taken, effect);
      assert.deepEqual([...taken], []);
    }),
    size,
  );
});

test('[CX4] [CX8] a call has one owner while it has an agent, and consults one who is there', () => {
  fc.assert(
    fc.property(aHistory, (history) => {
      let told: string | null = null;
      play(history, ({ call }, effects) => {
        for (const effect of effects) if (effect.type === 'owner.changed') told = effect.owner;
        const agents = [...call.legs.values()].filter(({ party }) => party.type === 'agent');
        assert.equal(call.owner !== null, agents.length > 0);
        assert.ok(call.owner === null || agents.some(({ id }) => id === call.owner));
        assert.equal(told, call.owner);
        if (call.aside === null) return;
        assert.equal(call.aside.by, call.owner);
        assert.ok(agents.some(({ id }) => id === call.aside?.with));
      });
    }),
    size,
  );
});

test('[CX4.5] [CX8] only by a conference does who was asked or consulted come to those who do not lead', () => {
  let left = 0;
  fc.assert(
    fc.property(aHistory, (history) => {
      let before: Call['aside'] = null;
      play(history, ({ call }, effects, input) => {
        const last = before?.with;
        if (last !== undefined && call.aside === null && call.endedAt === null) {
          const hasLeft = effects.some(
            (effect) => effect.type === 'leg.ended' && effect.leg === last,
          );
          const isThere = !hasLeft && call.owner !== last;
          assert.ok(!isThere || input.type === 'aside.conference', `${input.type}`);
          left += isThere ? 0 : 1;
        }
        before = call.aside === null ? null : { ...call.aside };
      });
    }),
    size,
  );
  assert.ok(left > 100, `${left}`);
});

test('[CX8] a customer who is kept waiting and the team never hear each other', () => {
  let waits = 0;
  fc.assert(
    fc.property(aHistory, (history) => {
      play(history, ({ call }) => {
        if (!isKeptWaiting(call)) return;
        const isCustomer = (id: string) =>
          ['v', 't'].includes(id) && call.legs.get(leg(id))?.state === 'connected';
        waits += [...call.legs.keys()].some(isCustomer) ? 1 : 0;
        for (const { from, to } of call.routes) {
          assert.ok(!isCustomer(from), `${to} hears ${from}`);
          if (isCustomer(to)) assert.ok(['music', 'sound'].includes(from), `${to} hears ${from}`);
        }
      });
    }),
    size,
  );
  assert.ok(waits > 100, `${waits}`);
});

test('[CX9] every call ends by itself once nothing happens any more', () => {
  fc.assert(
    fc.property(aHistory, (history) => {
      const scene = play(history, () => undefined);
      const ends = [...scene.effects, ...outlast(scene)].filter(
        ({ type }) => type === 'call.ended',
      );
      assert.equal(ends.length, 1);
      assert.equal(scene.call.legs.size, 0);
      assert.deepEqual(scene.call.routes, []);
      assert.ok((scene.call.endedAt ?? Infinity) <= callLimits.callMs);
    }),
    size,
  );
});

test('[CX9.2] it makes no difference how often a clock asks', () => {
  const untold = (effects: readonly CallEffect[]) =>
    effects.filter(({ type }) => type === 'leg.ended' || type === 'call.ended');
  fc.assert(
    fc.property(aHistory, (history) => {
      const seldom = play(history, () => undefined);
      const often = new Scene();
      for (const [input, pauseMs] of history) {
        const until = often.now + pauseMs;
        for (let due = nextDeadlineAt(often.call); due !== null && due < until;) {
          often.now = due;
          often.do({ type: 'time' });
          due = nextDeadlineAt(often.call);
        }
        often.now = until;
        often.do(input);
      }
      assert.deepEqual(untold(often.effects), untold(seldom.effects));
      assert.deepEqual(often.call, seldom.call);
    }),
    size,
  );
});

test('[CX5] the check finds each fault that is planted in the table', () => {
  const scene = talking().comes('wim', supervisor('wim', 'whisper'));
  const faultless = scene.call.routes;
  const found = (...faults: readonly Route[]) => overheard(scene.call, [...faultless, ...faults]);
  assert.deepEqual(found(), []);
  assert.deepEqual(found({ from: leg('wim'), to: leg('v') }), [
    'v hears wim, who whispers to the owner',
  ]);
  assert.equal(found({ from: leg('v'), to: leg('v') }).length, 1);
  assert.equal(found({ from: 'music', to: leg('ada') }).length, 1);
  assert.equal(found({ from: leg('ghost'), to: leg('v') }).length, 1);
  assert.equal(found(...faultless.slice(0, 1)).length, 1);
  const late = scene.call.routes;
  scene.does({ type: 'call.hold', by: leg('ada'), isHeld: true });
  assert.ok(overheard(scene.call, late).includes('ada hears v, who is on hold'));
  assert.ok(overheard(scene.call, late).includes('v hears ada, while on hold'));
  assert.deepEqual(overheard(scene.call, []), ['v waits in silence']);
  scene.does({ type: 'call.hold', by: leg('ada'), isHeld: false });
  scene.does({ type: 'leg.mute', leg: leg('v'), isMuted: true });
  assert.ok(overheard(scene.call, late).includes('ada hears v, who is muted'));
  scene.comes('ben', agent('ben')).does({ type: 'leg.leave', leg: leg('ben') });
  scene.does({ type: 'call.consult', by: leg('ada'), leg: leg('cy'), user: user('cy') });
  assert.ok(overheard(scene.call, late).includes('v hears ada, across a consultation'));
});

type History = readonly (readonly [CallInput, number])[];

function play(
  history: History,
  check: (scene: Scene, effects: readonly CallEffect[], input: CallInput) => void,
): Scene {
  const scene = new Scene();
  for (const [input, pauseMs] of history) {
    scene.now += pauseMs;
    check(scene, scene.do(input), input);
  }
  return scene;
}

/** Lets all time pass, deadline by deadline. */
function outlast(scene: Scene): readonly CallEffect[] {
  const effects: CallEffect[] = [];
  for (let due = nextDeadlineAt(scene.call); due !== null; due = nextDeadlineAt(scene.call)) {
    scene.now = Math.max(scene.now, due);
    effects.push(...scene.do({ type: 'time' }));
  }
  return effects;
}

function account(taken: Map<string, string>, effect: CallEffect): void {
  if (effect.type === 'place.taken') {
    assert.ok(!taken.has(effect.user), `${effect.user} has two places`);
    taken.set(effect.user, effect.leg);
  }
  if (effect.type === 'place.returned') {
    assert.equal(taken.get(effect.user), effect.leg);
    taken.delete(effect.user);
  }
}

function isWhispering(legs: ReadonlyMap<string, Leg>, from: string): boolean {
  const party = legs.get(from)?.party;
  return party?.type === 'supervisor' && party.watching === 'whisper';
}
