// How many rehearsals are kept and which are evicted, over a past that never answers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  campaign,
  configuration,
  noon,
  truthy,
} from '@opportune/core/world/test/shop.test-support.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { rehearsalLimits } from '@opportune/protocol/limits/campaigns.ts';
import type { Campaign } from '@opportune/protocol/rest/campaign/campaign.ts';
import { testLog } from '../../adapter/engines.test-support.ts';
import type { PastVisits } from './rehearsal-seam.ts';
import { createRehearsals } from './rehearsals.ts';

const never = (): Promise<never> => new Promise(() => {});
const past: PastVisits = {
  ...{ reach: never, amount: never, availability: never, returns: never },
  rehearse: () => assert.fail('there is nothing to rehearse'),
};

function draft(name: string): Campaign {
  const { id, document } = campaign({ id: name, moment: truthy });
  return {
    ...{ id, state: 'draft', draft: document, live: null, period: null, revision: 1 },
    ...{ updatedAt: noon, updatedBy: 'ada', pauseOnHarm: false, pauseOnLeaving: false },
    publishing: null,
    approval: null,
  };
}

test('an account that asks for as many rehearsals as are kept stops its own and nobody else’s', async () => {
  const [flood, other] = [AccountId.parse('flood'), AccountId.parse('other')];
  const rehearsals = createRehearsals({
    past,
    configurations: { current: async () => configuration([]) },
    clock: { now: () => noon },
    log: testLog(),
  });
  const ordinary = draft('ordinary');
  await rehearsals.ask(other, ordinary);
  const asked = Array.from({ length: rehearsalLimits.answers + 10 }, (_, at) => draft(`c${at}`));
  for (const each of asked) await rehearsals.ask(flood, each);
  assert.equal(rehearsals.read(other, ordinary.id).state, 'running');
  const states = asked.map(({ id }) => rehearsals.read(flood, id).state);
  assert.equal(states.filter((state) => state === 'none').length, 11);
  assert.deepEqual(
    states.slice(0, 11),
    Array.from({ length: 11 }, () => 'none'),
  );
});
