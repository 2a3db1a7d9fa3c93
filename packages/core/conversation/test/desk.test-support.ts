// Desks in tests: short ways to say who comes and what happens, and the invariants that are checked
// after every step.
import assert from 'node:assert/strict';
import { webChannel } from '@opportune/protocol/contact/contact.ts';
import {
  type ConversationId,
  ConversationId as Conversation,
  DecisionId,
  SkillId,
  type SkillId as SkillIdType,
  UserId,
} from '@opportune/protocol/ids.ts';
import { type RoutingSettings, usualRouting } from '@opportune/protocol/rest/team/routing.ts';
import type { AgentProfile, Desk, DeskEffect, DeskInput } from '../desk.ts';
import { type DeskConversation, goingOn, openDesk } from '../desk.ts';
import { closesAt } from '../reach.ts';
import { queueOf } from '../queue/queue-order.ts';
import { planOf, type SkillPlan, type SkillRule } from '../routing/skill-plan.ts';
import { hasSlowRoom, isOpenTo, slowFit } from '../routing/test/slow-routing.test-support.ts';
import { step } from '../step.ts';

export const user = (name: string) => UserId.parse(name);
export const conversationId = (name: string) => Conversation.parse(name);
export const skillId = (name: string) => SkillId.parse(name);
/** For restored conversations: in the chat window, not resting. */
export const chat = { channel: webChannel, restingSince: null } as const;
export const decision = (name: string) => DecisionId.parse(name);
export const startedAt = 1_790_000_000_000;

export function profile(name: string, room = 2): AgentProfile {
  return { user: user(name), name: name.toUpperCase(), kind: 'person', room };
}

/** `levels`: by skill, then by agent. `rules`: by skill. */
export function plan(
  levels: Readonly<Record<string, Readonly<Record<string, number>>>>,
  rules: Readonly<Record<string, Partial<SkillRule>>> = {},
  settings: Partial<RoutingSettings> = {},
): SkillPlan {
  const bySkill = <Value>(of: Readonly<Record<string, Value>>): Map<SkillIdType, Value> =>
    new Map(Object.entries(of).map(([name, value]) => [skillId(name), value]));
  const usual: SkillRule = {
    priority: 3,
    fallback: { to: 'nobody' },
    mode: null,
    sameAgent: true,
    serviceLevel: null,
    hours: null,
  };
  return planOf({
    settings: { ...usualRouting, ...settings },
    levels: new Map(Object.entries(levels).map(([name, had]) => [user(name), bySkill(had)])),
    rules: new Map([...bySkill(rules)].map(([skill, rule]) => [skill, { ...usual, ...rule }])),
  });
}

/** A desk with its clock. Every step is checked. */
export class Scene {
  readonly desk: Desk = openDesk(startedAt);
  now = startedAt;

  do(input: DeskInput): readonly DeskEffect[] {
    const effects = step(this.desk, input, this.now);
    assertSound(this.desk);
    return effects;
  }

  /** Passes time, then applies everything that is due. */
  later(ms: number): readonly DeskEffect[] {
    this.now += ms;
    return this.do({ type: 'time' });
  }

  skills(...of: Parameters<typeof plan>): this {
    this.do({ type: 'skills.changed', plan: plan(...of) });
    return this;
  }

  online(name: string, room = 2): this {
    this.do({ type: 'agent.connected', profile: profile(name, room) });
    this.do({ type: 'agent.chose', user: user(name), state: 'online' });
    return this;
  }

  start(name: string, skill: string | null = null): readonly DeskEffect[] {
    return this.do({
      type: 'conversation.start',
      id: conversationId(name),
      skill: skill === null ? null : skillId(skill),
    });
  }

  owner(name: string): string | null {
    return goingOn(this.desk, conversationId(name))?.agent ?? null;
  }

  status(name: string): string {
    return goingOn(this.desk, conversationId(name))?.status ?? 'ended';
  }

  queue(): readonly ConversationId[] {
    return queueOf(this.desk).map(({ id }) => id);
  }
}

export function refusalOf(effects: readonly DeskEffect[]): string | null {
  return effects.find((effect) => effect.type === 'refused')?.code ?? null;
}

/** Asserts the invariants after every step. */
export function assertSound(desk: Desk): void {
  const loads = new Map<UserId, number>();
  const owned = new Map<UserId, number>();
  const ringing = new Map<UserId, number>();
  const rings = new Map<UserId, number>();
  for (const conversation of desk.resting.values()) assertRests(desk, conversation);
  for (const conversation of desk.conversations.values()) {
    if (conversation.ring !== null) {
      const { user: at, by, until } = conversation.ring;
      ringing.set(at, (ringing.get(at) ?? 0) + conversation.weight);
      rings.set(at, (rings.get(at) ?? 0) + 1);
      const hears = desk.agents.get(at);
      assert.ok(
        hears?.state === 'online' && hears.goneAt === null,
        `${conversation.id} rings at ${at}, who is not there`,
      );
      assert.ok(
        at !== conversation.agent && by === conversation.agent,
        `${conversation.id} of ${conversation.agent}: ${by} to ${at}`,
      );
      assert.ok(until > desk.at, `${conversation.id} rings for too long`);
    }
    assert.equal(conversation.restingSince, null, `${conversation.id} rests`);
    assert.equal(
      conversation.agent === null,
      conversation.status === 'waiting',
      `${conversation.id}: ${conversation.status} with agent ${conversation.agent}`,
    );
    assert.ok(
      conversation.joined.size === 0 || conversation.status === 'active',
      `${conversation.id} is joined and ${conversation.status}`,
    );
    for (const each of conversation.joined) {
      assert.notEqual(each, conversation.agent, `${conversation.id} is joined by its own agent`);
      assert.notEqual(
        desk.agents.get(each)?.state,
        'offline',
        `${each} joined ${conversation.id} and is offline`,
      );
    }
    if (conversation.agent !== null) {
      loads.set(conversation.agent, (loads.get(conversation.agent) ?? 0) + conversation.weight);
      owned.set(conversation.agent, (owned.get(conversation.agent) ?? 0) + 1);
    }
  }
  for (const agent of desk.agents.values()) {
    assert.equal(agent.load, loads.get(agent.profile.user) ?? 0, `load of ${agent.profile.user}`);
    assert.equal(
      agent.conversations,
      owned.get(agent.profile.user) ?? 0,
      `conversations of ${agent.profile.user}`,
    );
    assert.equal(
      agent.ringing,
      ringing.get(agent.profile.user) ?? 0,
      `what rings at ${agent.profile.user}`,
    );
    const { user: who } = agent.profile;
    const room = agent.isSpeaking ? 0 : agent.profile.room;
    const isAlone = agent.conversations === 0 && rings.get(who) === 1 && room > 0;
    assert.ok(
      agent.ringing === 0 || agent.load + agent.ringing <= room || isAlone,
      `${agent.profile.user} has ${agent.load}, and ${agent.ringing} ring, of ${room}`,
    );
  }
  for (const conversation of desk.conversations.values()) {
    if (conversation.status !== 'waiting') continue;
    const idle = [...desk.agents.values()].find(
      (agent) =>
        hasSlowRoom(agent, conversation.weight) &&
        (!conversation.speaks || agent.profile.kind === 'person') &&
        isOpenTo(desk, conversation, agent.profile.user) &&
        slowFit(desk, agent.profile.user, conversation) >= 0,
    );
    assert.equal(idle, undefined, `${conversation.id} waits while ${idle?.profile.user} has room`);
  }
  const free = desk.availability.skills['*']?.free ?? 0;
  assert.ok(free >= 0);
}

/** It takes no place, nobody has joined it, and it ends in time. */
function assertRests(desk: Desk, conversation: DeskConversation): void {
  const { id, status, ring, joined } = conversation;
  assert.deepEqual([status, ring, joined.size], ['resting', null, 0], id);
  assert.ok(!desk.conversations.has(id), `${id} rests and goes on`);
  const end = closesAt(desk, conversation);
  assert.ok(desk.at < end && desk.restingUntil <= end, `${id} rests for too long`);
}
