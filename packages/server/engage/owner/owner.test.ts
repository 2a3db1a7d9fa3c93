// The owner of visitors on the real store of facts: what is stored, delivered, repeated, restored
// and withheld. The clock is set by hand, and the number of agents is fixed.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { CampaignDocument } from '@opportune/protocol/campaign/campaign.ts';
import { compileConfiguration } from '@opportune/core/decision/configuration/compile.ts';
import {
  campaign,
  chat,
  configuration,
  content,
} from '@opportune/core/world/test/shop.test-support.ts';
import type { AgentsRoom } from '@opportune/core/bus/agents-room.ts';
import type { OfferWays } from '@opportune/core/bus/ways.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import type { EngagementContent } from '@opportune/protocol/campaign/decision.ts';
import type { ServerFrame } from '@opportune/protocol/frames-visitor.ts';
import {
  AccountId,
  ChannelId,
  DecisionId,
  EventId,
  PageViewId,
  SiteId,
  VisitorId,
} from '@opportune/protocol/ids.ts';
import { testEngines, type TestEngines } from '../../adapter/engines.test-support.ts';
import { AccountEngines } from './account-engine.ts';
import type { AccountEngine } from './account-engine.ts';
import { explainDecision } from '../explain/decision-explanation.ts';
import { History } from '../history/visitor-history.ts';
import type { AdmittedEvent, VisitorBatch, VisitorLink } from '../intake.ts';
import { Ledger } from '../ledger/ledger.ts';
import { deciding, roomy } from '../../testing/engage.test-support.ts';
import { realTime } from '../../testing/real-time.test-support.ts';
import { createOrdinals } from '@opportune/core/world/ordinals.ts';
import { cardOf } from '../card/card.ts';
import { VisitorOwner } from './owner.ts';
import { OwnEvents } from './own-events.ts';
import type { Intent, Trials } from '../seams.ts';

const quiet: Log = {
  info() {},
  warn() {},
  error: (event, fields) => assert.fail(`${event} ${JSON.stringify(fields)}`),
};
const site = SiteId.parse('shop');
/** For a world whose owner may log errors. */
const mayFail = (): [undefined, undefined, string[]] => [undefined, undefined, []];
const seesProduct = { performed: { event: 'Product Viewed' } } as const;

let engines: TestEngines;
before(async () => {
  engines = await testEngines();
});
after(() => engines.close());

interface World {
  readonly account: AccountId;
  readonly owner: VisitorOwner;
  readonly held: string[];
  now: number;
  configuration: Configuration;
  /** While true, no store answers. */
  away: boolean;
  /** Answers what asks for links into channels. */
  ways: OfferWays;
  /** The drafts behind codes of trials. Others are not valid. */
  readonly trials: Map<string, Awaited<ReturnType<Trials['verifyTrial']>>>;
  /** Learning's reaction to a step. */
  learn: () => void;
  /** The owner's error log. Filled only if the test expects errors. */
  readonly errors: string[] | null;
  /** A second server on the same log, after the first was killed. */
  restarted(): World;
}

function world(
  base: Configuration,
  account = AccountId.parse(`owner-${randomUUID().slice(0, 8)}`),
  start = Date.now(),
  errors: string[] | null = null,
): World {
  const held: string[] = [];
  const log: Log = errors === null ? quiet : { ...quiet, error: (what) => void errors.push(what) };
  const made = {
    ...{ account, held, errors, now: start, away: false, learn: () => {} },
    ways: { of: (_asked, heard) => heard([]) } as OfferWays,
    trials: new Map() as World['trials'],
    configuration: { ...base, account },
  };
  const clock = { now: () => made.now };
  const present = <Answer>(answer: Answer): Answer => {
    if (made.away) throw new Error('the store is away');
    return answer;
  };
  const history = new History(engines.facts, log);
  const configurations = {
    accounts: async () => [account],
    restingNames: async () => new Map(),
    current: async () => present(made.configuration),
    at: async () => made.configuration,
  };
  const agents: AgentsRoom = {
    availability: () => ({ version: 1, at: start, skills: { '*': { free: 2, online: 2 } } }),
    hold: ({ decision }, heard) =>
      heard({ held: held.push(decision) > 0, faces: [{ name: 'Ada', photo: null }] }),
    faces: (_asked, heard) => heard([{ name: 'Ada', photo: null }]),
  };
  const intent: Intent = {
    of: () => ({
      scores: () => [],
      reasons: () => [],
      isOutdated: () => false,
      followed: () => made.learn(),
    }),
    ready: async () => {},
  };
  const trials: Trials = {
    verifyTrial: async (_account, _site, code) => {
      const found = made.trials.get(code) ?? null;
      return found !== null && found.until > made.now ? found : null;
    },
    forget: async (_account, code) => void made.trials.delete(code),
  };
  const owner = new VisitorOwner({
    ...roomy(clock),
    world: { clock, schedule: realTime, log },
    engines: new AccountEngines(configurations, intent),
    ledger: new Ledger(engines.facts, quiet, {
      ...{ clock, schedule: realTime },
      ...{ run: randomUUID(), gatherMs: 0 },
    }),
    history: {
      load: async (of, visitor) => present(history).load(of, visitor),
      stored: async (of, visitor, which) => present(history).stored(of, visitor, which),
    },
    deciding: deciding({
      ...{ agents, intent, trials },
      ways: { of: (...asked) => made.ways.of(...asked) },
    }),
    nextOrdinal: createOrdinals(clock).next,
    changed() {},
  });
  after(() => owner.close());
  return Object.assign(made, {
    owner,
    restarted: () => {
      const next = world(made.configuration, account, made.now + 1, errors);
      for (const [code, tried] of made.trials) next.trials.set(code, tried);
      return next;
    },
  });
}

function event(of: World, visitor: VisitorId, id: string, name = 'Product Viewed'): AdmittedEvent {
  return {
    account: of.account,
    site,
    visitor,
    id: EventId.parse(id),
    kind: 'track',
    name,
    trust: 'page',
    at: of.now,
    receivedAt: of.now,
    pageView: PageViewId.parse('pv1'),
    page: { url: 'https://shop/p', path: '/p', search: '', title: 'P', referrer: '' },
    properties: {},
    bot: false,
    imported: false,
  };
}

interface Browser {
  readonly frames: ServerFrame[];
  /** The problems with which the server ended the connection. */
  readonly ended: string[];
  readonly leave: () => void;
}

/** A browser that is connected to its visitor's owner. */
async function browser(of: World, visitor: VisitorId, fresh = false): Promise<Browser> {
  const opened = openBrowser(of, visitor, fresh);
  await known(of, visitor);
  return opened;
}

const known = (of: World, visitor: VisitorId): Promise<void> =>
  until(() => (of.owner.find(of.account, visitor)?.entry.links.size ?? 0) > 0);

async function until(holds: () => boolean): Promise<void> {
  const late = performance.now() + 60_000;
  while (!holds()) {
    assert.ok(performance.now() < late, 'it did not come to that');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function openBrowser(
  of: World,
  visitor: VisitorId,
  fresh = false,
  trial: string | null = null,
  network: number | null = null,
): Browser {
  const frames: ServerFrame[] = [];
  const ended: string[] = [];
  const link: VisitorLink = {
    account: of.account,
    site,
    visitor,
    fresh,
    pageView: PageViewId.parse('pv1'),
    trial,
    network,
    send: (frame) => void frames.push(frame),
    end(why) {
      ended.push(why.code);
      leave();
    },
  };
  const leave = of.owner.attach(link);
  return { frames, ended, leave };
}

/** A draft that is tried for an hour, with this headline. */
function draftOf(shop: World, headline: string) {
  const variant = content();
  assert.ok(variant.offer.channel === 'content');
  const offer = { ...variant.offer, creative: { ...variant.offer.creative, headline } };
  const variants = [{ ...variant, offer }];
  const { id, document } = campaign({ id: 'draft', moment: seesProduct, variants });
  return { campaign: id, document, until: shop.now + 3600_000 };
}

const headlines = ({ frames }: Browser) => engaged(frames).map(({ creative }) => creative.headline);

/** Resolves once the events are stored. */
async function accept(of: World, visitor: VisitorId, ...events: AdmittedEvent[]) {
  const batch = { account: of.account, site, visitor, fresh: false, events };
  const { told, stored } = await of.owner.accept(batch);
  await stored;
  return { told };
}

/** Runs the visitor's account on this configuration from now on. */
function reconfigure(of: World, visitor: VisitorId, next: Configuration): AccountEngine {
  const found = of.owner.find(of.account, visitor);
  assert.ok(found !== null);
  of.configuration = next;
  found.engine.configuration = next;
  found.engine.compiled = compileConfiguration(next);
  return found.engine;
}

function engaged(frames: readonly ServerFrame[]): EngagementContent[] {
  return frames.flatMap((frame) => (frame.type === 'engage' ? [frame.engagement] : []));
}

async function count(of: World, table: string): Promise<number> {
  const [row] = await engines.facts.query<{ n: number }>(
    of.account,
    `SELECT toFloat64(count()) AS n FROM $${table}`,
  );
  return row?.n ?? 0;
}

describe('the owner of visitors', () => {
  it('stores events before it acknowledges them, and delivers what was decided', async () => {
    const shop = world(
      configuration([campaign({ id: 'offer', moment: seesProduct, variants: [content()] })]),
    );
    const visitor = VisitorId.parse('v1');
    const { frames } = await browser(shop, visitor);
    const { told } = await accept(shop, visitor, event(shop, visitor, 'e1'));
    assert.deepEqual(told, []);
    assert.equal(await count(shop, 'events'), 1);
    assert.equal(await count(shop, 'decisions'), 1);
    assert.equal(engaged(frames).length, 1);
  });

  it('sends no byte of an engagement to a browser in control, and records the ghost [promise 3]', async () => {
    const shop = world(
      configuration([campaign({ id: 'offer', moment: seesProduct, control: 10_000 })]),
    );
    const visitor = VisitorId.parse('v1');
    const { frames } = await browser(shop, visitor);
    await accept(shop, visitor, event(shop, visitor, 'e1'));
    assert.deepEqual(frames, []);
    assert.equal(await count(shop, 'decisions'), 1);
  });

  it('restores a profile that a failed step damaged from all accepted events, and continues', async () => {
    const errors: string[] = [];
    const shop = world(
      configuration([campaign({ id: 'offer', moment: seesProduct })]),
      undefined,
      undefined,
      errors,
    );
    const visitor = VisitorId.parse('v1');
    await browser(shop, visitor);
    await accept(shop, visitor, event(shop, visitor, 'e1'));
    const spoiled = shop.owner.find(shop.account, visitor);
    assert.ok(spoiled !== null);
    Object.freeze(spoiled.state.interest);
    await assert.rejects(accept(shop, visitor, event(shop, visitor, 'e2')));
    assert.deepEqual(errors, ['owner.step_failed']);
    await accept(shop, visitor, event(shop, visitor, 'e2'), event(shop, visitor, 'e1'));
    const mended = shop.owner.find(shop.account, visitor);
    assert.notEqual(mended?.state, spoiled.state);
    assert.equal(mended?.entry, spoiled.entry, 'the browser is still connected to it');
    assert.equal(mended?.state.recent.length, 2);
    assert.equal(await count(shop, 'events'), 2);
    assert.equal(await count(shop, 'decisions'), 1);
  });

  it('what falls due while a spoiled profile is restored is decided with the next event, stored and sent', async () => {
    const dwelt = { dwell: { on: 'page' as const, forS: 5 } };
    const shop = world(
      configuration([campaign({ id: 'offer', moment: dwelt })]),
      undefined,
      undefined,
      [],
    );
    const visitor = VisitorId.parse('v1');
    const { frames } = await browser(shop, visitor);
    await accept(shop, visitor, event(shop, visitor, 'e1', 'Page'));
    const spoiled = shop.owner.find(shop.account, visitor);
    assert.ok(spoiled !== null);
    Object.freeze(spoiled.state.interest);
    shop.now += 5001;
    await assert.rejects(accept(shop, visitor, event(shop, visitor, 'e2')));
    await accept(shop, visitor, event(shop, visitor, 'e2'));
    assert.equal(await count(shop, 'decisions'), 1);
    assert.equal(engaged(frames).length, 1);
  });

  it('a wake or a change that fails for one visitor harms nobody else’s', async () => {
    const seen = { all: [seesProduct, { dwell: { on: 'page' as const, forS: 2 } }] };
    const shop = world(configuration([campaign({ id: 'offer', moment: seen })]), ...mayFail());
    const [first, second] = [VisitorId.parse('v1'), VisitorId.parse('v2')];
    const browsers = [await browser(shop, first), await browser(shop, second)];
    for (const visitor of [first, second])
      await accept(shop, visitor, event(shop, visitor, `e.${visitor}`));
    const spoiled = shop.owner.find(shop.account, first);
    assert.ok(spoiled !== null);
    Object.freeze(spoiled.state.timers);
    Object.freeze(spoiled.state.interest);
    shop.now += 2000;
    const frames = browsers[1]?.frames ?? [];
    await until(() => engaged(frames).length > 0);
    assert.deepEqual(shop.errors, ['owner.step_failed']);
    await known(shop, first);
    Object.freeze(shop.owner.find(shop.account, first)?.state);
    const empty = { ...shop.configuration, version: 2, campaigns: [] };
    await shop.owner.refresh(reconfigure(shop, first, empty));
    assert.deepEqual(shop.errors, ['owner.step_failed', 'owner.step_failed']);
    assert.equal(frames.at(-1)?.type, 'withdraw');
  });

  it('applies events of the product itself in order and once when the stores are back', async () => {
    const shop = world(configuration([]), ...mayFail());
    const visitor = VisitorId.parse('v1');
    const waits: (() => void)[] = [];
    const tells = new OwnEvents({
      ...{ owner: shop.owner, clock: { now: () => shop.now } },
      schedule(_delayMs, run) {
        waits.push(run);
        return () => {};
      },
      log: { error: (what) => void shop.errors?.push(what) },
    });
    const told = (id: string) => tells.tell({ ...event(shop, visitor, id), trust: 'server' });
    const failures = () => shop.errors?.filter((what) => what === 'engage.tell_failed').length;
    shop.away = true;
    told('e1');
    told('e2');
    await until(() => failures() === 2);
    told('e3');
    waits.shift()?.();
    await until(() => failures() === 3 && waits.length === 1);
    assert.equal(tells.size, 3);
    shop.away = false;
    shop.now += 5000;
    const again = waits.shift();
    again?.();
    told('e4');
    await until(() => waits.length === 1);
    waits.shift()?.();
    await until(() => tells.size === 0);
    told('e5');
    await accept(shop, visitor, event(shop, visitor, 'e1'));
    const { events } = await new History(engines.facts, quiet).load(shop.account, visitor);
    assert.deepEqual(
      events.map(({ id, receivedAt, at }) => [id, receivedAt - at]),
      [...['e1', 'e2', 'e3'].map((id) => [id, 5000]), ['e4', 0], ['e5', 0]],
    );
    shop.away = true;
    tells.tell({ ...event(shop, VisitorId.parse('v2'), 'e6'), trust: 'server' });
    await until(() => tells.size === 1);
    tells.close();
    assert.equal(shop.errors?.at(-1), 'engage.tell_lost');
  });

  it('[F30] a decision has the network of the browser that is there, whatever brought it about', async () => {
    const told = { performed: { event: 'Conversation Started' } } as const;
    const shop = world(
      configuration([
        campaign({ id: 'told', moment: told, zone: 'edge' }),
        campaign({ id: 'seen', moment: seesProduct, zone: 'centre' }),
      ]),
    );
    const visitor = VisitorId.parse('v1');
    const tell = (id: string, name = 'Conversation Started') => {
      const { account } = shop;
      const ours = { ...event(shop, visitor, id, name), trust: 'server' } as const;
      return shop.owner.accept({ account, site, visitor, fresh: false, events: [ours] });
    };
    // Reported before any browser is connected, and again after one is.
    await (
      await tell('t1')
    ).stored;
    openBrowser(shop, visitor, false, null, 7);
    await known(shop, visitor);
    await accept(shop, visitor, event(shop, visitor, 'e1', 'Page'));
    await (
      await tell('t2')
    ).stored;
    await accept(shop, visitor, event(shop, visitor, 'e2'));
    const rows = await engines.facts.query<{ campaign: string; network: number }>(
      shop.account,
      'SELECT campaign, toFloat64(network) AS network FROM $decisions ORDER BY ordinal',
    );
    assert.deepEqual(
      rows.map(({ campaign: of, network }) => [of, network]),
      [
        ['told', 7],
        ['seen', 7],
      ],
    );
  });

  it('[F31] a visitor known only from our own events is new on arrival, and one that a server named is not', async () => {
    const shop = world(configuration([]));
    const from = { prefix: 'keyed', network: 7 };
    const say = async (
      visitor: VisitorId,
      by: Pick<VisitorBatch, 'from'>,
      said: AdmittedEvent,
    ): Promise<void> => {
      const of = { account: shop.account, site, visitor, fresh: false };
      await (
        await shop.owner.accept({ ...of, ...by, events: [said] })
      ).stored;
    };
    for (let n = 0; n < 60; n++) {
      const visitor = VisitorId.parse(`${n % 2 === 0 ? 'told' : 'named'}-${n}`);
      const server = { trust: 'server' } as const;
      const of = (id: string, name: string) => event(shop, visitor, id, name);
      if (n % 2 === 0) await say(visitor, {}, { ...of('t', 'Conversation Started'), ...server });
      else await say(visitor, { from: null }, { ...of('t', 'Order Completed'), ...server });
      await say(visitor, { from }, of('p', 'Page'));
    }
    const marked = await engines.facts.query<{ visitor: string }>(
      shop.account,
      'SELECT DISTINCT visitor FROM $bursts',
    );
    assert.equal(marked.length, 30);
    assert.ok(marked.every(({ visitor }) => visitor.startsWith('told')));
  });

  it('[CA7] [F31] what told a burst apart is stored nowhere and forgotten after a day, and its marks stay', async () => {
    const shop = world(configuration([]));
    const from = { prefix: 'keyed-prefix-of-a-flood', network: 7 };
    const come = async (name: string): Promise<void> => {
      const visitor = VisitorId.parse(name);
      const of = { account: shop.account, site, visitor, fresh: true, from };
      const page = event(shop, visitor, `${name}-p`, 'Page');
      await (
        await shop.owner.accept({ ...of, events: [page] })
      ).stored;
    };
    const marks = () =>
      engines.facts.query<{ visitor: string }>(
        shop.account,
        'SELECT DISTINCT visitor FROM $bursts',
      );
    for (let n = 0; n < 25; n++) await come(`flood-${n}`);
    assert.equal((await marks()).length, 25);
    const kept = await Promise.all(
      ['events', 'decisions', 'conversions', 'bursts'].map((table) =>
        engines.facts.query(shop.account, `SELECT * FROM $${table}`),
      ),
    );
    assert.ok(!JSON.stringify(kept).includes(from.prefix));
    shop.now += 23 * 3600_000;
    shop.owner.sweep();
    assert.equal(shop.owner.senders, 3);
    shop.now += 2 * 3600_000;
    shop.owner.sweep();
    assert.equal(shop.owner.senders, 0);
    await come('next-day');
    assert.equal((await marks()).length, 25);
  });

  it('stores and decides what learning fails at, and acknowledges it', async () => {
    const shop = world(
      configuration([campaign({ id: 'offer', moment: seesProduct })]),
      ...mayFail(),
    );
    const visitor = VisitorId.parse('v1');
    const { frames } = await browser(shop, visitor);
    shop.learn = () => {
      throw new Error('it cannot learn this');
    };
    await accept(shop, visitor, event(shop, visitor, 'e1'));
    assert.equal(engaged(frames).length, 1);
    assert.deepEqual(new Set(shop.errors), new Set(['owner.learning_failed']));
    const { events, decisions } = await new History(engines.facts, quiet).load(
      shop.account,
      visitor,
    );
    assert.deepEqual([events.length, decisions.length], [1, 1]);
  });

  it('[Y4] ends a failing trial everywhere, forgets its code, and continues with its visitor', async () => {
    const shop = world(
      configuration([campaign({ id: 'offer', moment: seesProduct })]),
      ...mayFail(),
    );
    const visitor = VisitorId.parse('v1');
    shop.trials.set('code', draftOf(shop, 'Tried'));
    shop.trials.set('other', draftOf(shop, 'Other'));
    const trying = openBrowser(shop, visitor, false, 'code');
    const other = openBrowser(shop, visitor, false, 'other');
    const plain = openBrowser(shop, visitor);
    await until(() => shop.owner.find(shop.account, visitor)?.entry.links.size === 3);
    const entry = shop.owner.find(shop.account, visitor)?.entry;
    Object.freeze(entry?.trials.get('code')?.state);
    await accept(shop, visitor, event(shop, visitor, 'e1'));
    await until(() => trying.ended.length > 0);
    assert.deepEqual([trying.ended, other.ended, plain.ended], [['trial.over'], [], []]);
    assert.deepEqual(
      [...shop.trials.keys()],
      ['other'],
      'a browser that comes again does not begin it',
    );
    await accept(shop, visitor, event(shop, visitor, 'e2'));
    assert.deepEqual([headlines(trying), headlines(other).includes('Other')], [[], true]);
    assert.deepEqual([...(entry?.trials.keys() ?? [])], ['other']);
    assert.equal(await count(shop, 'decisions'), 1);
    assert.deepEqual(shop.errors, ['owner.trial_failed']);
  });

  it('[Y4] ends the trial of a draft that cannot run, and lets its browser in', async () => {
    const shop = world(
      configuration([campaign({ id: 'offer', moment: seesProduct })]),
      ...mayFail(),
    );
    const visitor = VisitorId.parse('v1');
    const draft = draftOf(shop, 'Tried');
    const document = Object.defineProperty({ ...draft.document }, 'audience', {
      enumerable: true,
      get: () => assert.fail('it cannot be compiled'),
    });
    shop.trials.set('code', { ...draft, document });
    const trying = openBrowser(shop, visitor, false, 'code');
    await until(() => trying.ended.length > 0);
    assert.deepEqual([trying.ended, shop.trials.size], [['trial.over'], 0]);
    assert.deepEqual(shop.errors, ['owner.trial_failed']);
    const again = await browser(shop, visitor);
    await accept(shop, visitor, event(shop, visitor, 'e1'));
    assert.equal(engaged(again.frames).length, 1);
  });

  it('[O4] keeps an offer from a browser that reconnects until the links into channels are made', async () => {
    const channels = { ids: [ChannelId.parse('c_1')], chat: true };
    const variant = chat();
    assert.ok(variant.offer.channel === 'chat');
    const variants = [{ ...variant, offer: { ...variant.offer, channels } }];
    const shop = world(configuration([campaign({ id: 'offer', moment: seesProduct, variants })]));
    const answers: (() => void)[] = [];
    shop.ways = { of: (_asked, heard) => void answers.push(() => heard([])) };
    const visitor = VisitorId.parse('v1');
    const first = await browser(shop, visitor);
    await accept(shop, visitor, event(shop, visitor, 'e1'));
    first.leave();
    const again = openBrowser(shop, visitor);
    await known(shop, visitor);
    assert.deepEqual([answers.length, engaged(again.frames)], [1, []]);
    for (const answer of answers) answer();
    const sent = engaged(again.frames);
    assert.equal(sent.length, 1);
    assert.equal(sent[0]?.channels, undefined);
    const later = openBrowser(shop, visitor);
    await until(() => engaged(later.frames).length === 1);
  });

  it('[Y4] ends a trial in an open browser once its hour is over', async () => {
    const shop = world(configuration([]));
    const visitor = VisitorId.parse('v1');
    shop.trials.set('code', draftOf(shop, 'Tried'));
    const trying = openBrowser(shop, visitor, false, 'code');
    const beside = openBrowser(shop, visitor);
    await known(shop, visitor);
    await accept(shop, visitor, event(shop, visitor, 'e1'));
    const [shown] = engaged(trying.frames);
    assert.ok(shown !== undefined);
    shop.now += 3600_000;
    await until(() => trying.ended.length > 0);
    assert.deepEqual(trying.frames.at(-1), { type: 'withdraw', decision: shown.decision });
    assert.deepEqual([trying.ended, beside.ended], [['trial.over'], []]);
    await accept(shop, visitor, event(shop, visitor, 'e2', 'Page Viewed'));
    assert.equal(engaged(trying.frames).length, 1, 'nothing more is shown');
    assert.deepEqual(beside.frames, [], 'the trial was never shown without its code');
  });

  it('[Y3] stores a browser’s own events, and none about an engagement of its trial', async () => {
    const shop = world(configuration([]));
    const visitor = VisitorId.parse('v1');
    shop.trials.set('code', draftOf(shop, 'Tried'));
    const { frames } = openBrowser(shop, visitor, false, 'code');
    await known(shop, visitor);
    await accept(shop, visitor, event(shop, visitor, 'e1'));
    const decision = engaged(frames)[0]?.decision;
    assert.ok(decision !== undefined);
    const shown = event(shop, visitor, 'e2', 'Engagement Shown');
    await accept(shop, visitor, { ...shown, decision }, event(shop, visitor, 'e3'));
    assert.equal(await count(shop, 'events'), 2);
  });

  it('[Y1.1] runs two trials of one draft in one browser, each for the tab that has its code', async () => {
    const shop = world(configuration([]));
    const visitor = VisitorId.parse('v1');
    shop.trials.set('dAAAAAA-one', { ...draftOf(shop, 'First words'), until: shop.now + 1000 });
    shop.trials.set('dBBBBBB-two', draftOf(shop, 'Second words'));
    const one = openBrowser(shop, visitor, false, 'dAAAAAA-one');
    const two = openBrowser(shop, visitor, false, 'dBBBBBB-two');
    await until(() => shop.owner.find(shop.account, visitor)?.entry.links.size === 2);
    await accept(shop, visitor, event(shop, visitor, 'e1'));
    assert.deepEqual([headlines(one), headlines(two)], [['First words'], ['Second words']]);
    const [shown, other] = [engaged(one.frames)[0], engaged(two.frames)[0]];
    assert.ok(shown !== undefined && other !== undefined);
    assert.notEqual(shown.decision, other.decision);
    shop.now += 1000;
    await until(() => one.ended.length > 0);
    assert.deepEqual(one.frames.at(-1), { type: 'withdraw', decision: shown.decision });
    assert.deepEqual([two.ended, two.frames.length], [[], 1]);
    const running = shop.owner.find(shop.account, visitor)?.entry.trials.keys() ?? [];
    assert.deepEqual([...running], ['dBBBBBB-two']);
  });

  it('[Y4] ends a trial also in a browser that continues in another server, or comes there too late', async () => {
    const shop = world(configuration([]));
    const visitor = VisitorId.parse('v1');
    shop.trials.set('code', draftOf(shop, 'Tried'));
    openBrowser(shop, visitor, false, 'code');
    await known(shop, visitor);
    await accept(shop, visitor, event(shop, visitor, 'e1'));
    const next = shop.restarted();
    const goesOn = openBrowser(next, visitor, false, 'code');
    await known(next, visitor);
    assert.deepEqual(goesOn.ended, []);
    next.now += 3600_000;
    await until(() => goesOn.ended.length > 0);
    assert.deepEqual(goesOn.ended, ['trial.over']);
    const late = openBrowser(next.restarted(), visitor, false, 'code');
    await until(() => late.ended.length > 0);
    assert.deepEqual(late.ended, ['trial.over']);
  });

  it('[Y1.6] keeps four trials of a visitor: a fifth replaces one without a browser, or else the oldest', async () => {
    const shop = world(configuration([]));
    const visitor = VisitorId.parse('v1');
    const open = async (name: string): Promise<Browser> => {
      shop.trials.set(`d-${name}`, draftOf(shop, name));
      const opened = openBrowser(shop, visitor, false, `d-${name}`);
      await until(() => running().includes(`d-${name}`));
      return opened;
    };
    const running = () => [...(shop.owner.find(shop.account, visitor)?.entry.trials.keys() ?? [])];
    const a = await open('a');
    for (const name of ['b', 'c', 'd']) {
      const { leave } = await open(name);
      if (name === 'c') leave();
    }
    await accept(shop, visitor, event(shop, visitor, 'e1'));
    await open('e');
    assert.deepEqual(running(), ['d-a', 'd-b', 'd-d', 'd-e']);
    await open('f');
    assert.deepEqual(running(), ['d-b', 'd-d', 'd-e', 'd-f']);
    const [shown] = engaged(a.frames);
    assert.deepEqual(a.frames.at(-1), { type: 'withdraw', decision: shown?.decision });
    assert.deepEqual(a.ended, [], 'two tabs never end each other’s trials in turn');
    shop.now += 3600_000;
    await until(() => a.ended.length > 0);
    assert.deepEqual(a.ended, ['trial.over'], 'its hour ends as well');
  });

  it('[P9] [Y1.6] counts the draft of a trial in memory, and lets go of it with the profile', async () => {
    const shop = world(configuration([]));
    const visitor = VisitorId.parse('v1');
    const draft = draftOf(shop, 'Tried');
    const value = Array.from({ length: 20 }, (_, at) => `${at}`.padEnd(1000, 'x'));
    const paths = {
      any: Array.from({ length: 20 }, () => ({ not: { fact: 'page.path', op: 'in', value } })),
    };
    const document = CampaignDocument.parse({ ...draft.document, audience: paths });
    shop.trials.set('code', { ...draft, document });
    openBrowser(shop, visitor);
    await known(shop, visitor);
    const plain = shop.owner.room.sizeBytes;
    const trying = openBrowser(shop, visitor, false, 'code');
    await until(() => shop.owner.find(shop.account, visitor)?.entry.links.size === 2);
    // It is kept as read and compiled.
    assert.ok(shop.owner.room.sizeBytes - plain > 2 * JSON.stringify(document).length);
    await accept(shop, visitor, event(shop, visitor, 'e1'));
    const [shown] = engaged(trying.frames);
    const entry = shop.owner.find(shop.account, visitor)?.entry;
    shop.owner.room.makeRoom(0);
    assert.deepEqual([entry?.state, entry?.trials.size, shop.owner.room.sizeBytes], [null, 0, 0]);
    assert.deepEqual(trying.frames.at(-1), { type: 'withdraw', decision: shown?.decision });
    await accept(shop, visitor, event(shop, visitor, 'e2', 'Page Viewed'));
    assert.deepEqual(trying.ended, []);
    shop.now += 3600_000;
    await until(() => trying.ended.length > 0);
    assert.deepEqual(trying.ended, ['trial.over']);
  });

  it('lets a browser in once the stores are back that were away when it came', async () => {
    const shop = world(
      configuration([campaign({ id: 'offer', moment: seesProduct })]),
      ...mayFail(),
    );
    for (const id of ['needs.configuration', 'needs.log']) {
      const visitor = VisitorId.parse(id);
      shop.away = true;
      const { frames } = openBrowser(shop, visitor);
      const gone = openBrowser(shop, visitor);
      await until(() => (shop.errors?.length ?? 0) > 1);
      assert.deepEqual(shop.errors?.at(-1), 'owner.attach_failed', id);
      gone.leave();
      shop.away = false;
      await known(shop, visitor);
      await accept(shop, visitor, event(shop, visitor, `e.${id}`));
      assert.equal(engaged(frames).length, 1, id);
      assert.equal(shop.owner.find(shop.account, visitor)?.entry.links.size, 1, id);
      shop.errors?.splice(0);
    }
  });

  it('knows the browsers of a spoiled profile again whose restoring failed as well', async () => {
    const shop = world(
      configuration([campaign({ id: 'offer', moment: seesProduct })]),
      ...mayFail(),
    );
    const visitor = VisitorId.parse('v1');
    const { frames } = await browser(shop, visitor);
    await accept(shop, visitor, event(shop, visitor, 'e1', 'Page'));
    const spoiled = shop.owner.find(shop.account, visitor);
    assert.ok(spoiled !== null);
    Object.freeze(spoiled.state.interest);
    shop.away = true;
    await assert.rejects(accept(shop, visitor, event(shop, visitor, 'e2')));
    await assert.rejects(accept(shop, visitor, event(shop, visitor, 'e2')));
    assert.deepEqual(shop.errors?.slice(0, 2), ['owner.step_failed', 'owner.restore_failed']);
    shop.away = false;
    await known(shop, visitor);
    await accept(shop, visitor, event(shop, visitor, 'e2'));
    assert.equal(engaged(frames).length, 1);
  });

  it('counts a repeated event once, before and after a restart [promise 1]', async () => {
    const shop = world(configuration([campaign({ id: 'offer', moment: seesProduct })]));
    const visitor = VisitorId.parse('v1');
    await browser(shop, visitor);
    await accept(shop, visitor, event(shop, visitor, 'e1'));
    const again = await accept(shop, visitor, event(shop, visitor, 'e1'));
    assert.deepEqual(
      again.told.map((each) => each.problem.code),
      ['event.repeat'],
    );
    const next = shop.restarted();
    const afterwards = await accept(next, visitor, event(next, visitor, 'e1'));
    assert.deepEqual(
      afterwards.told.map((each) => each.problem.code),
      ['event.repeat'],
    );
    assert.equal(await count(shop, 'events'), 1);
    assert.equal(await count(shop, 'decisions'), 1);
  });

  it('restores caps after a restart: the one engagement of a visitor stays the one', async () => {
    const caps = { perVisit: null, perDay: null, perVisitor: 1, afterDismissalS: null };
    const shop = world(configuration([campaign({ id: 'offer', moment: seesProduct, caps })]));
    const visitor = VisitorId.parse('v1');
    await browser(shop, visitor);
    await accept(shop, visitor, event(shop, visitor, 'e1'));
    const next = shop.restarted();
    const { frames } = await browser(next, visitor);
    await accept(next, visitor, event(next, visitor, 'e2'));
    assert.deepEqual(engaged(frames), []);
    assert.equal(await count(shop, 'decisions'), 1);
  });

  it('[O4] sends an unanswered offer again to a browser that reconnects on the same page view', async () => {
    const shop = world(configuration([campaign({ id: 'offer', moment: seesProduct })]));
    const visitor = VisitorId.parse('v1');
    const first = await browser(shop, visitor);
    await accept(shop, visitor, event(shop, visitor, 'e1'));
    const [offer] = engaged(first.frames);
    assert.ok(offer !== undefined);
    first.leave();
    const second = await browser(shop, visitor);
    assert.deepEqual(engaged(second.frames), [offer]);
    const shown = { ...event(shop, visitor, 'e2', 'Engagement Shown'), decision: offer.decision };
    await accept(shop, visitor, shown);
    second.leave();
    const third = await browser(shop, visitor);
    assert.deepEqual(engaged(third.frames), []);
  });

  it('keeps an unanswered offer from a browser that reconnects after the share was edited [promise 3]', async () => {
    const shop = world(configuration([campaign({ id: 'offer', moment: seesProduct })]));
    const visitor = VisitorId.parse('v1');
    const first = await browser(shop, visitor);
    await accept(shop, visitor, event(shop, visitor, 'e1'));
    assert.equal(engaged(first.frames).length, 1);
    first.leave();
    const edited = [campaign({ id: 'offer', moment: seesProduct, control: 10_000, period: 2 })];
    reconfigure(shop, visitor, { ...shop.configuration, version: 2, campaigns: edited });
    const second = await browser(shop, visitor);
    assert.deepEqual(second.frames, []);
  });

  it('keeps an unanswered offer from a browser whose visitor is held out by now [promise 3]', async () => {
    const shop = world(configuration([campaign({ id: 'offer', moment: seesProduct })]));
    const visitor = VisitorId.parse('v1');
    const first = await browser(shop, visitor);
    await accept(shop, visitor, event(shop, visitor, 'e1'));
    first.leave();
    const settings = { ...shop.configuration.settings, holdout: 10_000 };
    reconfigure(shop, visitor, { ...shop.configuration, version: 2, settings });
    const second = await browser(shop, visitor);
    assert.deepEqual(second.frames, []);
  });

  it('holds an agent’s place for a live chat offer and says until when', async () => {
    const shop = world(
      configuration([campaign({ id: 'help', moment: seesProduct, variants: [chat()] })]),
    );
    const visitor = VisitorId.parse('v1');
    const { frames } = await browser(shop, visitor);
    await accept(shop, visitor, event(shop, visitor, 'e1'));
    const [offer] = engaged(frames);
    assert.equal(offer?.heldUntil, shop.now + 30_000);
    assert.deepEqual(shop.held, [offer?.decision]);
    const present = shop.owner.find(shop.account, visitor);
    assert.ok(present !== null);
    const card = cardOf(present, { decision: DecisionId.parse(shop.held[0]) }, assert.fail);
    assert.equal(card.origin?.campaignName, 'help');
  });

  it('[MH7] sends the faces of agents with a live chat offer that shows them, and with no other', async () => {
    const help = chat();
    const faced = {
      ...help,
      offer: { ...help.offer, creative: { ...help.offer.creative, faces: true } },
    };
    const facesWith = async (variant: typeof help) => {
      const shop = world(
        configuration([campaign({ id: 'help', moment: seesProduct, variants: [variant] })]),
      );
      const visitor = VisitorId.parse('v1');
      const { frames } = await browser(shop, visitor);
      await accept(shop, visitor, event(shop, visitor, 'e1'));
      return engaged(frames)[0]?.faces;
    };
    assert.deepEqual(await facesWith(faced), [{ name: 'Ada', photo: null }]);
    assert.equal(await facesWith(help), undefined);
  });

  it('takes an engagement away when its campaign is paused', async () => {
    const shop = world(configuration([campaign({ id: 'offer', moment: seesProduct })]));
    const visitor = VisitorId.parse('v1');
    const { frames } = await browser(shop, visitor);
    await accept(shop, visitor, event(shop, visitor, 'e1'));
    const engine = reconfigure(shop, visitor, { ...shop.configuration, version: 2, campaigns: [] });
    await shop.owner.refresh(engine);
    assert.deepEqual(
      frames.map((frame) => frame.type),
      ['engage', 'withdraw'],
    );
  });

  it('explains a past decision from storage as it was recorded [promise 5]', async () => {
    const moment = { all: [seesProduct, { fact: 'visit.pages', op: 'lte', value: 3 }] } as const;
    const shop = world(
      configuration([campaign({ id: 'offer', moment: { all: [...moment.all] } })]),
    );
    const visitor = VisitorId.parse('v1');
    const { frames } = await browser(shop, visitor);
    await accept(shop, visitor, event(shop, visitor, 'e1'));
    const [offer] = engaged(frames);
    assert.ok(offer !== undefined);
    const configurations = {
      accounts: async () => [shop.account],
      restingNames: async () => new Map(),
      current: async () => shop.configuration,
      at: async () => shop.configuration,
    };
    const explained = await explainDecision(
      engines.facts,
      configurations,
      shop.account,
      offer.decision,
    );
    assert.equal(explained?.agrees, true);
    assert.equal(explained?.replayed.moment.holds, true);
    assert.equal(
      await explainDecision(
        engines.facts,
        configurations,
        AccountId.parse('other'),
        offer.decision,
      ),
      null,
    );
  });

  it('explains a decision whose event waited while the agents’ room changed [promise 5]', async () => {
    const shop = world(configuration([campaign({ id: 'offer', moment: seesProduct })]));
    const visitor = VisitorId.parse('v1');
    const { frames } = await browser(shop, visitor);
    const waited = shop.now - 500;
    await accept(shop, visitor, { ...event(shop, visitor, 'e1'), at: waited, receivedAt: waited });
    const [offer] = engaged(frames);
    assert.ok(offer !== undefined);
    const configurations = {
      accounts: async () => [shop.account],
      restingNames: async () => new Map(),
      current: async () => shop.configuration,
      at: async () => shop.configuration,
    };
    const explained = await explainDecision(
      engines.facts,
      configurations,
      shop.account,
      offer.decision,
    );
    assert.equal(explained?.agrees, true);
  });

  it('wakes a visitor at the instant a moment turns true by time alone', async () => {
    const moment = { dwell: { on: 'page' as const, forS: 2 } };
    const shop = world(configuration([campaign({ id: 'wait', moment })]));
    const visitor = VisitorId.parse('v1');
    const { frames } = await browser(shop, visitor);
    await accept(shop, visitor, { ...event(shop, visitor, 'e1', 'Page'), kind: 'page' });
    assert.deepEqual(engaged(frames), []);
    shop.now += 2000;
    await until(() => engaged(frames).length > 0);
    assert.equal(engaged(frames).length, 1);
  });

  it('forgets a quiet visitor and knows them again from the log', async () => {
    const shop = world(configuration([campaign({ id: 'offer', moment: seesProduct })]));
    const visitor = VisitorId.parse('v1');
    await accept(shop, visitor, event(shop, visitor, 'e1'));
    shop.now += 3600_000;
    assert.equal(shop.owner.sweep(), 1);
    assert.equal(shop.owner.size, 0);
    await accept(shop, visitor, event(shop, visitor, 'e2'));
    assert.equal(shop.owner.find(shop.account, visitor)?.state.visits, 2);
  });

  it('[P12] does not wake a visitor whose browser is gone, and judges what fell due with the next event', async () => {
    const moment = { dwell: { on: 'page' as const, forS: 2 } };
    const shop = world(configuration([campaign({ id: 'wait', moment })]));
    const visitor = VisitorId.parse('v1');
    await accept(shop, visitor, { ...event(shop, visitor, 'e1', 'Page'), kind: 'page' });
    shop.now += 3600_000;
    assert.equal(shop.owner.sweep(), 1, 'its timer keeps no profile');
    const { frames } = await browser(shop, visitor);
    await accept(shop, visitor, { ...event(shop, visitor, 'e2', 'Page'), kind: 'page' });
    assert.deepEqual(engaged(frames), [], 'the page of the new visit has no attention yet');
    shop.now += 2000;
    await until(() => engaged(frames).length > 0);
  });
});
