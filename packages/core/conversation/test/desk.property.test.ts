// For any inputs in any order: no agent is given more than their room, nothing waits while a
// fitting agent has room, no conversation has two owners, none is forgotten, and effects are
// correct.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { aHistory } from './desk-history.test-support.ts';
import { Scene } from './desk.test-support.ts';
import { rounds } from '../../../../test/support/proof-size.test-support.ts';

test('[C7] [C14] rooms, queue, owners and effects stay consistent through any history', () => {
  fc.assert(
    fc.property(aHistory, (history) => {
      const scene = new Scene();
      // What a reader of the effects alone knows.
      const told = new Map<string, { status: string; agent: string | null }>();
      for (const [input, passMs] of history) {
        scene.now += passMs;
        const before = new Map(
          [...scene.desk.agents].map(([name, { load, ringing }]) => [name, load + ringing]),
        );
        for (const effect of scene.do(input)) {
          if (effect.type === 'conversation.changed')
            told.set(effect.conversation.id, {
              status: effect.conversation.status,
              agent: effect.conversation.agent,
            });
        }
        for (const [
          name,
          {
            load,
            ringing,
            profile: { room },
          },
        ] of scene.desk.agents) {
          // Its weight was set by hand, or it is the only one they have.
          const few = [...scene.desk.conversations.values()].filter(
            ({ agent, ring }) => agent === name || ring?.user === name,
          );
          assert.ok(
            input.type === 'conversation.weigh' ||
              few.length === 1 ||
              load + ringing <= Math.max(room, before.get(name) ?? 0),
            `${name} has ${load} and ${ringing} ring, of ${room}`,
          );
        }
      }
      const open = [...told].filter(([, { status }]) => status !== 'ended');
      assert.deepEqual(
        new Map(open),
        new Map(
          [...scene.desk.conversations, ...scene.desk.resting].map(([id, { status, agent }]) => [
            id,
            { status, agent },
          ]),
        ),
      );
    }),
    { numRuns: rounds({ usual: 300, full: 2000 }), seed: 20_260_301 },
  );
});

test('[C12] versions of availability increase by one with every reported change', () => {
  fc.assert(
    fc.property(aHistory, (history) => {
      const scene = new Scene();
      let { version, skills } = scene.desk.availability;
      for (const [input, passMs] of history) {
        scene.now += passMs;
        for (const effect of scene.do(input)) {
          if (effect.type !== 'availability.changed') continue;
          assert.equal(effect.availability.version, version + 1);
          assert.notDeepEqual(effect.availability.skills, skills);
          ({ version, skills } = effect.availability);
        }
        assert.deepEqual(scene.desk.availability.skills, skills);
      }
    }),
    { numRuns: rounds({ usual: 100, full: 500 }), seed: 7 },
  );
});

test('[C14] the same inputs at the same instants give the same effects', () => {
  fc.assert(
    fc.property(aHistory, (history) => {
      const run = () => {
        const scene = new Scene();
        return history.map(([input, passMs]) => {
          scene.now += passMs;
          return scene.do(input);
        });
      };
      assert.deepEqual(run(), run());
    }),
    { numRuns: rounds({ usual: 50, full: 200 }), seed: 11 },
  );
});
