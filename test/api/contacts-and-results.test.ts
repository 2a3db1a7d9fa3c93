// An agent merges the contacts of two browsers and separates them again. Decisions, caps and
// results stay as they were.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { Visit } from '@opportune/core/decision/test/visit.test-support.ts';
import { campaign, noon, purchase } from '@opportune/core/world/test/shop.test-support.ts';
import { eventName } from '@opportune/protocol/behaviour/event.ts';
import { CampaignId, UserId, VisitorId } from '@opportune/protocol/ids.ts';
import { testEngines, type TestEngines } from '@opportune/server/adapter/engines.test-support.ts';
import { addressOf, openAccount } from '@opportune/server/contact/contacts.test-support.ts';
import { readLogs } from '@opportune/server/engage/history/visitor-history.ts';
import { decisionRow, eventRow } from '@opportune/server/engage/ledger/fact-rows.ts';
import { campaignResults } from '@opportune/server/report/results/results.ts';

const browsers = ['laptop', 'phone'] as const;
const ada = UserId.parse('ada');

let engines: TestEngines;
before(async () => {
  engines = await testEngines();
});
after(() => engines.close());

test('[UN3] [UN4] merging and separating the contacts of two browsers changes no arm, no cap and no result', async () => {
  const { account, contacts, talk } = await openAccount(engines.records);
  const moment = { all: [{ performed: { event: eventName.leaving } }] };
  const visits = browsers.map((visitor) =>
    new Visit([campaign({ id: 'c', moment })], { visitor }).page('/a').track(eventName.leaving),
  );
  await engines.facts.append({
    token: randomUUID(),
    tables: {
      decisions: visits.flatMap((visit) =>
        visit.decisions.map((each) => decisionRow({ ...each, account })),
      ),
      events: visits.flatMap((visit) => visit.stored.map((each) => eventRow({ ...each, account }))),
    },
  });
  const read = async () => ({
    // Caps and arms are restored from these logs.
    logs: await readLogs(
      engines.facts,
      account,
      browsers.map((id) => VisitorId.parse(id)),
    ),
    results: await campaignResults(engines.facts, {
      ...{ account, campaign: CampaignId.parse('c'), goal: purchase, period: 1 },
      ...{ now: noon + 86_400_000, name: 'C', stop: null },
      periods: [{ number: 1, from: noon - 1, until: null }],
      variants: [{ id: 'a', name: 'A', share: 10_000 }],
      shares: { control: 0.5, treatment: 0.5, optimise: 0 },
      ...{ currency: 'EUR', timeZone: 'UTC', horizonVisitors: 1000 },
    }),
  });
  const first = await talk('laptop');
  const second = await talk('phone');
  const apart = await read();
  const eligible = apart.results.arms.map(({ soFar }) => soFar.eligible);
  assert.equal(
    eligible.reduce((sum, many) => sum + many, 0),
    2,
    'two units',
  );
  const { addresses } = await contacts.merge(account, first, second, ada);
  assert.equal(addresses.length, 2);
  assert.deepEqual(await read(), apart);
  await contacts.separate(account, second, [addressOf('laptop')], ada);
  assert.deepEqual(await read(), apart);
});
