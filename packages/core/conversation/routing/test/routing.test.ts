// Routing by skill, case by case: levels, the fallback after its wait, priorities, places, and the
// availability that decisions get.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextDeadline } from '../../deadlines.ts';
import {
  decision,
  plan,
  refusalOf,
  Scene,
  skillId,
  conversationId,
  user,
} from '../../test/desk.test-support.ts';
import { isStaffed } from '../routing.ts';

const anyoneAfter = (afterS: number) => ({ fallback: { to: 'anyone', afterS } as const });

test('[C7] the highest level comes first, while they have room; among equals the least loaded', () => {
  const scene = new Scene()
    .skills({ ada: { returns: 2 }, ben: { returns: 5 }, cy: { returns: 2 } })
    .online('ada', 2)
    .online('ben', 1)
    .online('cy', 2);
  for (const name of ['t1', 't2', 't3']) {
    scene.later(1);
    scene.start(name, 'returns');
  }
  assert.deepEqual(
    ['t1', 't2', 't3'].map((name) => scene.owner(name)),
    ['ben', 'ada', 'cy'],
  );
});

test('[C7] after its wait it goes to anybody, at that instant and no sooner', () => {
  const scene = new Scene()
    .skills({ ada: { returns: 3 } }, { returns: anyoneAfter(60) })
    .online('ada', 1)
    .online('ben', 1);
  scene.start('t1', 'returns');
  scene.start('t2', 'returns');
  assert.equal(nextDeadline(scene.desk), scene.now + 60_000);
  scene.later(59_999);
  assert.equal(scene.status('t2'), 'waiting');
  scene.later(1);
  assert.equal(scene.owner('t2'), 'ben');
});

test('[C7] a fallback without an agent sets no further timer; agents with the skill still come first', () => {
  const scene = new Scene().skills(
    { ada: { returns: 1 } },
    { returns: anyoneAfter(60), sales: {} },
  );
  scene.start('t1', 'returns');
  scene.later(60_000);
  assert.equal(nextDeadline(scene.desk), null);
  scene.online('ben', 0).online('ada', 1);
  assert.equal(scene.owner('t1'), 'ada');
});

test('[C7] another skill as fallback: agents who have it, without that skill’s own fallback', () => {
  const scene = new Scene()
    .skills(
      { ada: { returns: 3 }, ben: { sales: 3 }, cy: { voice: 3 } },
      {
        returns: { fallback: { to: 'skill', skill: skillId('sales'), afterS: 20 } },
        sales: anyoneAfter(0),
      },
    )
    .online('ben', 1)
    .online('cy', 1);
  scene.start('t1', 'returns');
  scene.start('t2', 'returns');
  scene.later(20_000);
  assert.deepEqual([scene.owner('t1'), scene.status('t2')], ['ben', 'waiting']);
  scene.later(3_600_000);
  assert.equal(scene.status('t2'), 'waiting');
});

test('[C7] without a fallback it waits for agents with the skill, and a start is refused if none is there', () => {
  const scene = new Scene().skills({ ada: { returns: 3 } }, { returns: {} }).online('ben', 3);
  scene.start('t1', 'returns');
  scene.later(3_600_000);
  assert.equal(scene.status('t1'), 'waiting');
  assert.deepEqual(
    [isStaffed(scene.desk), isStaffed(scene.desk, skillId('returns'))],
    [true, false],
  );
  scene.skills({ ada: { returns: 3 } }, { returns: anyoneAfter(60) });
  assert.equal(scene.owner('t1'), 'ben');
  assert.equal(isStaffed(scene.desk, skillId('returns')), true);
});

test('[C7] a skill whose last agent loses it may be given to anybody at once, and assigned ones stay', () => {
  const scene = new Scene().skills({ ada: { returns: 3 } }).online('ben', 1);
  scene.start('t1', 'returns');
  assert.equal(scene.status('t1'), 'waiting');
  scene.skills({});
  assert.equal(scene.owner('t1'), 'ben');
  scene.start('t2', 'voice');
  scene.skills({ cy: { voice: 1 } });
  scene.online('dora', 1);
  assert.equal(scene.status('t2'), 'waiting');
  scene.online('cy', 1);
  assert.equal(scene.owner('t2'), 'cy');
});

test('[C7] a higher priority is served first, then the first to come; without a skill the priority is 3', () => {
  const scene = new Scene().skills({}, { urgent: { priority: 5 }, later: { priority: 1 } });
  for (const [name, skill] of [
    ['t1', 'later'],
    ['t2', null],
    ['t3', 'urgent'],
    ['t4', 'unlisted'],
    ['t5', 'urgent'],
  ] as const) {
    scene.later(1);
    scene.start(name, skill);
  }
  assert.deepEqual(scene.queue(), ['t3', 't5', 't2', 't4', 't1'].map(conversationId));
});

test('[C8] places count those before who compete for the same agents, and change when a fallback widens them', () => {
  const scene = new Scene().skills(
    { ada: { returns: 3 }, ben: { sales: 3 } },
    { returns: anyoneAfter(60) },
  );
  scene.start('t1', 'returns');
  scene.later(1);
  scene.start('t2', 'sales');
  const position = (name: string) => scene.desk.places.get(conversationId(name))?.position;
  assert.deepEqual([position('t1'), position('t2')], [1, 1]);
  scene.later(60_000);
  assert.deepEqual([position('t1'), position('t2')], [1, 2]);
});

test('[C12] a skill counts the places of agents who have it; those of a fallback only if it does not wait', () => {
  const scene = new Scene()
    .skills({ ada: { returns: 3 }, cy: { voice: 2 } }, { returns: anyoneAfter(60) })
    .online('ada', 2)
    .online('ben', 3);
  const room = (name: string) => scene.desk.availability.skills[name];
  assert.deepEqual(room('returns'), { free: 2, online: 1, waitS: 0 });
  assert.deepEqual(room('voice'), { free: 0, online: 0, waitS: null });
  assert.deepEqual(room('*'), { free: 5, online: 2, waitS: 0 });
  const hold = (name: string, skill: string) =>
    refusalOf(
      scene.do({
        type: 'hold',
        decision: decision(name),
        skill: skillId(skill),
        until: scene.now + 30_000,
      }),
    );
  assert.equal(hold('d1', 'voice'), 'agent.no_room');
  assert.equal(hold('d2', 'returns'), null);
  assert.deepEqual([room('returns')?.free, room('voice')?.free], [1, 0]);
  scene.skills({ ada: { returns: 3 } }, { returns: anyoneAfter(0) });
  assert.deepEqual(room('returns'), { free: 4, online: 2, waitS: 0 });
  assert.equal(room('voice'), undefined);
});

test('[C7] a change of skills reports the agents whose skills changed, and takes nothing away', () => {
  const scene = new Scene()
    .skills({ ada: { returns: 3 }, ben: { sales: 1 } })
    .online('ada')
    .online('ben');
  scene.start('t1', 'returns');
  const effects = scene.do({ type: 'skills.changed', plan: plan({ ben: { sales: 1 } }) });
  assert.deepEqual(
    effects.flatMap((effect) => (effect.type === 'agent.changed' ? [effect.user] : [])),
    [user('ada')],
  );
  assert.equal(scene.owner('t1'), 'ada');
});
