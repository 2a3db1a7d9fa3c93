// The form of a trial: found only for the decision that the trial's browser was shown, live and
// when no agent is free.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileConfiguration } from '@opportune/core/decision/configuration/compile.ts';
import { Visit } from '@opportune/core/decision/test/visit.test-support.ts';
import {
  account,
  availability,
  campaign,
  chat,
  configuration,
  event,
  noon,
  site,
} from '@opportune/core/world/test/shop.test-support.ts';
import { BeforeForm } from '@opportune/protocol/conversation/before.ts';
import type { CampaignDocument, Creative } from '@opportune/protocol/campaign/campaign.ts';
import type { EngagementContent } from '@opportune/protocol/campaign/decision.ts';
import { eventName } from '@opportune/protocol/behaviour/event.ts';
import { DecisionId, PageViewId, VisitorId } from '@opportune/protocol/ids.ts';
import { beginTrial, followTrial, trialFormOf } from './trial.ts';
import { freeAgents } from '../../testing/engage.test-support.ts';
import { VisitorEntry } from '../owner/visitor-entry.ts';

const before = BeforeForm.parse({ fields: [{ field: { type: 'text', id: 'n', label: 'Order' } }] });
const visitor = VisitorId.parse('anna');

/** What a browser is shown when it tries a draft of a chat, and its entry. */
async function tried(
  free: number,
  asks: BeforeForm | undefined,
  rules: Partial<Pick<CampaignDocument, 'control' | 'schedule' | 'audience'>> = {},
  creative?: Creative,
) {
  const variant = chat('a', 10_000, true);
  assert.ok(variant.offer.channel === 'chat');
  const offer = {
    ...variant.offer,
    ...(asks !== undefined && { before: asks }),
    ...(creative !== undefined && { creative }),
  };
  const { id, document } = campaign({
    id: 'draft',
    moment: { leaving: true },
    ...rules,
    variants: [{ ...variant, offer }],
  });
  const plain = configuration([]);
  const engine = {
    account,
    configuration: plain,
    compiled: compileConfiguration(plain),
    visitors: new Map(),
    restingNames: new Map(),
    recordedAvailability: 0,
    ...{ usedLast: 0, sizeBytes: 0 },
  };
  const shown: EngagementContent[] = [];
  const entry = new VisitorEntry({ account, site, visitor });
  entry.links.add({
    account,
    site,
    visitor,
    fresh: false,
    pageView: PageViewId.parse('v1'),
    trial: 'code',
    send: (frame) => void (frame.type === 'engage' && shown.push(frame.engagement)),
    end: ({ code }) => assert.fail(code),
  });
  const verifyTrial = async () => ({ campaign: id, document, until: noon + 3600_000 });
  const [link] = entry.links;
  assert.ok(link !== undefined);
  await beginTrial(entry, link, engine, {
    trials: { verifyTrial, forget: async (_account, code) => assert.fail(code) },
    failed: (error) => assert.fail(String(error)),
  });
  const run = entry.trials.get('code');
  assert.ok(run !== undefined);
  const { context } = new Visit([], { availability: availability(free) });
  for (const [at, name] of [eventName.page, eventName.leaving].entries())
    followTrial(
      entry,
      run,
      { type: 'event', event: event(name, noon, at + 1, { path: '/', view: 'v1' }) },
      {
        context,
        ways: { of: (_asked, heard) => heard([]) },
        agents: freeAgents(free),
        hasVoice: true,
      },
    );
  return { entry, shown };
}

for (const [free, action] of [
  [1, 'chat'],
  [0, 'message'],
] as const)
  test(`[PF3] [Y3] what a trial shows (${action}) asks the form of the draft, and no other decision has it`, async () => {
    const { entry, shown } = await tried(free, before);
    const [engagement] = shown;
    assert.ok(engagement !== undefined);
    assert.deepEqual([engagement.action, engagement.asks, engagement.trial], [action, true, true]);
    assert.deepEqual(trialFormOf(entry, engagement.decision), before);
    assert.equal(trialFormOf(entry, DecisionId.parse('trial.other')), null);
    assert.equal(
      trialFormOf(new VisitorEntry({ account, site, visitor }), engagement.decision),
      null,
    );
    const silent = await tried(free, undefined);
    assert.equal(silent.shown[0]?.asks, undefined);
    const decision = silent.shown[0]?.decision;
    assert.ok(decision !== undefined && trialFormOf(silent.entry, decision) === null);
  });

test('[Y2] control and schedule do not apply to a trial, its audience does', async () => {
  const over = { from: null, until: noon - 1, days: [], hours: null };
  const { shown } = await tried(1, undefined, { control: 9_999, schedule: over });
  assert.equal(shown.length, 1);
  const outside = await tried(1, undefined, { audience: { any: [] } });
  assert.deepEqual(outside.shown, []);
});

test('[Y3] an invitation that is tried shows the faces of free agents, and takes no place', async () => {
  const { creative } = chat('a', 10_000, true).offer;
  assert.ok(creative !== undefined);
  const withFaces = await tried(1, undefined, {}, { ...creative, faces: true });
  assert.deepEqual(withFaces.shown[0]?.faces, [{ name: 'Ada', photo: null }]);
  assert.equal(withFaces.shown[0]?.heldUntil, null);
  const without = await tried(1, undefined, {}, creative);
  assert.ok(without.shown[0] !== undefined && without.shown[0].faces === undefined);
});
