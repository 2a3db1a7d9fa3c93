// Which steps of the checklist are done, and when it goes away.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Setup } from '@opportune/protocol/rest/setup.ts';
import { isShown, stepsOf } from './steps.ts';

const fresh = Setup.parse({
  ...{ wants: null, dismissedAt: null, brand: false, mail: false, campaigns: 0, people: 1 },
  sites: [{ site: 's1', seenAt: null, given: true }],
});
const whole = Setup.parse({
  ...{ wants: 'cart', dismissedAt: null, brand: true, mail: true, campaigns: 1, people: 2 },
  sites: [
    { site: 's1', seenAt: null, given: true },
    { site: 's2', seenAt: 7, given: false },
  ],
});

test('[HM7] a step is done by what the account has, and the first other one is open', () => {
  assert.deepEqual(
    stepsOf(fresh, false).map(({ state }) => state),
    ['done', 'now', 'later', 'later', 'later', 'later', 'later'],
  );
  assert.deepEqual(
    stepsOf({ ...whole, mail: false }, false).map(({ state }) => state),
    ['done', 'done', 'done', 'now', 'done', 'done', 'later'],
  );
});

test('[HM7] the checklist goes away when it was put away or everything is done', () => {
  assert.equal(isShown(fresh, stepsOf(fresh, false)), true);
  assert.equal(isShown({ ...fresh, dismissedAt: 9 }, stepsOf(fresh, false)), false);
  assert.equal(isShown(whole, stepsOf(whole, false)), true);
  assert.equal(isShown(whole, stepsOf(whole, true)), false);
});

test('[HM7] a visit to the demo shop, which came with the account, is no visit to a site of its own', () => {
  const shop = { ...fresh, sites: fresh.sites.map((site) => ({ ...site, seenAt: 7 })) };
  const tag = stepsOf(shop, false).find(({ name }) => name === 'tag');
  assert.equal(tag?.state, 'later');
});
