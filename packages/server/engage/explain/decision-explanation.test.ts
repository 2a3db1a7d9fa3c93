// Decisions that a crash separated from their event, on the real store of facts. There is no
// explanation until the event is stored and the decision is made again. Then there is one decision,
// with the reasons that follow from the log.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, it } from 'node:test';
import type { StoredEvent } from '@opportune/core/decision/engine.ts';
import { Visit } from '@opportune/core/decision/test/visit.test-support.ts';
import {
  availability,
  campaign,
  configuration,
} from '@opportune/core/world/test/shop.test-support.ts';
import type { FactBatch } from '@opportune/core/ports/facts.ts';
import type { Decision } from '@opportune/protocol/campaign/decision.ts';
import { eventName } from '@opportune/protocol/behaviour/event.ts';
import { AccountId, EventId } from '@opportune/protocol/ids.ts';
import { profileLimits } from '@opportune/protocol/limits/visitors.ts';
import { testEngines, type TestEngines } from '../../adapter/engines.test-support.ts';
import { explainDecision } from './decision-explanation.ts';
import { configurationsOf } from '../../testing/engage.test-support.ts';
import { availabilityRow, decisionRow, eventRow } from '../ledger/fact-rows.ts';

let engines: TestEngines;
before(async () => {
  engines = await testEngines();
});
after(() => engines.close());

const left = { all: [{ performed: { event: eventName.leaving } }] };
const seen = { fact: 'visit.pages', op: 'gte' as const, value: 1 };
const campaigns = [campaign({ id: 'c', audience: seen, moment: left })];

it('promise 5: a decision cut off from its event does not count until it is made again, and then agrees', async () => {
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
      configurationsOf(() => current),
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

it('promise 5: a decision is replayed from its own past, however much came since', async () => {
  const cart = { fact: 'cart.total', op: 'gte' as const, value: 50 };
  const live = [campaign({ id: 'cart', moment: cart })];
  const explained = async (before: number, since: number) => {
    const account = AccountId.parse(`long-${randomUUID().slice(0, 8)}`);
    const current = { ...configuration(live), account };
    const visit = new Visit(live).page('/a').track('Filter', {}, { at: 0, imported: true });
    const [filler] = visit.stored.splice(1);
    assert.ok(filler !== undefined);
    visit.track(eventName.cartUpdated, { total: 80, items: 1 });
    const [decision] = visit.decisions;
    assert.ok(decision !== undefined);
    // Merged into one kind, so that thousands need not be played. None of them changes the cart.
    const many = (count: number, from: number) =>
      Array.from({ length: count }, (_, at) => ({
        ...filler,
        id: EventId.parse(`f${from + at}`),
        ordinal: from + at,
      }));
    const move = 10_000;
    const moved = <Of extends { readonly ordinal: number }>(each: Of): Of => ({
      ...each,
      account,
      ordinal: each.ordinal + move,
    });
    const events = [...visit.stored.map(moved), ...many(before, 1), ...many(since, 2 * move)];
    await engines.facts.append({
      token: randomUUID(),
      tables: {
        availability: [availabilityRow(account, availability(1))],
        decisions: [decisionRow(moved(decision))],
        events: events.map((each) => eventRow({ ...each, account })),
      },
    });
    const configurations = {
      accounts: async () => [account],
      restingNames: async () => new Map(),
      current: async () => current,
      at: async () => current,
    };
    return explainDecision(engines.facts, configurations, account, decision.id);
  };
  const { restoreEvents } = profileLimits;
  const long = await explained(0, restoreEvents + 100);
  assert.deepEqual([long?.agrees, long?.whole], [true, true]);
  const cut = await explained(restoreEvents, 0);
  assert.equal(cut?.whole, false);
});

it('[I16] an attribute that became personal or is no longer declared is hidden, even in earlier decisions', async () => {
  const account = AccountId.parse(`personal-${randomUUID().slice(0, 8)}`);
  const isGold = { fact: 'custom.tier', op: 'eq' as const, value: 'gold' };
  const gold = [campaign({ id: 'gold', audience: seen, moment: { all: [isGold] } })];
  const visit = new Visit(gold).page('/a').track(eventName.attributesSet, { tier: 'gold' });
  const [decision] = visit.decisions;
  assert.ok(decision !== undefined);
  await engines.facts.append({
    token: randomUUID(),
    tables: {
      availability: [availabilityRow(account, availability(1))],
      decisions: [decisionRow({ ...decision, account })],
      events: visit.stored.map((each) => eventRow({ ...each, account })),
    },
  });
  const declared = (privacy: 'public' | 'personal' | null) => {
    const attributes = privacy === null ? [] : [{ name: 'tier', type: 'text' as const, privacy }];
    return { ...configuration(gold, { attributes }), account };
  };
  const shown = await Promise.all(
    (['public', 'personal', null] as const).map((privacy) => {
      const configurations = {
        accounts: async () => [account],
        restingNames: async () => new Map(),
        current: async () => declared(privacy),
        at: async () => declared('public'),
      };
      return explainDecision(engines.facts, configurations, account, decision.id);
    }),
  );
  assert.deepEqual(
    shown.map((each) => [
      each?.agrees,
      each?.replayed.moment.parts[0]?.value,
      each?.decision.reasons.moment.parts[0]?.value,
    ]),
    [
      [true, 'gold', 'gold'],
      [true, '•••', '•••'],
      [true, '•••', '•••'],
    ],
  );
});
