// What is listed as needing a person, for whom, and in which order.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FailedDelivery } from '@opportune/protocol/channel/delivery.ts';
import { CampaignId, UserId } from '@opportune/protocol/ids.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { CampaignApproval } from '@opportune/protocol/rest/campaign/campaign.ts';
import { CampaignAlarm } from '@opportune/protocol/rest/report/home.ts';
import { conversationOf } from '../../inbox/conversation.test-support.ts';
import { needsOf } from './needs.ts';

const me = UserId.parse('me');
const now = 1_000_000;
const manager = { id: me, isManager: true };
const agent = { id: me, isManager: false };

function sources(conversations: readonly Conversation[], more: object = {}) {
  return {
    ...{ conversations, transcripts: new Map(), plan: null },
    ...{ deliveries: [], alarms: [], channels: [], approvals: [] },
    ...more,
  };
}

const waits = (id: string, waited: number) =>
  conversationOf({
    ...{ id, status: 'waiting', queuedAt: now - waited, waitingSince: now - waited },
    answeredAt: null,
  });
const unanswered = (id: string, user: string, waited: number) =>
  conversationOf({
    ...{ id, status: 'active', agent: { user, name: 'Ada Lind' }, answeredAt: 1 },
    unansweredSince: now - waited,
  });

test('[HM1] urgent needs come first, then the oldest', () => {
  const found = needsOf(
    sources([waits('new', 5_000), waits('late', 120_000), waits('later', 200_000)], {
      deliveries: [
        FailedDelivery.parse({
          ...{ id: 'd', message: 'm', conversation: 'c', channel: 'email', address: 'a@b.example' },
          ...{ state: 'failed', reason: 'too-large', visitor: null, visitorName: 'Noor' },
          since: now - 150_000,
        }),
      ],
      alarms: [
        CampaignAlarm.parse({
          ...{ campaign: 'help', name: 'Help', period: 1, kind: 'sample-ratio', since: 1 },
        }),
      ],
    }),
    manager,
    now,
  );
  assert.deepEqual(
    found.map(({ key, urgent }) => [key, urgent]),
    [
      ['waiting later', 'late'],
      ['delivery d', 'late'],
      ['waiting late', 'late'],
      ['alarm help', 'soon'],
      ['waiting new', 'fine'],
    ],
  );
});

test('[HM1] a colleague’s reply is listed for managers only, and only once it is late', () => {
  const all = [
    unanswered('mine', me, 1_000),
    unanswered('soon', 'ada', 1_000),
    unanswered('late', 'ada', 300_000),
  ];
  const keys = (reader: typeof manager) => needsOf(sources(all), reader, now).map(({ key }) => key);
  assert.deepEqual(keys(manager), ['reply late', 'reply mine']);
  assert.deepEqual(keys(agent), ['reply mine']);
});

test('[HM1] a left message is listed while it is open', () => {
  const left = (id: string, caseState: 'open' | 'answered') =>
    conversationOf({ id, status: 'message', caseState, startedAt: now - 1_000 });
  const found = needsOf(sources([left('a', 'open'), left('b', 'answered')]), agent, now);
  assert.deepEqual(
    found.map(({ key }) => key),
    ['case a'],
  );
});

test('[HM1] [AP6] a draft waits for everybody but who asked, and a refusal for who asked', () => {
  const approval = (campaign: string, user: string, declined: CampaignApproval['declined']) => ({
    ...{ campaign: CampaignId.parse(campaign), name: 'Help', by: 'Ada', note: '', declined },
    ...{ user: UserId.parse(user), at: now - 90_000_000 },
  });
  const declined = { by: 'Grace', at: now - 1_000, note: 'Too many' };
  const approvals = [
    approval('mine', 'me', null),
    approval('theirs', 'ada', null),
    approval('mine-declined', 'me', declined),
    approval('theirs-declined', 'ada', declined),
  ];
  const found = needsOf(sources([], { approvals }), manager, now);
  assert.deepEqual(
    found.map(({ key, urgent }) => [key, urgent]),
    [
      ['approval theirs', 'soon'],
      ['declined mine-declined', 'fine'],
    ],
  );
});
