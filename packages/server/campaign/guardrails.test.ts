// Campaigns that pause themselves, on real records, with a proof given by the test.
// core/proof/alarms/test/harm.test.ts covers what is proved with and without harm.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { AccountId, CampaignId } from '@opportune/protocol/ids.ts';
import type { PeriodStop } from '@opportune/protocol/rest/campaign/campaign.ts';
import { type Api, type Person, startApi } from '../../../test/support/api.test-support.ts';
import { campaignDocument, goalDraft } from '../../../test/support/examples.test-support.ts';
import { testLog } from '../adapter/engines.test-support.ts';
import { createGuardrails, repeat } from './guardrails.ts';

let api: Api;
before(async () => {
  api = await startApi();
});
after(() => api.close());

const harm: PeriodStop = {
  at: 1_700_000_000_000,
  measure: 'rate',
  estimate: -0.02,
  lower: -0.03,
  upper: -0.01,
  gain: -0.4,
  treatment: 9000,
  control: 1000,
};

const leaving: PeriodStop = { ...harm, measure: 'leaving', estimate: 0.2, lower: 0.1, upper: 0.3 };

async function running(): Promise<{ ada: Person; account: AccountId; id: string }> {
  const ada = await api.newAccount();
  const { body: goal } = await ada.call('POST', '/goals', goalDraft);
  const document = campaignDocument(goal.id);
  const { body } = await ada.call('POST', '/campaigns', { document });
  const id = String(body.id);
  await ada.call('POST', `/campaigns/${id}/publish`, { revision: 1 });
  return { ada, account: AccountId.parse(ada.account), id };
}

interface World {
  readonly accounts: readonly AccountId[];
  readonly harmful?: readonly string[];
  /** Campaigns and accounts that cannot be checked. */
  readonly fails?: readonly string[];
  /** The number of decisions of each campaign that may be closed. */
  readonly ripe?: () => number;
  readonly now?: () => number;
  readonly looked?: string[];
  /** Campaigns that drive visitors away. */
  readonly driving?: readonly string[];
}

/** Rounds over the campaigns of these accounts, some with proved harm. */
function rounds({ accounts, harmful, fails, ripe, now, looked, driving }: World) {
  const of = new Map<string, readonly string[]>();
  return createGuardrails({
    campaigns: {
      async guarded(account) {
        if (fails?.includes(account) === true) throw new Error('the records are away');
        const found = await api.campaign.campaigns.guarded(account);
        of.set(
          account,
          found.map(({ id }) => id),
        );
        return found;
      },
      stop: api.campaign.campaigns.stop,
    },
    configurations: { accounts: async () => accounts },
    proof: {
      async harm(_account, campaign, _period, on) {
        looked?.push(campaign);
        if (fails?.includes(campaign) === true) throw new Error('the facts are away');
        if (on.goal && harmful?.includes(campaign) === true) return harm;
        return on.leaving && driving?.includes(campaign) === true ? leaving : null;
      },
      ripe: async (account) =>
        new Map((of.get(account) ?? []).map((id) => [CampaignId.parse(id), ripe?.() ?? 1000])),
    },
    log: testLog(),
    clock: { now: now ?? (() => 0) },
    signal: new AbortController().signal,
    rest: async () => {},
  });
}

/** One round without earlier ones. */
const look = (account: AccountId, harmful: readonly string[]) =>
  rounds({ accounts: [account], harmful })();

describe('a campaign that is proved to do harm', () => {
  test('pauses itself, leaves the configuration, and its period says why with the figures', async () => {
    const { ada, account, id } = await running();
    assert.equal(await look(account, []), 0);
    assert.equal(await look(account, [id]), 1);
    const { body } = await ada.call('GET', `/campaigns/${id}`);
    assert.deepEqual([body.state, body.updatedBy], ['paused', 'Guardrail']);
    assert.equal((await api.configurations.current(account)).campaigns.length, 0);
    const { body: periods } = await ada.call('GET', `/campaigns/${id}/periods`);
    assert.deepEqual(
      periods.items.map(({ stop }: { stop: PeriodStop }) => stop),
      [harm],
    );
    const { body: list } = await ada.call('GET', '/campaigns');
    assert.equal(list.items[0].harm, true);
  });

  test('is not paused again in a period that a manager resumed, and is guarded again in the next', async () => {
    const { ada, account, id } = await running();
    await look(account, [id]);
    await ada.call('POST', `/campaigns/${id}/resume`, { revision: 3 });
    assert.equal(await look(account, [id]), 0);
    const { body } = await ada.call('GET', `/campaigns/${id}`);
    assert.equal(body.state, 'running');
    const document = { ...body.draft, control: 2000 };
    await ada.call('PUT', `/campaigns/${id}/draft`, { revision: body.revision, document });
    await ada.call('POST', `/campaigns/${id}/publish`, { revision: body.revision + 1 });
    assert.equal(await look(account, [id]), 1);
  });

  test('keeps running if self-pausing is off, which changes neither draft nor period', async () => {
    const { ada, account, id } = await running();
    const before = (await ada.call('GET', `/campaigns/${id}`)).body;
    assert.equal(before.pauseOnHarm, true);
    const told = await ada.call('PUT', `/campaigns/${id}/guardrail`, { pauseOnHarm: false });
    assert.deepEqual(told.body, { ...before, pauseOnHarm: false });
    assert.equal(await look(account, [id]), 0);
    await ada.call('PUT', `/campaigns/${id}/guardrail`, { pauseOnHarm: true });
    assert.equal(await look(account, [id]), 1);
  });

  test('[F22] pauses for visitors who leave at once only if set to do so', async () => {
    const { ada, account, id } = await running();
    const drives = () => rounds({ accounts: [account], driving: [id] })();
    assert.equal(await drives(), 0);
    const { campaigns } = api.campaign;
    const found = { id: CampaignId.parse(id), period: 1 };
    assert.equal(await campaigns.stop(account, found, leaving), false);
    const told = await ada.call('PUT', `/campaigns/${id}/guardrail`, {
      pauseOnHarm: false,
      pauseOnLeaving: true,
    });
    assert.deepEqual([told.body.pauseOnHarm, told.body.pauseOnLeaving], [false, true]);
    assert.equal(await look(account, [id]), 0, 'harm to the goal is not asked for');
    assert.equal(await drives(), 1);
    const { body: periods } = await ada.call('GET', `/campaigns/${id}/periods`);
    assert.deepEqual(periods.items[0].stop, leaving);
    const kept = await ada.call('PUT', `/campaigns/${id}/guardrail`, { pauseOnHarm: true });
    assert.equal(kept.body.pauseOnLeaving, true);
  });

  test('is not paused again or twice: neither a draft, nor a paused one, nor by two who look at once', async () => {
    const { account, id } = await running();
    const paused = await Promise.all([look(account, [id]), look(account, [id])]);
    assert.deepEqual(paused.toSorted(), [0, 1]);
    const { campaigns } = api.campaign;
    const found = { id: CampaignId.parse(id), period: 1 };
    assert.equal(await campaigns.stop(account, found, harm), false);
  });

  for (const what of ['facts', 'campaigns'] as const)
    test(`pauses even if another account’s ${what} cannot be read`, async () => {
      const [one, other] = [await running(), await running()];
      const paused = await rounds({
        accounts: [one.account, other.account],
        harmful: [one.id, other.id],
        fails: what === 'facts' ? [one.id] : [one.account],
      })();
      assert.equal(paused, 1);
    });
});

describe('looking for harm', () => {
  test('looks at a campaign when more of its windows may have closed, and else once an hour', async () => {
    const { account, id } = await running();
    let [ripe, now] = [9, 0];
    const looked: string[] = [];
    const round = rounds({ accounts: [account], ripe: () => ripe, now: () => now, looked });
    const looks = async (): Promise<number> => {
      await round();
      return looked.splice(0).length;
    };
    assert.equal(await looks(), 0, 'nine decisions hold no five conversions an arm');
    ripe = 10;
    assert.deepEqual([await looks(), await looks()], [1, 0]);
    ripe = 11;
    assert.deepEqual([await looks(), await looks()], [1, 0]);
    now = 3_600_000;
    assert.deepEqual([await looks(), await looks()], [1, 0]);
    assert.equal(await api.campaign.campaigns.guarded(account).then((all) => all[0]?.id), id);
  });

  test('looks again the next time at one that could not be looked at', async () => {
    const { account, id } = await running();
    const looked: string[] = [];
    const round = rounds({ accounts: [account], fails: [id], looked });
    await round();
    await round();
    assert.deepEqual(looked, [id, id]);
  });
});

test('a repeated task continues after a failure, never overlaps, and ends on request', async () => {
  let runs = 0;
  let atOnce = 0;
  let failures = 0;
  const reached = Promise.withResolvers<void>();
  const end = repeat(
    async () => {
      assert.equal(++atOnce, 1);
      await new Promise((resume) => setImmediate(resume));
      atOnce--;
      if (++runs === 5) reached.resolve();
      if (runs === 2) throw new Error('once');
    },
    1,
    () => failures++,
  );
  const awake = setInterval(() => {}, 1000);
  await reached.promise;
  await end();
  clearInterval(awake);
  const then = runs;
  await new Promise((resume) => setImmediate(resume));
  assert.deepEqual([failures, runs], [1, then]);
});
