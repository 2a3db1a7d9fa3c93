// Campaigns over a real socket and real records: drafts, acts, revisions, periods, trials, plans.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { AccountId, SiteId } from '@opportune/protocol/ids.ts';
import { type Api, type Person, startApi } from '../../../test/support/api.test-support.ts';
import { campaignDocument, goalDraft } from '../../../test/support/examples.test-support.ts';

let api: Api;
before(async () => {
  api = await startApi();
});
after(() => api.close());

type Document = Readonly<Record<string, unknown>>;

async function withCampaign() {
  const ada = await api.newAccount();
  const { body: site } = await ada.call('POST', '/sites', {
    name: 'Shop',
    origins: ['https://*.shop.example', 'https://shop.example'],
  });
  const { body: goal } = await ada.call('POST', '/goals', goalDraft);
  const document = campaignDocument(goal.id, [site.id]);
  const { body: campaign } = await ada.call('POST', '/campaigns', { document });
  return {
    ada,
    account: AccountId.parse(ada.account),
    site,
    goal,
    document,
    id: campaign.id as string,
  };
}

/** Edits the draft as given and publishes it. Returns the campaign. */
async function publish({ call }: Person, id: string, document?: Document) {
  const { body: before } = await call('GET', `/campaigns/${id}`);
  const edited =
    document === undefined
      ? before
      : (await call('PUT', `/campaigns/${id}/draft`, { revision: before.revision, document })).body;
  const { status, body } = await call('POST', `/campaigns/${id}/publish`, {
    revision: edited.revision,
  });
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

test('[OC4] a campaign that offers channels goes live once one of them is connected', async () => {
  const { ada, id, document } = await withCampaign();
  const made = await ada.call('POST', '/channels', {
    ...{ kind: 'sms', name: 'Texts' },
    settings: {
      ...{ provider: 'twilio', accountSid: 'AC1', authToken: 'secret', number: '+491515550123' },
    },
  });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  assert.equal(made.body.offerable, true);
  const { engagement, ...rest } = document;
  const [variant] = engagement.variants;
  const offering = (ids: readonly string[]) => ({
    ...rest,
    engagement: {
      ...engagement,
      variants: [
        {
          ...variant,
          offer: {
            channel: 'chat',
            creative: { ...variant?.offer.creative, action: 'Chat' },
            channels: { ids, chat: false },
          },
        },
      ],
    },
  });
  const tried = async (ids: readonly string[]) => {
    const { revision } = (await ada.call('GET', `/campaigns/${id}`)).body;
    const change = { revision, document: offering(ids) };
    const saved = await ada.call('PUT', `/campaigns/${id}/draft`, change);
    assert.equal(saved.status, 200, JSON.stringify(saved.body));
    const of = { revision: saved.body.revision };
    const { status, body } = await ada.call('POST', `/campaigns/${id}/publish`, of);
    return [status, body.code, body.path];
  };
  const path = 'engagement.variants.0.offer.channels.ids';
  assert.deepEqual(await tried([]), [422, 'campaign.incomplete', path]);
  assert.deepEqual(await tried(['gone']), [422, 'campaign.incomplete', path]);
  await ada.call('PATCH', `/channels/${made.body.id}`, { state: 'paused' });
  assert.deepEqual(await tried([made.body.id]), [422, 'campaign.no_channel', path]);
  await ada.call('PATCH', `/channels/${made.body.id}`, { state: 'connected' });
  assert.equal((await tried([made.body.id]))[0], 200);
});

describe('scores with a memory', () => {
  const rich = { score: { fact: 'cart.total', rises: 100, falls: 20 } };

  test('[B7] a version states since when each score is named, until no condition names it', async () => {
    const { ada, account, id, document } = await withCampaign();
    const since = async () => {
      const { scoresSince = {} } = await api.configurations.current(account);
      return Object.values(scoresSince);
    };
    await publish(ada, id, document);
    assert.deepEqual(await since(), []);
    await publish(ada, id, { ...document, audience: rich });
    const first = await since();
    assert.equal(first.length, 1);
    await publish(ada, id, { ...document, audience: { any: [rich] }, priority: 9 });
    assert.deepEqual(await since(), first);
    await publish(ada, id, document);
    assert.deepEqual(await since(), []);
    await publish(ada, id, { ...document, audience: rich });
    const [named = 0] = first;
    const [again = 0] = await since();
    assert.ok(again > named);
  });
});

describe('names of campaigns that do not run', () => {
  test('they are the names under which each last ran, and a draft that never ran has decided nothing', async () => {
    const { ada, account, id, document } = await withCampaign();
    const names = async () => [...(await api.configurations.restingNames(account))];
    assert.deepEqual(await names(), []);
    await publish(ada, id, { ...document, name: 'Spring' });
    assert.deepEqual(await names(), []);
    const { body: live } = await ada.call('GET', `/campaigns/${id}`);
    const paused = await ada.call('POST', `/campaigns/${id}/pause`, { revision: live.revision });
    const { revision } = paused.body;
    await ada.call('PUT', `/campaigns/${id}/draft`, {
      revision,
      document: { ...document, name: 'Summer' },
    });
    assert.deepEqual(await names(), [[id, 'Spring']]);
  });
});

describe('[F33] publishing a campaign whose goal is worth money and takes page trust', () => {
  test('publishes with a warning that the draft showed before', async () => {
    const { ada, id } = await withCampaign();
    const warned = async (): Promise<string[]> =>
      (await ada.call('GET', `/campaigns/${id}/warnings`)).body.items.map(
        ({ code, path }: { code: string; path: string }) => `${code} ${path}`,
      );
    assert.deepEqual(await warned(), []);
    const { body: goal } = await ada.call('POST', '/goals', { ...goalDraft, trust: 'page' });
    const { body: draft } = await ada.call('GET', `/campaigns/${id}`);
    await ada.call('PUT', `/campaigns/${id}/draft`, {
      revision: draft.revision,
      document: { ...draft.draft, goal: goal.id },
    });
    assert.deepEqual(await warned(), ['goal.page_trust goal']);
    const published = await ada.call('POST', `/campaigns/${id}/publish`, {
      revision: draft.revision + 1,
    });
    assert.deepEqual([published.status, published.body.state], [200, 'running']);
    assert.deepEqual(published.body.warnings[0].code, 'goal.page_trust');
    assert.match(published.body.warnings[0].message, /public write key/);
  });
});

describe('drafts', () => {
  test('a draft changes nothing for visitors until it is published whole', async () => {
    const { ada, account, id, document } = await withCampaign();
    await publish(ada, id);
    const live = (await api.configurations.current(account)).version;
    await ada.call('PUT', `/campaigns/${id}/draft`, {
      revision: 2,
      document: { ...document, priority: 9 },
    });
    const now = await api.configurations.current(account);
    assert.deepEqual([now.version, now.campaigns[0]?.document.priority], [live, 50]);
    await publish(ada, id);
    assert.equal((await api.configurations.current(account)).campaigns[0]?.document.priority, 9);
  });

  test('if two people edit the same revision, the second is told', async () => {
    const { ada, id, document } = await withCampaign();
    const edit = (priority: number) =>
      ada.call('PUT', `/campaigns/${id}/draft`, {
        revision: 1,
        document: { ...document, priority },
      });
    const answers = await Promise.all([edit(1), edit(2)]);
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 409]);
    assert.equal(answers.find(({ status }) => status === 409)?.body.code, 'request.conflict');
  });

  test('a draft is saved from the revision that If-Match names, else from that of the body, else from any', async () => {
    const { ada, id, document } = await withCampaign();
    const put = (body: object, revision?: string) =>
      ada.call(
        'PUT',
        `/campaigns/${id}/draft`,
        { document, ...body },
        revision === undefined ? {} : { 'if-match': revision },
      );
    const answers = [
      await put({}, '"1"'),
      await put({}, '"1"'),
      await put({ revision: 1 }, '"2"'),
      await put({ revision: 3 }, '"2"'),
      await put({ revision: 2 }),
      await put({}),
    ];
    assert.deepEqual(
      answers.map(({ status, body }) => [status, body.revision ?? body.path]),
      [
        [200, 2],
        [409, 'revision'],
        [200, 3],
        [409, 'revision'],
        [409, 'revision'],
        [200, 4],
      ],
    );
  });

  test('discarding the draft restores the live version, and without a live version it is refused', async () => {
    const { ada, id, document } = await withCampaign();
    const never = await ada.call('POST', `/campaigns/${id}/discard`, { revision: 1 });
    assert.deepEqual([never.status, never.body.code], [409, 'campaign.state']);
    await publish(ada, id);
    await ada.call('PUT', `/campaigns/${id}/draft`, {
      revision: 2,
      document: { ...document, name: 'Other' },
    });
    const { body } = await ada.call('POST', `/campaigns/${id}/discard`, { revision: 3 });
    assert.deepEqual([body.draft, body.live.name], [body.live, 'Help at checkout']);
  });

  test('a condition that is not of the grammar is refused at its place', async () => {
    const { ada, document } = await withCampaign();
    const audience = {
      all: [
        { fact: 'cart.total', op: 'gte', value: 1 },
        { fact: 'cart.items', opp: 'gte', value: 1 },
      ],
    };
    const { status, body } = await ada.call('POST', '/campaigns', {
      document: { ...document, audience },
    });
    assert.deepEqual([status, body.code], [422, 'condition.invalid']);
    const paths = body.problems.map(({ path }: { path: string }) => path);
    assert.deepEqual(paths.toSorted(), [
      'document.audience.all.1.op',
      'document.audience.all.1.opp',
    ]);
  });

  test('a meaningless condition is refused with every place, even if its grammar is valid', async () => {
    const { ada, document } = await withCampaign();
    const audience = {
      any: [
        { fact: 'cart.weight', op: 'gte', value: 1 },
        { fact: 'cart.total', op: 'startsWith', value: 'a' },
      ],
    };
    const { status, body } = await ada.call('POST', '/campaigns', {
      document: { ...document, audience },
    });
    assert.equal(status, 422);
    const codes = Object.fromEntries(
      body.problems.map(({ path, code }: { path: string; code: string }) => [path, code]),
    );
    assert.deepEqual(codes, {
      'document.audience.any.0.fact': 'condition.unknown_fact',
      'document.audience.any.1.op': 'condition.operator',
    });
  });

  test('a field outside conditions is refused as any other', async () => {
    const { ada, document } = await withCampaign();
    const { body } = await ada.call('POST', '/campaigns', {
      document: { ...document, control: 20_000 },
    });
    assert.deepEqual([body.code, body.path], ['request.invalid', 'document.control']);
  });
});

describe('life', () => {
  test('it runs, pauses, runs again and is archived; only a running one is in the configuration', async () => {
    const { ada, account, id } = await withCampaign();
    const running = async () => (await api.configurations.current(account)).campaigns.length;
    const act = async (what: string, revision: number) =>
      (await ada.call('POST', `/campaigns/${id}/${what}`, { revision })).body.state;
    assert.equal(await running(), 0);
    assert.equal(await act('publish', 1), 'running');
    assert.equal(await running(), 1);
    assert.equal(await act('pause', 2), 'paused');
    assert.equal(await running(), 0);
    assert.equal(await act('resume', 3), 'running');
    assert.equal(await running(), 1);
    assert.equal(await act('archive', 4), 'archived');
    assert.equal(await running(), 0);
    const again = await ada.call('POST', `/campaigns/${id}/publish`, { revision: 5 });
    assert.equal(again.body.code, 'campaign.state');
  });

  test('acts out of turn are refused and change nothing', async () => {
    const { ada, id } = await withCampaign();
    for (const what of ['pause', 'resume']) {
      const { status, body } = await ada.call('POST', `/campaigns/${id}/${what}`, { revision: 1 });
      assert.deepEqual([status, body.code], [409, 'campaign.state']);
    }
    const stale = await ada.call('POST', `/campaigns/${id}/publish`, { revision: 7 });
    assert.deepEqual([stale.status, stale.body.path], [409, 'revision']);
    assert.equal((await ada.call('GET', `/campaigns/${id}`)).body.revision, 1);
  });

  test('an incomplete campaign cannot go live, and everything missing is listed', async () => {
    const { ada, id, document, goal, account } = await withCampaign();
    const { version } = await api.configurations.current(account);
    const [variant] = document.engagement.variants;
    const broken = {
      ...document,
      control: 0,
      sites: ['gone'],
      engagement: { ...document.engagement, variants: [{ ...variant, share: 5000 }] },
    };
    await ada.call('PUT', `/campaigns/${id}/draft`, { revision: 1, document: broken });
    const { status, body } = await ada.call('POST', `/campaigns/${id}/publish`, { revision: 2 });
    assert.deepEqual([status, body.code], [422, 'campaign.incomplete']);
    const paths = body.problems.map(({ path }: { path: string }) => path);
    for (const path of ['control', 'engagement.variants', 'sites.0'])
      assert.ok(paths.includes(path), `${path} of ${paths}`);
    assert.equal((await api.configurations.current(account)).version, version);
    assert.ok(goal.id);
  });
});

describe('periods', () => {
  test('[F7] a change of share, audience, content or sites starts a period; a name, cap or priority does not', async () => {
    const { ada, id, document } = await withCampaign();
    assert.equal((await publish(ada, id)).period, 1);
    const same = {
      ...document,
      name: 'Renamed',
      priority: 1,
      caps: { ...document.caps, perDay: 3 },
    };
    assert.equal((await publish(ada, id, same)).period, 1);
    assert.equal((await publish(ada, id, { ...same, control: 2000 })).period, 2);
    const audience = { fact: 'cart.total', op: 'gte', value: 200 };
    assert.equal((await publish(ada, id, { ...same, control: 2000, audience })).period, 3);
    const { body } = await ada.call('GET', `/campaigns/${id}/periods`);
    assert.deepEqual(
      body.items.map(({ number }: { number: number }) => number),
      [1, 2, 3],
    );
    for (const [index, { until }] of body.items.entries()) {
      assert.equal(until, body.items[index + 1]?.from ?? null);
    }
    assert.equal(body.items[0].document.control, 1000);
  });

  test('pausing and going on stays in the period', async () => {
    const { ada, id } = await withCampaign();
    await publish(ada, id);
    await ada.call('POST', `/campaigns/${id}/pause`, { revision: 2 });
    assert.equal(
      (await ada.call('POST', `/campaigns/${id}/resume`, { revision: 3 })).body.period,
      1,
    );
  });

  test("a goal's window starts a period in the campaigns that run with it; its name does not", async () => {
    const { ada, account, id, goal } = await withCampaign();
    await publish(ada, id);
    const period = async () => (await api.configurations.current(account)).campaigns[0]?.period;
    await ada.call('PUT', `/goals/${goal.id}`, { ...goalDraft, name: 'Order' });
    assert.equal(await period(), 1);
    await ada.call('PUT', `/goals/${goal.id}`, { ...goalDraft, valueCap: 900 });
    assert.equal(await period(), 2);
    const [first, second] = await api.campaign.campaigns.periods(account, id);
    assert.deepEqual([first?.goal.valueCap, second?.goal.valueCap], [1500, 900]);
  });

  test('archiving ends the period', async () => {
    const { ada, account, id } = await withCampaign();
    await publish(ada, id);
    await ada.call('POST', `/campaigns/${id}/archive`, { revision: 2 });
    assert.notEqual((await api.campaign.campaigns.periods(account, id))[0]?.until, null);
  });
});

describe('trial and plan', () => {
  test('[Y1] a code opens the draft as it was for an hour, in its own account only', async () => {
    const { ada, account, id, document } = await withCampaign();
    const stranger = await api.newAccount();
    const { body: trial } = await ada.call('POST', `/campaigns/${id}/trial`);
    assert.equal(trial.url, `https://shop.example/?opportune_trial=${trial.code}`);
    await ada.call('PUT', `/campaigns/${id}/draft`, {
      revision: 1,
      document: { ...document, name: 'Later' },
    });
    const { trials } = api.campaign;
    const site = SiteId.parse(document.sites[0]);
    assert.equal(
      (await trials.verifyTrial(account, site, trial.code))?.document.name,
      'Help at checkout',
    );
    const other = AccountId.parse(stranger.account);
    assert.equal(await trials.verifyTrial(other, site, trial.code), null);
    assert.equal(await trials.verifyTrial(account, SiteId.parse('elsewhere'), trial.code), null);
    for (const invented of ['invented', `d${'x'.repeat(23)}`])
      assert.equal(await trials.verifyTrial(account, site, invented), null);
    api.time.skewMs += 3600_001;
    assert.equal(await trials.verifyTrial(account, site, trial.code), null);
  });

  test('[Y4.2] a code that is forgotten is unknown, in its own account only', async () => {
    const { ada, account, id, document } = await withCampaign();
    const other = AccountId.parse((await api.newAccount()).account);
    const { body: trial } = await ada.call('POST', `/campaigns/${id}/trial`);
    const { trials } = api.campaign;
    const site = SiteId.parse(document.sites[0]);
    await trials.forget(other, trial.code);
    assert.notEqual(await trials.verifyTrial(account, site, trial.code), null);
    await trials.forget(account, trial.code);
    assert.equal(await trials.verifyTrial(account, site, trial.code), null);
  });

  test('the plan says that it assumes where nothing is measured, and marks the share that is set', async () => {
    const { ada, id } = await withCampaign();
    const { body } = await ada.call('POST', `/campaigns/${id}/plan`, { gainPercent: 20 });
    assert.deepEqual([body.basis, body.gainPercent], ['assumed', 20]);
    const asSet = body.rows.filter((row: { asSet: boolean }) => row.asSet);
    assert.deepEqual(
      asSet.map(({ control }: { control: number }) => control),
      [1000],
    );
    const larger = await ada.call('POST', `/campaigns/${id}/plan`, { gainPercent: 40 });
    assert.ok(larger.body.rows[0].visitors < body.rows[0].visitors);
  });
});

describe('versions', () => {
  test('changes at the same time each get a version of their own, without a gap', async () => {
    const ada = await api.newAccount();
    const account = AccountId.parse(ada.account);
    const { version } = await api.configurations.current(account);
    await Promise.all(
      [1, 2, 3, 4, 5].map((n) => ada.call('POST', '/goals', { ...goalDraft, name: `Goal ${n}` })),
    );
    const latest = await api.configurations.current(account);
    assert.deepEqual([latest.version, latest.goals.length], [version + 5, 5]);
    for (let n = 1; n <= 5; n++) {
      const then = await api.configurations.at(account, version + n);
      assert.deepEqual([then?.version, then?.goals.length], [version + n, n]);
    }
    assert.equal(await api.configurations.at(account, version + 6), null);
  });

  test('a goal and the campaigns that run with it may change at once, and neither waits for the other for ever', async () => {
    const { ada, account, id } = await withCampaign();
    const { body: campaign } = await ada.call('GET', `/campaigns/${id}`);
    await publish(ada, id);
    for (let revision = 2; revision < 12; revision += 2) {
      const goal = { ...goalDraft, valueCap: 100 + revision };
      const answers = await Promise.all([
        ada.call('PUT', `/goals/${campaign.draft.goal}`, goal),
        ada.call('POST', `/campaigns/${id}/pause`, { revision }),
      ]);
      assert.deepEqual(
        answers.map(({ status }) => status),
        [200, 200],
      );
      await ada.call('POST', `/campaigns/${id}/resume`, { revision: revision + 1 });
    }
    const periods = await api.campaign.campaigns.periods(account, id);
    assert.equal(periods.at(-1)?.goal.valueCap, 110);
  });

  test('a version that was written cannot be changed, not even by the server', async () => {
    const ada = await api.newAccount();
    const change = api.records.withAccount(AccountId.parse(ada.account), (sql) =>
      sql.run('UPDATE configuration_versions SET version = 99'),
    );
    await assert.rejects(change, { code: '42501' });
  });

  test('a failed change leaves no version and announces nothing', async () => {
    const ada = await api.newAccount();
    const account = AccountId.parse(ada.account);
    const before = await api.configurations.current(account);
    const heard: unknown[] = [];
    const stop = api.bus.subscribe('configuration.changed', (message) => heard.push(message));
    await assert.rejects(
      api.configurations.change(account, 'test', async (sql) => {
        await sql.run('DELETE FROM goals');
        throw new Error('in the middle');
      }),
      { message: 'in the middle' },
    );
    stop();
    assert.deepEqual([heard, await api.configurations.current(account)], [[], before]);
  });
});
