// Whatever happens in whatever order: nobody is given more than their room, nobody waits while a
// fitting agent has room, no conversation has two owners, none is forgotten, effects tell the truth.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { DeskInput } from './desk.ts';
import { decision, profile, Scene, skillId, talkId, user } from './desk.test-support.ts';

const names = ['ada', 'ben', 'cy', 'di'] as const;
const aName = fc.constantFrom(...names);
const aTalk = fc.integer({ min: 0, max: 14 }).map((index) => talkId(`t${index}`));
const aSkill = fc.constantFrom(null, skillId('sales'), skillId('returns'));
const aProfile = fc
  .record({
    name: aName,
    room: fc.integer({ min: 0, max: 3 }),
    skills: fc.subarray(['sales', 'returns']),
  })
  .map(({ name, room, skills }) => profile(name, room, skills));
const aUser = aName.map(user);

const anInput: fc.Arbitrary<DeskInput> = fc.oneof(
  fc.record({ type: fc.constant('agent.connected' as const), profile: aProfile }),
  fc.record({ type: fc.constant('agent.disconnected' as const), user: aUser }),
  fc.record({
    type: fc.constant('agent.chose' as const),
    user: aUser,
    state: fc.constantFrom(
      'online' as const,
      'online' as const,
      'away' as const,
      'offline' as const,
    ),
  }),
  fc.record({
    type: fc.constant('agent.changed' as const),
    profile: aProfile,
    disabled: fc.boolean(),
  }),
  fc.record({ type: fc.constant('talk.start' as const), id: aTalk, skill: aSkill }),
  fc.record({
    type: fc.constantFrom('visitor.connected' as const, 'visitor.disconnected' as const),
    id: aTalk,
  }),
  fc.record({ type: fc.constant('talk.accept' as const), id: aTalk, user: aUser }),
  fc.record({
    type: fc.constant('talk.transfer' as const),
    id: aTalk,
    user: aUser,
    to: fc.option(aUser),
  }),
  fc.record({
    type: fc.constant('talk.end' as const),
    id: aTalk,
    by: fc.constantFrom('visitor' as const, 'system' as const),
  }),
  fc.record({ type: fc.constant('talk.finish' as const), id: aTalk, user: aUser }),
  fc.record({ type: fc.constant('talk.reopen' as const), id: aTalk, skill: aSkill, user: aUser }),
  fc.record({ type: fc.constant('talk.drop' as const), id: aTalk, user: fc.option(aUser) }),
  fc.record({
    type: fc.constant('hold' as const),
    decision: aName.map(decision),
    skill: aSkill,
    until: fc.constant(Infinity),
  }),
  fc.record({ type: fc.constant('release' as const), decision: aName.map(decision) }),
  fc.constant({ type: 'time' as const }),
);
const aHistory = fc.array(
  fc.tuple(anInput, fc.constantFrom(0, 1, 500, 20_000, 30_000, 130_000, 300_000)),
  {
    minLength: 1,
    maxLength: 80,
  },
);

test('[C7] [C14] rooms, queue, owners and effects stay sound through any history', () => {
  fc.assert(
    fc.property(aHistory, (history) => {
      const scene = new Scene();
      // What a reader of the effects alone believes.
      const told = new Map<string, { status: string; agent: string | null }>();
      for (const [input, passMs] of history) {
        scene.now += passMs;
        const before = new Map([...scene.desk.agents].map(([name, { load }]) => [name, load]));
        for (const effect of scene.do(input)) {
          if (effect.type === 'talk.changed')
            told.set(effect.talk.id, { status: effect.talk.status, agent: effect.talk.agent });
        }
        for (const [
          name,
          {
            load,
            profile: { room },
          },
        ] of scene.desk.agents) {
          assert.ok(
            load <= Math.max(room, before.get(name) ?? 0),
            `${name} has ${load} of ${room}`,
          );
        }
      }
      const open = [...told].filter(([, { status }]) => status !== 'ended');
      assert.deepEqual(
        new Map(open),
        new Map([...scene.desk.talks].map(([id, { status, agent }]) => [id, { status, agent }])),
      );
    }),
    { numRuns: 3000, seed: 20_260_301 },
  );
});

test('[C12] versions of availability rise by one with every change that is told', () => {
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
    { numRuns: 500, seed: 7 },
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
    { numRuns: 200, seed: 11 },
  );
});
