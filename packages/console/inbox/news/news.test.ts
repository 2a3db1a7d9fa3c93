// Which changes are told to whom: to those who get a conversation or may be given it, never to who
// did it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planOf } from '@opportune/core/conversation/routing/skill-plan.ts';
import { SkillId, UserId } from '@opportune/protocol/ids.ts';
import { mayBeGiven } from '../list/for-me.ts';
import { newsOf } from './news.ts';
import { conversationOf } from '../conversation.test-support.ts';

const waits = conversationOf({
  visitorName: '',
  status: 'waiting',
  skill: 'returns',
  waitingSince: 0,
  lastSequence: 1,
});
const ofAda = {
  ...waits,
  status: 'active',
  agent: { user: UserId.parse('ada'), name: 'Ada' },
} as const;
const ada = { me: 'ada', byHand: false, mayHave: () => true };

test('[KB7] agents hear of a conversation given to them, unless they took it by hand', () => {
  assert.deepEqual(newsOf(ofAda, waits, ada), { type: 'given' });
  assert.deepEqual(newsOf(ofAda, undefined, ada), { type: 'given' });
  assert.equal(newsOf(ofAda, waits, { ...ada, byHand: true }), null);
  const begun = { ...ofAda, begunBy: ofAda.agent.user };
  assert.equal(newsOf(begun, undefined, ada), null, 'they began it');
  assert.equal(newsOf(ofAda, waits, { ...ada, me: 'ben' }), null);
  assert.equal(newsOf(ofAda, ofAda, ada), null);
});

test('agents hear of a colleague who takes over or joins their conversation', () => {
  const ben = { user: UserId.parse('ben'), name: 'Ben' };
  assert.deepEqual(newsOf({ ...ofAda, agent: ben }, ofAda, ada), { type: 'taken-over', by: 'Ben' });
  assert.deepEqual(newsOf({ ...ofAda, joined: [ben] }, ofAda, ada), { type: 'joined', by: 'Ben' });
});

test('[KB7] agents hear of a wait that they may be given, from the fallback on others too', () => {
  const rule = {
    priority: 3,
    fallback: { to: 'anyone', afterS: 60 },
    mode: null,
    sameAgent: true,
    serviceLevel: null,
    hours: null,
  } as const;
  const returns = SkillId.parse('returns');
  const plan = planOf({
    rules: new Map([[returns, rule]]),
    levels: new Map([[UserId.parse('ada'), new Map([[returns, 3]])]]),
  });
  const told = (me: string, now: number) =>
    newsOf(waits, undefined, {
      me,
      byHand: false,
      mayHave: (each) => mayBeGiven(plan, each, UserId.parse(me), now),
    });
  assert.deepEqual(told('ada', 0), { type: 'waits' });
  assert.equal(told('ben', 59_999), null);
  assert.deepEqual(told('ben', 60_000), { type: 'waits' });
});
