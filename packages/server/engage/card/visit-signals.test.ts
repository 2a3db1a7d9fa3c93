// The signals of a visit, from memory and from the real store of facts.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, it } from 'node:test';
import { Visit } from '@opportune/core/decision/test/visit.test-support.ts';
import { configuration, noon } from '@opportune/core/world/test/shop.test-support.ts';
import { eventName } from '@opportune/protocol/behaviour/event.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { testEngines, type TestEngines } from '../../adapter/engines.test-support.ts';
import { eventRow } from '../ledger/fact-rows.ts';
import { readVisit } from '../history/visitor-history.ts';
import { shownAmong, shownBy, wasInVisit } from './visit-signals.ts';

let engines: TestEngines;
before(async () => {
  engines = await testEngines();
});
after(() => engines.close());

const { sections } = configuration([]);
const hourMs = 3_600_000;

/** Three visits, an hour apart, each with a search, a section and an error. */
function threeVisits(): Visit {
  const visit = new Visit([]);
  for (const name of ['first', 'second', 'third'])
    visit
      .page('/', { sections: [name] })
      .track(eventName.productsSearched, { query: `Boots ${name}` })
      .track(eventName.errorMet, { message: name })
      .after(3600);
  return visit;
}

const shownIn = (name: string) => ({
  searched: [`boots ${name}`],
  sections: [name],
  errors: [name],
});

it('[N2] the present visit shows only its own searches, pages and errors', () => {
  const { state } = threeVisits();
  assert.deepEqual(shownBy(state, sections), shownIn('third'));
  assert.ok(wasInVisit(state, noon + 2 * hourMs));
  assert.ok(!wasInVisit(state, noon + 2 * hourMs - 1));
});

it('[N2] a visit that is over shows the same from the log, by the instant of a conversation in it', async () => {
  const account = AccountId.parse(`shown-${randomUUID().slice(0, 8)}`);
  const visit = threeVisits();
  const events = visit.stored.map((each) => eventRow({ ...each, account }));
  await engines.facts.append({ token: randomUUID(), tables: { events } });
  const shownAt = async (at: number) =>
    shownAmong(await readVisit(engines.facts, account, visit.state.visitor, at), sections);
  assert.equal(await shownAt(noon - 1), null);
  assert.deepEqual(await shownAt(noon), shownIn('first'));
  assert.deepEqual(await shownAt(noon + 10 * 60_000), shownIn('first'));
  assert.deepEqual(await shownAt(noon + hourMs + 1), shownIn('second'));
  assert.deepEqual(await shownAt(noon + 3 * hourMs), shownIn('third'));
});
