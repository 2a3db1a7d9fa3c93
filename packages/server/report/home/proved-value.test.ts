// What counts as proved value: intervals without zero, harm subtracted, goals apart.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CampaignDocument, Goal } from '@opportune/protocol/campaign/campaign.ts';
import { AccountId, CampaignId } from '@opportune/protocol/ids.ts';
import type { CampaignResults } from '@opportune/protocol/rest/report/report.ts';
import { campaignDocument, goalDraft } from '../../../../test/support/examples.test-support.ts';
import { campaignAlarms } from './campaign-alarms.ts';
import { type PeriodValue, provedValue } from './proved-value.ts';

const account = AccountId.parse('a1');
const purchase = Goal.parse({ ...goalDraft, id: 'purchase', name: 'Purchase' });
const signUp = Goal.parse({ ...goalDraft, id: 'sign-up', name: 'Sign-up' });
const document = CampaignDocument.parse(campaignDocument('purchase', []));

type Interval = readonly [lower: number, estimate: number, upper: number];
interface Past {
  readonly goal: Goal;
  readonly value?: Interval;
  readonly conversions?: Interval;
  readonly until?: number | null;
}

function effect(interval: Interval | undefined): CampaignResults['incrementalValue'] {
  if (interval === undefined) return { type: 'withheld', reason: 'few-conversions' };
  const [lower, estimate, upper] = interval;
  return { type: 'interval', estimate, lower, upper, alpha: 0.05 };
}

/** Campaigns with their periods. `read` notes whose results were computed. */
function ground(past: Readonly<Record<string, readonly Past[]>>) {
  const read: string[] = [];
  const settled = new Map<string, PeriodValue>();
  const campaigns = Object.keys(past).map((id) => CampaignId.parse(id));
  const parts = {
    settled,
    periods: async (_: unknown, id: CampaignId) =>
      (past[id] ?? []).map(({ goal, until = null }, at) => ({
        ...{ number: at + 1, from: 1000 * (at + 1), until, document, goal, stop: null },
      })),
    async resultsOf(id: CampaignId, number: number) {
      read.push(`${id} ${number}`);
      const period = past[id]?.[number - 1];
      if (period === undefined) throw new Error('there is no such period');
      return results({
        hasValue: period.value !== undefined,
        incrementalValue: effect(period.value),
        incrementalConversions: effect(period.conversions),
      });
    },
    failed: (_: CampaignId, error: unknown) => assert.fail(String(error)),
  };
  return { read, ask: () => provedValue(parts, account, campaigns, 9000) };
}

function results(of: Partial<CampaignResults>): CampaignResults {
  return {
    ...{ campaign: CampaignId.parse('help'), name: 'Help', goalName: 'Purchase', period: 1 },
    ...{ periods: [], asOf: 9000, currency: 'EUR', timeZone: 'UTC', hasValue: true },
    ...{ valueCap: null, arms: [], byHand: 0, path: [], days: [], harm: null, stop: null },
    ...{ incrementalValue: effect(undefined), incrementalConversions: effect(undefined) },
    gain: effect(undefined),
    pending: { visitors: 0, lastClosesAt: null },
    sampleRatio: { verdict: 'as-planned', evidence: 1, since: null, counts: [] },
    ...of,
  };
}

test('[HM5] only intervals without zero count, with their ends summed, and proved harm is subtracted', async () => {
  const { ask } = ground({
    help: [
      { goal: purchase, value: [100, 400, 700] },
      { goal: purchase, value: [-50, 300, 650] },
    ],
    other: [{ goal: purchase, value: [-300, -200, -100] }],
  });
  const { goals, periods } = await ask();
  assert.equal(periods, 3);
  assert.equal(goals.length, 1);
  const { campaigns, periods: counted, unproved, since, estimate, lower, upper } = goals[0]!;
  assert.deepEqual([campaigns, counted, unproved, since], [2, 2, 1, 1000]);
  assert.deepEqual([lower, estimate, upper], [-200, 200, 600]);
});

test('[HM5] goals are never added up, and one without a value counts conversions', async () => {
  const { ask } = ground({
    help: [{ goal: purchase, value: [100, 400, 700] }],
    join: [{ goal: signUp, conversions: [10, 20, 30] }],
  });
  const { goals } = await ask();
  assert.deepEqual(
    goals.map(({ name, unit, estimate }) => [name, unit, estimate]),
    [
      ['Purchase', 'value', 400],
      ['Sign-up', 'conversions', 20],
    ],
  );
});

test('[HM5] a period that is over and has nothing pending is computed once', async () => {
  const { ask, read } = ground({
    help: [
      { goal: purchase, value: [100, 400, 700], until: 2000 },
      { goal: purchase, value: [100, 400, 700] },
    ],
  });
  const first = await ask();
  assert.deepEqual(await ask(), first);
  assert.deepEqual(read, ['help 2', 'help 1', 'help 2']);
});

test('[HM2] alarms are of running campaigns and of those that paused themselves, the oldest first', async () => {
  const stop = {
    ...{ at: 500, measure: 'rate' as const, estimate: -1, lower: -2, upper: -0.5 },
    ...{ gain: null, treatment: 10, control: 10 },
  };
  const period = { number: 1, from: 1, document, goal: purchase };
  const periods = new Map([
    ['off', { ...period, until: null, stop: null }],
    ['harm', { ...period, until: null, stop: null }],
    ['fine', { ...period, until: null, stop: null }],
    ['paused', { ...period, until: null, stop }],
    ['rested', { ...period, until: null, stop: null }],
    ['archived', { ...period, until: 900, stop }],
  ]);
  const found: Readonly<Record<string, Partial<CampaignResults>>> = {
    off: { sampleRatio: { verdict: 'alarm', evidence: 1e6, since: 700, counts: [] } },
    harm: {
      harm: { ...stop, at: 9000, spread: true },
      path: [
        { at: 300, enrolled: 5, estimate: 0, lower: -1, upper: 1 },
        { at: 400, enrolled: 9, estimate: -1, lower: -2, upper: -0.5 },
      ],
    },
  };
  const items = await campaignAlarms(
    {
      periods: async (_, id) => [periods.get(id)!],
      resultsOf: async (id) => results({ campaign: id, name: id, ...found[id] }),
      failed: (_, error) => assert.fail(String(error)),
    },
    account,
    [...periods.keys()].map((id) => CampaignId.parse(id)),
    (id) => ['off', 'harm', 'fine'].includes(id),
  );
  assert.deepEqual(
    items.map(({ campaign, kind, since }) => [campaign, kind, since]),
    [
      ['harm', 'harm', 400],
      ['paused', 'stopped', 500],
      ['off', 'sample-ratio', 700],
    ],
  );
});
