// Random histories of a desk for properties: anything that may happen to it, in any order.
import fc from 'fast-check';
import type { OpeningHours } from '@opportune/protocol/rest/team/opening-hours.ts';
import { webChannel } from '@opportune/protocol/contact/contact.ts';
import { ChannelId } from '@opportune/protocol/ids.ts';
import type { DeskInput } from '../desk.ts';
import { decision, plan, profile, skillId, conversationId, user } from './desk.test-support.ts';

/** A channel whose reach is set only in some histories. */
const sms = ChannelId.parse('sms');
const names = ['ada', 'ben', 'cy', 'di'] as const;
const aName = fc.constantFrom(...names);
const aConversation = fc.integer({ min: 0, max: 14 }).map((index) => conversationId(`t${index}`));
const skillNames = ['sales', 'returns', 'voice'] as const;
const aSkill = fc.constantFrom(null, ...skillNames.map(skillId));
const aProfile = fc
  .record({ name: aName, room: fc.integer({ min: 0, max: 3 }) })
  .map(({ name, room }) => profile(name, room));
const aLevel = fc.integer({ min: 1, max: 5 });
const aWaitS = fc.constantFrom(0, 20, 60);
const aMode = fc.constantFrom('automatic' as const, 'ring' as const, 'pick' as const);
/** Every day from a minute on, for an hour, if the day is as long. */
function openFrom(fromMinute: number): OpeningHours {
  const day = [{ fromMinute, untilMinute: Math.min(1440, fromMinute + 60) }];
  const week = { mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day };
  return { week, closed: [] };
}

const aRule = fc.record({
  priority: aLevel,
  mode: fc.option(aMode, { freq: 2 }),
  sameAgent: fc.boolean(),
  hours: fc.option(fc.integer({ min: 0, max: 1439 }).map(openFrom)),
  serviceLevel: fc.option(
    fc.record({ withinS: fc.constantFrom(20, 40, 200), share: fc.constant(0.8) }),
  ),
  fallback: fc.oneof(
    fc.constant({ to: 'nobody' as const }),
    fc.record({ to: fc.constant('anyone' as const), afterS: aWaitS }),
    fc.record({
      to: fc.constant('skill' as const),
      skill: fc.constantFrom(...skillNames).map(skillId),
      afterS: aWaitS,
    }),
  ),
});
const aPlan = fc
  .record({
    levels: fc.dictionary(aName, fc.dictionary(fc.constantFrom(...skillNames), aLevel)),
    rules: fc.dictionary(fc.constantFrom(...skillNames), aRule),
    settings: fc.record({
      mode: fc.oneof({ weight: 2, arbitrary: fc.constant('automatic' as const) }, aMode),
      misses: fc.integer({ min: 1, max: 3 }),
      stepS: fc.constantFrom(0, 60, 120),
    }),
  })
  .map(({ levels, rules, settings }) => plan(levels, rules, settings));
const aUser = aName.map(user);

const aHandingOn = fc.record({
  type: fc.constant('conversation.transfer' as const),
  id: aConversation,
  user: aUser,
  destination: fc.oneof(
    fc.record({ to: fc.constant('agent' as const), user: aUser }),
    fc.record({
      to: fc.constant('skill' as const),
      skill: fc.constantFrom(...skillNames).map(skillId),
    }),
    fc.constant({ to: 'queue' as const }),
    fc.record({
      to: fc.constant('queue' as const),
      skill: fc.constantFrom(...skillNames).map(skillId),
    }),
  ),
});

const aStart = fc.record({
  type: fc.constant('conversation.start' as const),
  id: aConversation,
  channel: fc.constantFrom(webChannel, sms),
  skill: aSkill,
  known: fc.option(aUser),
  standing: fc.constantFrom(0, 0, 0.5, 2, 4),
});

const aCallBack = fc.record({
  type: fc.constant('conversation.call-back' as const),
  id: aConversation,
  channel: fc.constantFrom(webChannel, sms),
  skill: aSkill,
  known: fc.option(aUser),
  queuedAt: fc.constant(0),
});

const theirChannels = fc
  .record({
    reach: fc.constantFrom('live' as const, 'asynchronous' as const, 'asynchronous' as const),
    closesAfterMs: fc.constantFrom(500, 130_000, 3_600_000),
    text: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ text, ...rules }) => ({
    type: 'channels.changed' as const,
    channels: new Map([[sms, { ...rules, places: { text } }]]),
  }));
const aReply = fc.oneof(
  fc.record({ type: fc.constant('conversation.return' as const), id: aConversation }),
  fc.record({ type: fc.constant('conversation.answered-elsewhere' as const), id: aConversation }),
  fc.record({
    type: fc.constant('conversation.rest' as const),
    ...{ id: aConversation, channel: fc.constant(sms), skill: aSkill },
  }),
  fc.record({
    type: fc.constant('conversation.answered' as const),
    id: aConversation,
    user: aUser,
  }),
);

/** Frequent inputs, without which little happens: agents come, visitors ask. */
const aStir: fc.Arbitrary<DeskInput> = fc.oneof(
  fc.record({ type: fc.constant('agent.connected' as const), profile: aProfile }),
  fc.record({
    type: fc.constant('agent.chose' as const),
    user: aUser,
    state: fc.constant('online' as const),
  }),
  aStart,
  aReply,
);
const anything: fc.Arbitrary<DeskInput> = fc.oneof(
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
  fc.record({ type: fc.constant('skills.changed' as const), plan: aPlan }),
  theirChannels,
  aReply,
  aStart,
  aCallBack,
  fc.record({ type: fc.constant('conversation.write' as const), id: aConversation }),
  fc.record({ type: fc.constant('conversation.called' as const), id: aConversation }),
  fc.record({
    type: fc.constantFrom('contact.here' as const, 'contact.gone' as const),
    id: aConversation,
  }),
  fc.record({
    type: fc.constantFrom('conversation.accept' as const, 'conversation.begin' as const),
    id: aConversation,
    user: aUser,
  }),
  aHandingOn,
  fc.record({
    type: fc.constant('conversation.weigh' as const),
    id: aConversation,
    user: fc.option(aUser),
    weight: fc.integer({ min: 1, max: 3 }),
  }),
  fc.record({
    type: fc.constantFrom(
      'conversation.decline' as const,
      'conversation.recall' as const,
      'conversation.take-over' as const,
      'conversation.join' as const,
      'conversation.leave' as const,
    ),
    id: aConversation,
    user: aUser,
  }),
  fc.record({
    type: fc.constant('conversation.end' as const),
    id: aConversation,
    by: fc.constantFrom('visitor' as const, 'system' as const),
  }),
  fc.record({ type: fc.constant('conversation.finish' as const), id: aConversation, user: aUser }),
  fc.record({
    type: fc.constant('conversation.reopen' as const),
    id: aConversation,
    skill: aSkill,
    user: aUser,
  }),
  fc.record({
    type: fc.constant('conversation.drop' as const),
    id: aConversation,
    user: fc.option(aUser),
  }),
  fc.record({
    type: fc.constant('hold' as const),
    decision: aName.map(decision),
    skill: aSkill,
    until: fc.constant(Infinity),
  }),
  fc.record({ type: fc.constant('release' as const), decision: aName.map(decision) }),
  fc.constant({ type: 'time' as const }),
);
const aPassMs = fc.constantFrom(0, 0, 1, 500, 500, 20_000, 30_000, 130_000, 300_000);

/** Inputs with the time that passes before each, ms. */
export const aHistory = fc.array(fc.tuple(fc.oneof(aStir, anything), aPassMs), {
  minLength: 1,
  maxLength: 80,
  size: 'max',
});
