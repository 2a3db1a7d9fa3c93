// A flood of fake visitors and orders, sent as a stranger would send it, through the real intake
// into the real engines: its effect on results, what the results say about it, and that it pauses
// no campaign.
import { withoutApproval } from '@opportune/server/campaign/approval/permit.ts';
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { CampaignResults } from '@opportune/protocol/rest/report/report.ts';
import { CampaignDocument } from '@opportune/protocol/campaign/campaign.ts';
import type { CampaignId } from '@opportune/protocol/ids.ts';
import { type CampaignFeature, createCampaignFeature } from '@opportune/server/campaign/feature.ts';
import { pastVisits } from '@opportune/server/engage/rehearsal/past-visits.ts';
import { createReportFeature, type ReportFeature } from '@opportune/server/report/feature.ts';
import { takenBackFrom } from '@opportune/server/report/conversions/taken-back.ts';
import { realTime } from '@opportune/server/testing/real-time.test-support.ts';
import { campaignDocument, goalDraft } from '../support/examples.test-support.ts';
import { Browser } from './browser-socket.test-support.ts';
import {
  firefox,
  shopOrigin,
  startCollect,
  type TestCollect,
  until,
} from './collect.test-support.ts';

let server: TestCollect;
let campaign: CampaignFeature;
let report: ReportFeature;
let id: CampaignId;
before(async () => {
  server = await startCollect({ proxies: ['127.0.0.1'] });
  [campaign, report] = features();
  id = await publish();
});
after(async () => {
  await campaign.close?.();
  await report.close?.();
  await server.close();
});

function features(): [CampaignFeature, ReportFeature] {
  const { engines, clock, ids, log, configurations } = server;
  const { facts, bus, records } = engines;
  const world = { bus, clock, ids, log, schedule: realTime };
  const made: CampaignFeature = createCampaignFeature({
    ...{ records, configurations },
    world: { ...world, schedule: () => () => undefined },
    traffic: {
      harm: (of, which, period, on) => reports.reports.harm(of, which, period, on),
      ripe: (of, leaving) => reports.reports.ripe(of, leaving),
      figures: (of) => reports.reports.figures(of),
      watch: (of) => ({ figures: () => reports.reports.figures(of), changed: async () => false }),
      traffic: (of, which, document) => reports.reports.traffic(of, which, document),
      horizon: (of) => reports.reports.horizon(of),
    },
    past: pastVisits(facts, takenBackFrom(facts)),
  });
  const campaigns = { ...made.campaigns, exclusions: made.exclusions.of };
  const reports: ReportFeature = createReportFeature({ world, facts, configurations, campaigns });
  return [made, reports];
}

/** Offered to half of all visitors from their first page on. A page may report its orders. */
async function publish(): Promise<CampaignId> {
  const { account, goals } = server;
  const goal = await goals.create(account, 'Mia', {
    ...goalDraft,
    kind: 'purchase',
    value: { type: 'property', path: 'total' },
    window: { type: 'duration', seconds: 3600 },
    trust: 'page',
  });
  const everybody = { fact: 'visit.pages', op: 'gte', value: 1 };
  const document = campaignDocument(goal.id);
  const made = await campaign.campaigns.create(
    account,
    'Mia',
    CampaignDocument.parse({
      ...document,
      audience: everybody,
      control: 5000,
      engagement: { ...document.engagement, moment: everybody },
    }),
  );
  await campaign.campaigns.act(account, 'Mia', made.id, {
    ...{ what: 'publish', revision: made.revision, permit: withoutApproval },
  });
  return made.id;
}

/** A page of a connected visitor, as a browser reports it. Returns whether an offer arrived. */
async function visit(visitor: string, address: string): Promise<boolean> {
  const headers = { 'x-forwarded-for': address };
  const browser = new Browser(server, { headers });
  await browser.arrive(server, { visitor });
  const at = server.clock.now();
  browser.send({
    type: 'events',
    batch: 1,
    sentAt: at,
    events: [{ id: `${visitor}-page`, at, ...page }],
  });
  await browser.frame('ack');
  browser.socket.close();
  return browser.frames.some(({ type }) => type === 'engage');
}

/** An order without a connection, as a script sends it. */
async function order(visitor: string, address: string, total: number): Promise<void> {
  const at = server.clock.now();
  const properties = { order_id: visitor, total };
  const event = { id: `${visitor}-order`, at, kind: 'track', name: 'Order Completed', properties };
  const answer = await fetch(`${server.url}/v1/events`, {
    method: 'POST',
    headers: {
      origin: shopOrigin,
      'user-agent': firefox,
      'content-type': 'application/json',
      'x-forwarded-for': address,
    },
    body: JSON.stringify({ key: server.writeKey, visitor, sentAt: at, events: [event] }),
  });
  assert.deepEqual(await answer.json(), { refused: [] }, String(answer.status));
}

const page = {
  kind: 'page',
  name: 'Page',
  page: { url: `${shopOrigin}/`, path: '/', title: '', search: '', referrer: '' },
  properties: {},
};

/** This many at a time, because each waits until it is stored. */
async function all<T, Made>(
  items: readonly T[],
  work: (item: T) => Promise<Made>,
): Promise<Made[]> {
  const made: Made[] = [];
  for (let from = 0; from < items.length; from += 50) {
    made.push(...(await Promise.all(items.slice(from, from + 50).map(work))));
    server.clock.advance(5000);
  }
  return made;
}

const hostile = '203.0.113.9';
const names = (prefix: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, each) => `${prefix}-${each}`);

const results = (): Promise<CampaignResults> => report.reports.campaign(server.account, id);

/** The arm of each visitor, once all are stored. */
async function armsOf(many: number): Promise<ReadonlyMap<string, string>> {
  let arms: ReadonlyMap<string, string> = new Map();
  await until(async () => {
    const rows = await server.engines.facts.query<{ visitor: string; arm: string }>(
      server.account,
      'SELECT DISTINCT visitor, arm FROM $decisions',
    );
    arms = new Map(rows.map(({ visitor, arm }) => [visitor, arm]));
    return arms.size === many;
  });
  return arms;
}

test(
  '[F30][F31] 201 fake orders from one address by visitors who saw nothing are flagged and pause nothing',
  { timeout: 400_000 },
  async () => {
    const honest = names('honest', 300);
    const far = (visitor: string): string => {
      const each = Number(visitor.split('-')[1]);
      return `10.${each % 200}.${Math.floor(each / 200)}.7`;
    };
    await all(honest, (visitor) => visit(visitor, far(visitor)));
    const buyers = honest.filter((_, each) => each % 5 === 0);
    await all(buyers, (visitor) => order(visitor, far(visitor), 100));
    const fakes = names('fake', 440);
    const offered = await all(fakes, (visitor) => visit(visitor, hostile));
    // What the engine decided, because an offer may come after the acknowledgement.
    const arms = await armsOf(honest.length + fakes.length);
    const inControl = fakes.filter((visitor) => arms.get(visitor) === 'control');
    assert.ok(inControl.every((visitor) => offered[fakes.indexOf(visitor)] === false));
    const sawNothing = inControl.slice(0, 201);
    assert.ok(sawNothing.length > 180, String(sawNothing.length));
    await all(sawNothing, (visitor) => order(visitor, hostile, 1500));

    const { marked, bursts, burstCount } = await report.reports.sensitivity(server.account, id);
    assert.equal(burstCount, 1);
    assert.deepEqual([bursts[0]?.kind, bursts[0]?.visitors], ['client', fakes.length]);
    assert.match(bursts[0]?.client ?? '', /Firefox/);
    const ordered = (arm: string) => marked.find((each) => each.arm === arm)?.converted;
    assert.deepEqual([ordered('treatment'), ordered('control')], [0, sawNothing.length]);

    // An hour for the window, and a day for late events.
    server.clock.advance(26 * 3_600_000);
    const { harm, pending, sampleRatio } = await results();
    assert.deepEqual([pending.visitors, sampleRatio.verdict], [0, 'as-planned']);
    assert.deepEqual([harm?.measure, harm?.spread], ['rate', false]);
    const on = { goal: true, leaving: true };
    assert.equal(await report.reports.harm(server.account, id, 1, on), null);
    const figures = await report.reports.figures(server.account);
    assert.equal(figures.get(id)?.harm, false);
  },
);

test('[F32] with the burst excluded, the second figures are those of the other visitors', async () => {
  const condition = { fact: 'visitor.burst', op: 'eq', value: true } as const;
  await campaign.exclusions.add(server.account, 'Mia', id, {
    excluded: { type: 'rule', condition },
    note: 'A flood of orders',
  });
  const { without, exclusions } = await report.reports.sensitivity(server.account, id);
  assert.equal(exclusions[0]?.made.by, 'Mia');
  const eligible = without?.arms
    .filter(({ variant }) => variant === null)
    .reduce((sum, { soFar }) => sum + soFar.eligible, 0);
  assert.equal(eligible, 300);
  assert.equal(without?.gain.type, 'interval');
  const { gain } = await results();
  assert.ok(gain.type === 'interval' && gain.upper < 0, 'the results stay as they are');
});

test('[F31] a browser counts as new with its first accepted events, whatever was refused before', async () => {
  const visitor = 'refused-first';
  const browser = new Browser(server, { headers: { 'x-forwarded-for': '198.51.100.77' } });
  await browser.arrive(server, { visitor });
  const at = server.clock.now();
  const frames = [[{ id: 'refused', at, kind: 'nothing' }], [{ id: 'taken', at, ...page }]];
  for (const [index, events] of frames.entries()) {
    browser.send({ type: 'events', batch: index + 1, sentAt: at, events });
    await until(() => browser.frames.some((frame) => frame.type === 'ack' && frame.batch > index));
  }
  browser.socket.close();
  const batches = server.intake.batches.filter((batch) => batch.visitor === visitor);
  assert.deepEqual(
    batches.map(({ events, from }) => [events.map(({ id }) => id), typeof from?.prefix]),
    [[['taken'], 'string']],
  );
});

test('[F31] neither an address nor anything that could reveal one is stored', async () => {
  const { facts } = server.engines;
  const numbers = await facts.query<{ network: number }>(
    server.account,
    'SELECT DISTINCT toFloat64(network) AS network FROM $decisions',
    {},
  );
  assert.ok(numbers.every(({ network }) => network >= 1 && network <= 1024));
  assert.ok(numbers.length > 100);
  const kept = await Promise.all(
    ['events', 'decisions', 'conversions', 'bursts'].map((table) =>
      facts.query(server.account, `SELECT * FROM $${table}`, {}),
    ),
  );
  assert.ok(!/203\.0\.113|10\.\d+\.\d+\.7/.test(JSON.stringify(kept)));
});
