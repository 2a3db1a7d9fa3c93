// When offers stop because agents answer too late, and when they resume.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventName } from '@opportune/protocol/behaviour/event.ts';
import { AccountId, SkillId } from '@opportune/protocol/ids.ts';
import { conversationSign, isMissed, ServiceLevels } from './service-level.ts';

const account = AccountId.parse('acme');
const wanted = { answeredInS: 20, share: 8000 };
const answered = (conversations: number, inTime: number) => ({
  conversations,
  inTime: inTime / conversations,
});

/** Conversations begun at 0, each answered after this many seconds, or never. */
function levels(waits: readonly (number | null)[], skill: SkillId | null = null): ServiceLevels {
  const of = new ServiceLevels();
  waits.forEach((waitS, at) => {
    const conversation = `c${at}`;
    of.heard(account, { type: 'started', conversation, skill }, 0);
    if (waitS !== null) of.heard(account, { type: 'answered', conversation, skill }, waitS * 1000);
  });
  return of;
}

test('a conversation counts once it is answered or has waited too long', () => {
  const of = levels([20, 20.001, null]);
  const at = (now: number) => of.answered(account, null, 20, now);
  assert.deepEqual(at(20_000), { conversations: 1, inTime: 1 }, 'as it was known then');
  assert.deepEqual(at(20_001), { conversations: 3, inTime: 1 / 3 });
});

test('who leaves before it is too late counts for neither side', () => {
  const of = levels([null, null]);
  of.heard(account, { type: 'ended', conversation: 'c0', skill: null }, 5_000);
  of.heard(account, { type: 'ended', conversation: 'c1', skill: null }, 25_000);
  assert.deepEqual(of.answered(account, null, 20, 60_000), { conversations: 1, inTime: 0 });
});

test('[M9] ten minutes count, and of a skill its own', () => {
  const sales = SkillId.parse('sales');
  const of = levels([5, 5, 5], sales);
  assert.equal(of.answered(account, sales, 20, 600_000).conversations, 3);
  assert.equal(of.answered(account, sales, 20, 600_001).conversations, 0);
  assert.equal(of.answered(account, SkillId.parse('help'), 20, 5000).conversations, 0);
  assert.equal(of.answered(account, null, 20, 5000).conversations, 3);
  assert.equal(of.answered(AccountId.parse('other'), null, 20, 5000).conversations, 0);
});

test('[M9] offers stop below the wanted share, and resume a little above it', () => {
  assert.equal(isMissed(answered(10, 8), wanted, false), false);
  assert.equal(isMissed(answered(10, 7), wanted, false), true);
  assert.equal(isMissed(answered(100, 84), wanted, true), true);
  assert.equal(isMissed(answered(100, 85), wanted, true), false);
});

test('[M9] a few conversations do not stop offers, and offers resume when only a few are left', () => {
  assert.equal(isMissed(answered(4, 0), wanted, false), false);
  assert.equal(isMissed(answered(4, 0), wanted, true), false);
  assert.equal(isMissed({ conversations: 0, inTime: null }, wanted, true), false);
});

test('if everybody must be answered in time, offers resume once everybody is', () => {
  const all = { answeredInS: 20, share: 10_000 };
  assert.equal(isMissed(answered(10, 9), all, true), true);
  assert.equal(isMissed(answered(10, 10), all, true), false);
});

test('a message that was left is no conversation that waits', () => {
  const properties = { conversation: 'c', skill: null, decision: null, campaign: null };
  const of = (status: string) =>
    conversationSign(eventName.conversationStarted, { ...properties, status });
  assert.equal(of('message'), null);
  assert.deepEqual(of('waiting'), { type: 'started', conversation: 'c', skill: null });
  assert.equal(conversationSign('Page', { conversation: 'c' }), null);
});

test('[M11] the result does not depend on the order of events, such as the log after live ones', () => {
  const of = new ServiceLevels();
  of.heard(account, { type: 'answered', conversation: 'c', skill: null }, 30_000);
  assert.deepEqual(of.answered(account, null, 20, 40_000), { conversations: 0, inTime: null });
  of.heard(account, { type: 'started', conversation: 'c', skill: null }, 1_000);
  of.heard(account, { type: 'answered', conversation: 'c', skill: null }, 31_000);
  of.sort(account);
  assert.deepEqual(of.answered(account, null, 20, 40_000), { conversations: 1, inTime: 0 });
  assert.deepEqual(of.answered(account, null, 29, 40_000), { conversations: 1, inTime: 1 });
});
