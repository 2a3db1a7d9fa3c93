// The names of campaigns that no longer run, after an account is loaded and after a campaign stops.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { account, campaign, configuration } from '@opportune/core/world/test/shop.test-support.ts';
import { CampaignId } from '@opportune/protocol/ids.ts';
import { configurationsOf, deciding } from '../../testing/engage.test-support.ts';
import { AccountEngines } from './account-engine.ts';

test('a campaign that stops keeps its name beside those that had stopped before', async () => {
  const [old, spring] = [CampaignId.parse('old'), CampaignId.parse('spring')];
  let newest = configuration([campaign({ id: spring, name: 'Spring', moment: { all: [] } })]);
  const engines = new AccountEngines(
    {
      ...configurationsOf(() => newest),
      restingNames: async () => new Map([[old, 'Last year']]),
    },
    deciding().intent,
  );
  const { restingNames } = await engines.of(account);
  assert.deepEqual([...restingNames], [[old, 'Last year']]);
  newest = configuration([], { version: 2 });
  await engines.reload(account);
  assert.deepEqual(
    [...restingNames],
    [
      [old, 'Last year'],
      [spring, 'Spring'],
    ],
  );
});
