// Routing compared with a slow reimplementation: an assigned agent is the fittest, no conversation
// is passed over, and places are correct.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SkillId, UserId } from '@opportune/protocol/ids.ts';
import fc from 'fast-check';
import type { Agent, Desk, DeskEffect, DeskConversation } from '../../desk.ts';
import { aHistory } from '../../test/desk-history.test-support.ts';
import { Scene, skillId, user } from '../../test/desk.test-support.ts';
import { hasSlowRoom, isOpenTo, slowFit } from './slow-routing.test-support.ts';
import { rounds } from '../../../../../test/support/proof-size.test-support.ts';

const runs = rounds({ usual: 200, full: 1000 });

function waitingOf({ conversations }: Desk): DeskConversation[] {
  return [...conversations.values()].filter(({ status }) => status === 'waiting');
}

/** Steps of head start, each worth the account's seconds of waiting. */
function isBefore({ plan, at }: Desk, a: DeskConversation, b: DeskConversation): boolean {
  const due = ({ skill, standing, queuedAt }: DeskConversation) => {
    const rule = skill === null ? undefined : plan.rules.get(skill);
    const target = rule?.serviceLevel;
    const rises = target != null && at - queuedAt >= target.withinS * 750;
    const steps = (rule?.priority ?? 3) - 3 + standing + Number(rises);
    return queuedAt - steps * plan.settings.stepS * 1_000;
  };
  if (due(a) !== due(b)) return due(a) < due(b);
  return a.queuedAt < b.queuedAt || (a.queuedAt === b.queuedAt && a.id < b.id);
}

/** What routing rang, and at whom. */
function rung(effects: readonly DeskEffect[]): readonly (readonly [string, UserId])[] {
  return effects.flatMap((effect) =>
    effect.type === 'ring.began' && effect.ring.by === null ? [[effect.id, effect.ring.user]] : [],
  );
}

/** Assigned by routing, not by hand. */
function routed(effects: readonly DeskEffect[]): readonly string[] {
  return effects.flatMap((effect) =>
    effect.type === 'conversation.changed' &&
    effect.conversation.status === 'active' &&
    effect.notes.at(-1)?.type === 'assigned'
      ? [effect.conversation.id]
      : [],
  );
}

const byHand = new Set([
  'conversation.begin',
  'conversation.accept',
  'conversation.transfer',
  'conversation.reopen',
  'conversation.take-over',
]);

test('[C7] no conversation is passed over: what an agent is given comes before all that they may be given', () => {
  let given = 0;
  let rang = 0;
  fc.assert(
    fc.property(aHistory, (history) => {
      const scene = new Scene();
      for (const [input, passMs] of history) {
        scene.now += passMs;
        const effects = scene.do(input);
        if (byHand.has(input.type)) continue;
        const conversations = [...scene.desk.conversations.values()];
        const owners = routed(effects).flatMap((id) => {
          const agent = conversations.find((each) => each.id === id)?.agent;
          return agent == null ? [] : [[id, agent] as const];
        });
        given += owners.length;
        rang += rung(effects).length;
        for (const [id, agent] of [...owners, ...rung(effects)]) {
          const conversation = conversations.find((each) => each.id === id);
          if (conversation === undefined) continue;
          for (const other of waitingOf(scene.desk)) {
            if (!isOpenTo(scene.desk, other, agent) || !isBefore(scene.desk, other, conversation))
              continue;
            // A lighter one may fit where it does not.
            if (other.weight > conversation.weight) continue;
            assert.equal(slowFit(scene.desk, agent, other), -1, `${other.id} before ${id}`);
          }
        }
      }
    }),
    { numRuns: runs, seed: 20_261_121 },
  );
  assert.ok(given > runs && rang > 0.3 * runs, `only ${given} were given, ${rang} rang`);
});

test('[C7] [C26] the agent whom the visitor knows is chosen, then the fittest, then the least loaded, then the one idle longest', () => {
  let chosen = 0;
  fc.assert(
    fc.property(aHistory, (history) => {
      const scene = new Scene();
      for (const [input, passMs] of history) {
        scene.now += passMs;
        scene.do({ type: 'time' });
        const before = structuredClone([...scene.desk.agents.values()]);
        const effects = scene.do(input);
        if (input.type !== 'conversation.start') continue;
        const conversation = scene.desk.conversations.get(input.id);
        const [[, rings] = []] = rung(effects).filter(([id]) => id === input.id);
        const whom =
          rings ?? (routed(effects).includes(input.id) ? conversation?.agent : undefined);
        if (conversation === undefined || whom === undefined) continue;
        chosen += 1;
        assert.equal(whom, slowBest(scene.desk, before, conversation)?.profile.user);
      }
    }),
    { numRuns: runs, seed: 20_261_122 },
  );
  assert.ok(chosen > runs / 3, `only ${chosen} were chosen`);
});

function slowBest(
  desk: Desk,
  agents: readonly Agent[],
  conversation: DeskConversation,
): Agent | undefined {
  const rule = conversation.skill === null ? undefined : desk.plan.rules.get(conversation.skill);
  const known = rule?.sameAgent === false ? null : conversation.known;
  const fit = ({ profile }: Agent) => slowFit(desk, profile.user, conversation);
  return agents
    .filter((agent) => hasSlowRoom(agent, conversation.weight) && fit(agent) >= 0)
    .toSorted(
      (a, b) =>
        Number(b.profile.user === known) - Number(a.profile.user === known) ||
        fit(b) - fit(a) ||
        a.load + a.ringing - (b.load + b.ringing) ||
        a.lastAssignedAt - b.lastAssignedAt ||
        (a.profile.user < b.profile.user ? -1 : 1),
    )[0];
}

test('[C8] a place is one more than those served before who compete for an agent, at every instant', () => {
  fc.assert(
    fc.property(aHistory, (history) => {
      const scene = new Scene();
      for (const [input, passMs] of history) {
        scene.now += passMs;
        scene.do(input);
        const { desk } = scene;
        const people = [...desk.plan.levels.keys(), user('somebody-else')];
        for (const conversation of waitingOf(desk)) {
          const ahead = waitingOf(desk).filter(
            (other) =>
              isBefore(desk, other, conversation) &&
              people.some(
                (name) => slowFit(desk, name, other) >= 0 && slowFit(desk, name, conversation) >= 0,
              ),
          );
          assert.equal(
            desk.places.get(conversation.id)?.position,
            ahead.length + 1,
            conversation.id,
          );
        }
        assert.equal(desk.places.size, waitingOf(desk).length);
      }
    }),
    { numRuns: runs / 2, seed: 20_261_123 },
  );
});

test('[C12] [EW1] where agents pick, free places are those that waiting ones leave; a new one waits 0 s with a free place, else longer', () => {
  let beside = 0;
  fc.assert(
    fc.property(aHistory, (history) => {
      const scene = new Scene();
      for (const [input, passMs] of history) {
        scene.now += passMs;
        scene.do(input);
        const { desk } = scene;
        for (const [name, { free, waitS }] of Object.entries(desk.availability.skills)) {
          const skill = name === '*' ? null : skillId(name);
          const rule = skill === null ? undefined : desk.plan.rules.get(skill);
          if (waitS === null || (rule?.mode ?? desk.plan.settings.mode) !== 'pick') continue;
          const left = slowLeft(desk, skill);
          assert.ok(free <= Math.max(0, left) + 1e-9, `${free} are free, ${left} are left`);
          assert.equal(waitS === 0, left > 1 - 1e-9, `${waitS} s, ${left} are left`);
          if (desk.holds.size === 0) assert.ok(free > left - 1 - 1e-9);
          beside += Number(left > 0 && waitingOf(desk).length > 0);
        }
      }
    }),
    { numRuns: runs, seed: 20_261_124 },
  );
  assert.ok(beside > 0.07 * runs, `only ${beside} times somebody waited beside a free place`);
});

/**
 * Free places for a skill, minus each waiting one by the share of its agents' room that is among
 * these.
 */
function slowLeft(desk: Desk, skill: SkillId | null): number {
  const comes = { skill, queuedAt: desk.at, waitingSince: desk.at };
  const online = [...desk.agents.values()].filter(
    ({ state, goneAt }) => state === 'online' && goneAt === null,
  );
  const roomOf = (agents: readonly Agent[]) =>
    agents.reduce((sum, { profile }) => sum + profile.room, 0);
  const fitting = online.filter(({ profile }) => slowFit(desk, profile.user, comes) >= 0);
  let left = 0;
  for (const { profile, load, ringing } of fitting)
    left += Math.max(0, profile.room - load - ringing);
  for (const conversation of waitingOf(desk)) {
    if (conversation.ring !== null) continue;
    const theirs = online.filter(({ profile }) => slowFit(desk, profile.user, conversation) >= 0);
    const room = roomOf(theirs);
    if (room > 0) left -= roomOf(theirs.filter((agent) => fitting.includes(agent))) / room;
  }
  return left;
}
