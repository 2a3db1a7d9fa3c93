// Decisions that a crash cut from their event, on the real store of facts: none until the event is
// stored and they are made again, then one decision with the reasons that the log gives.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, it } from 'node:test';
import type { StoredEvent } from '@opportune/core/decision/engine.ts';
import { Visit } from '@opportune/core/decision/test-visit.ts';
import { availability, campaign, configuration } from '@opportune/core/world/test-shop.ts';
import type { FactBatch } from '@opportune/core/ports/facts.ts';
import type { Decision } from '@opportune/protocol/decision.ts';
import { eventName } from '@opportune/protocol/event.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import type { Engines } from '../adapter/engines.ts';
import { testEngines } from '../adapter/engines.test-support.ts';
import { explainDecision } from './decision-explanation.ts';
import { availabilityRow, decisionRow, eventRow } from './fact-rows.ts';

let engines: Engines;
before(async () => {
  engines = await testEngines();
});
after(() => engines.close());

const left = { all: [{ performed: { event: eventName.leaving } }] };
const seen = { fact: 'visit.pages', op: 'gte' as const, value: 1 };
const campaigns = [campaign({ id: 'c', audience: seen, moment: left })];

it('promise 5: a decision cut from its event is none until it is made again, then agrees', async () => {
  const account = AccountId.parse(`cut-${randomUUID().slice(0, 8)}`);
  const append = (tables: FactBatch['tables']) =>
    engines.facts.append({ token: randomUUID(), tables });
  const decisionsOf = (list: readonly Decision[]) =>
    list.map((each) => decisionRow({ ...each, account }));
  const eventsOf = (list: readonly StoredEvent[]) =>
    list.map((each) => eventRow({ ...each, account }));
  const current = { ...configuration(campaigns), account };
  const explain = (of: Decision) =>
    explainDecision(
      engines.facts,
      { accounts: async () => [account], current: async () => current, at: async () => current },
      account,
      of.id,
    );

  const visit = new Visit(campaigns).page('/a').track(eventName.leaving);
  const [cut] = visit.decisions;
  assert.ok(cut !== undefined);
  await append({ availability: [availabilityRow(account, availability(1))] });
  await append({ decisions: decisionsOf([cut]) });
  assert.equal(await explain(cut), null);

  const lost = visit.stored.splice(0);
  visit.crash();
  for (const event of lost) visit.retry(event);
  const [, again] = visit.decisions;
  assert.equal(again?.id, cut.id);
  await append({ decisions: decisionsOf([again]), events: eventsOf(visit.stored) });
  const explained = await explain(cut);
  assert.equal(explained?.agrees, true);
  assert.equal(explained.decision.ordinal, again.ordinal);
});
