// Campaigns that compete for the same visitors: on the real engine, against a world counted by
// hand, and over random worlds, in which each of two names the other.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, it } from 'node:test';
import type { FactRow } from '@opportune/core/ports/facts.ts';
import { seededRandom } from '@opportune/core/proof/test/random.test-support.ts';
import { campaign, truthy } from '@opportune/core/world/test/shop.test-support.ts';
import { AccountId, CampaignId, SiteId } from '@opportune/protocol/ids.ts';
import type { CompetingCampaign } from '@opportune/protocol/rest/report/report.ts';
import { testEngines, type TestEngines } from '../../adapter/engines.test-support.ts';
import { competingCampaigns, unmetCampaigns, type CampaignBeside } from './competing.ts';
import { rounds } from '../../../../test/support/proof-size.test-support.ts';

const minuteMs = 60_000;
const began = Date.UTC(2026, 0, 10, 12);
const help = CampaignId.parse('help');

let engines: TestEngines;
before(async () => {
  engines = await testEngines();
});
after(() => engines.close());

interface Made {
  readonly visitor: string;
  readonly campaign?: string;
  readonly minute?: number;
  readonly zone?: string;
  readonly period?: number;
  readonly visit?: string;
  readonly policy?: string;
}

async function stored(made: readonly Made[]): Promise<AccountId> {
  const account = AccountId.parse(`competing-${randomUUID().slice(0, 8)}`);
  const decisions = made.map(
    (
      {
        visitor,
        campaign = 'help',
        minute = 0,
        zone = 'corner',
        period = 1,
        visit = '1',
        policy = '',
      },
      at,
    ) =>
      ({
        account,
        site: 's1',
        visitor,
        visit: `${visitor}-${visit}`,
        ordinal: at,
        id: `d${at}`,
        campaign,
        period,
        engagement: 'e',
        goal: 'g',
        arm: at % 2 === 0 ? 'control' : 'treatment',
        variant: '',
        zone,
        offer: 'content',
        at: began + minute * minuteMs,
        propensity: 0.5,
        reasons: '{}',
        policy,
      }) satisfies FactRow,
  );
  await engines.facts.append({ token: randomUUID(), tables: { decisions } });
  return account;
}

const named = (id: string, ...periods: readonly number[]): CampaignBeside => ({
  campaign: CampaignId.parse(id),
  name: id,
  periods,
});
const others = [named('other', 1), named('third', 1)];

/** Of the first period of `help`. */
async function measured(made: readonly Made[], beside: readonly CampaignBeside[] = others) {
  const account = await stored(made);
  return competingCampaigns(engines.facts, { account, campaign: help, period: 1, beside });
}

it('[F17] counts visitors who were eligible in both, each once, and their part of this campaign’s', async () => {
  const competing = await measured([
    { visitor: 'a' },
    { visitor: 'b' },
    { visitor: 'c' },
    { visitor: 'd' },
    { visitor: 'a', campaign: 'other', minute: 100 },
    { visitor: 'a', campaign: 'other', minute: 200, visit: '2' },
    { visitor: 'b', campaign: 'other', minute: 100 },
    { visitor: 'stranger', campaign: 'other' },
    { visitor: 'c', campaign: 'third', minute: 100 },
  ]);
  assert.deepEqual(
    competing.map(({ campaign, visitors, share }) => [campaign, visitors, share]),
    [
      ['other', 2, 0.5],
      ['third', 1, 0.25],
    ],
  );
});

it('[F17] who had the zone within ten minutes of the same visit kept the other waiting', async () => {
  const [other] = await measured([
    { visitor: 'behind', campaign: 'other', minute: 0 },
    { visitor: 'behind', minute: 9 },
    { visitor: 'ahead', minute: 0 },
    { visitor: 'ahead', campaign: 'other', minute: 5 },
    { visitor: 'long-before', campaign: 'other', minute: 0 },
    { visitor: 'long-before', minute: 10 },
    { visitor: 'another-zone', campaign: 'other', minute: 0, zone: 'top' },
    { visitor: 'another-zone', minute: 1 },
    { visitor: 'another-visit', campaign: 'other', minute: 0 },
    { visitor: 'another-visit', minute: 1, visit: '2' },
  ]);
  assert.deepEqual([other?.visitors, other?.behind, other?.ahead], [5, 1, 1]);
});

it('[F17] of the others, periods that ran at the same time count, and only the period’s own visitors', async () => {
  const made = [
    { visitor: 'a', minute: 5 },
    { visitor: 'a', campaign: 'other', minute: -1 },
    { visitor: 'a', campaign: 'third', period: 2, minute: 50 },
    { visitor: 'b', period: 2, minute: 5 },
    { visitor: 'b', campaign: 'other', minute: 6 },
  ];
  const names = async (beside: readonly CampaignBeside[]) =>
    (await measured(made, beside)).map(({ campaign, visitors }) => [campaign, visitors]);
  assert.deepEqual(await names([named('other', 1), named('third', 1)]), [['other', 1]]);
  assert.deepEqual(await names([named('third', 1, 2)]), [['third', 1]]);
  assert.deepEqual(await names([]), []);
});

it('[F17] all campaigns that share visitors are named, those that share the most first', async () => {
  const many = Array.from({ length: 30 }, (_, at) => `c${at}`);
  const made = many.flatMap((id, at) =>
    Array.from({ length: at < 29 ? 2 : 1 }, (_of, of) => [
      { visitor: `${id}-${of}` },
      { visitor: `${id}-${of}`, campaign: id, minute: 30 },
    ]).flat(),
  );
  const competing = await measured(
    made,
    many.map((id) => named(id, 1)),
  );
  assert.equal(competing.length, 30);
  assert.equal(competing.at(-1)?.campaign, 'c29');
});

it('[F17] each of two periods that share visitors names the other, with the same visitors and turned sides', async () => {
  const [seeds, ids, visitors] = [rounds({ usual: 1, full: 6 }), ['a', 'b', 'c', 'd'], 12];
  for (let seed = 1; seed <= seeds; seed++) {
    const next = seededRandom(seed);
    const pick = (count: number): number => Math.floor(next() * count);
    const made = Array.from({ length: 5 + pick(60) }, () => ({
      visitor: `v${pick(visitors)}`,
      campaign: ids[pick(ids.length)] ?? 'a',
      period: 1 + pick(2),
      minute: pick(25),
      zone: pick(4) === 0 ? 'top' : 'corner',
      visit: String(pick(2)),
    }));
    const account = await stored(made);
    const periods = ids.flatMap((campaign) => [1, 2].map((period) => ({ campaign, period })));
    const met = new Map<string, readonly CompetingCampaign[]>();
    const key = (...parts: readonly (string | number)[]): string => parts.join(' ');
    for (const own of periods)
      for (const other of periods) {
        if (own.campaign === other.campaign) continue;
        const beside = [named(other.campaign, other.period)];
        const ask = { account, campaign: CampaignId.parse(own.campaign), period: own.period };
        const found = await competingCampaigns(engines.facts, { ...ask, beside });
        met.set(key(own.campaign, own.period, other.campaign, other.period), found);
      }
    for (const one of periods)
      for (const two of periods) {
        const there = met.get(key(one.campaign, one.period, two.campaign, two.period)) ?? [];
        const back = met.get(key(two.campaign, two.period, one.campaign, one.period)) ?? [];
        assert.deepEqual(
          there.map((each) => [each.visitors, each.behind, each.ahead]),
          back.map((each) => [each.visitors, each.ahead, each.behind]),
          `seed ${seed}: ${one.campaign} ${one.period} and ${two.campaign} ${two.period}`,
        );
      }
  }
});

it('[F17] of a campaign that optimises, only what takes the zone keeps another waiting', async () => {
  const takenIn = JSON.stringify({ again: false, isRule: false });
  const again = JSON.stringify({ again: true, isRule: true });
  const atMoment = JSON.stringify({ again: false, isRule: true });
  const competing = await measured([
    { visitor: 'a', campaign: 'other', policy: takenIn },
    { visitor: 'a', minute: 1 },
    { visitor: 'b', campaign: 'other', policy: again },
    { visitor: 'b', minute: 1 },
    { visitor: 'c', campaign: 'other', policy: atMoment },
    { visitor: 'c', minute: 1 },
  ]);
  assert.deepEqual(
    competing.map(({ visitors, behind, ahead }) => [visitors, behind, ahead]),
    [[3, 1, 0]],
  );
});

it('[F17] names campaigns in the same zone of a common site that shared no visitor, with the one that goes first', () => {
  const [shop, club] = [SiteId.parse('shop'), SiteId.parse('club')];
  const running = [
    campaign({ id: 'help', moment: truthy, sites: [shop] }),
    campaign({ id: 'first', moment: truthy, priority: 90 }),
    campaign({ id: 'later', moment: truthy, priority: 10, sites: [club, shop] }),
    campaign({ id: 'alike', moment: truthy }),
    campaign({ id: 'met', moment: truthy }),
    campaign({ id: 'elsewhere', moment: truthy, sites: [club] }),
    campaign({ id: 'on-top', moment: truthy, zone: 'top' }),
  ];
  const now = began;
  const unmet = unmetCampaigns(help, running, { met: new Set([CampaignId.parse('met')]), now });
  assert.deepEqual(
    unmet.map(({ name, order }) => [name, order]),
    [
      ['first', 'before'],
      ['later', 'after'],
      ['alike', 'same'],
    ],
  );
  assert.deepEqual(
    unmetCampaigns(CampaignId.parse('paused'), running, { met: new Set(), now }),
    [],
  );
});

it('[F17] names no campaign outside its schedule, and none for a campaign outside its own', () => {
  const [hourMs, begins, ends] = [3_600_000, began, began + 7_200_000];
  const within = (id: string, dates: { from: number | null; until: number | null }) => {
    const made = campaign({ id, moment: truthy });
    const schedule = {
      ...made.document.schedule,
      ...dates,
      hours: { fromMinute: 0, untilMinute: 1 },
    };
    return { ...made, document: { ...made.document, schedule } };
  };
  const running = [
    within('help', { from: begins, until: null }),
    within('over', { from: null, until: begins + hourMs }),
    within('to-come', { from: begins + hourMs, until: ends }),
    within('always', { from: null, until: null }),
  ];
  const named = (of: string, now: number): readonly string[] =>
    unmetCampaigns(CampaignId.parse(of), running, { met: new Set(), now }).map(({ name }) => name);
  assert.deepEqual(named('help', begins), ['over', 'always']);
  assert.deepEqual(named('help', begins + hourMs), ['to-come', 'always']);
  assert.deepEqual(named('help', ends), ['always']);
  assert.deepEqual(named('over', begins + hourMs), []);
  assert.deepEqual(named('help', begins - 1), []);
});
