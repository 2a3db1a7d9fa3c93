// A shop with one optimising campaign on real engines, for tests: visitors, and servers on the same
// stores, one after the other or in place of a lost one. The test sets the clock.
import { randomUUID } from 'node:crypto';
import type { FactStore } from '@opportune/core/ports/facts.ts';
import {
  campaign,
  configuration,
  content,
  purchase,
} from '@opportune/core/world/test/shop.test-support.ts';
import {
  type Goal,
  type LiveCampaign,
  Optimise,
  reachedBy,
} from '@opportune/protocol/campaign/campaign.ts';
import type { Availability, Configuration } from '@opportune/protocol/campaign/configuration.ts';
import type { Decision } from '@opportune/protocol/campaign/decision.ts';
import type { ServerFrame } from '@opportune/protocol/frames-visitor.ts';
import {
  AccountId,
  EventId,
  type CampaignId,
  type GoalId,
  PageViewId,
  SiteId,
  VisitorId,
} from '@opportune/protocol/ids.ts';
import { testEngines, testLog } from '@opportune/server/adapter/engines.test-support.ts';
import { deciding, roomy } from '@opportune/server/testing/engage.test-support.ts';
import { realTimeBehind } from '@opportune/server/testing/real-time.test-support.ts';
import { createEngage, type Engage } from '@opportune/server/engage/engage.ts';
import { History, readLogs } from '@opportune/server/engage/history/visitor-history.ts';
import type { AdmittedEvent } from '@opportune/server/engage/intake.ts';
import { backgroundSchedule } from '@opportune/server/world.ts';
import { createPolicies, type PolicyFeature } from '@opportune/server/learn/policy/feature.ts';
import { takenBackFrom } from '@opportune/server/report/conversions/taken-back.ts';

export const minuteMs = 60_000;
// A fixed id makes random choices repeatable.
export const account = AccountId.parse(`optimise-${randomUUID().slice(0, 8)}`);
const site = SiteId.parse('shop');
export const goal: Goal = { ...purchase, window: { type: 'visit' } };
export const optimising = campaign({
  id: 'help',
  moment: { fact: 'page.path', op: 'startsWith', value: '/product' },
  control: 2500,
  caps: { perVisit: 1, perDay: null, perVisitor: null, afterDismissalS: null },
  variants: [content()],
  mode: 'optimise',
  optimise: Optimise.parse({ delayS: { from: 30, until: 30 }, always: 3000 }),
});
export const shop: Configuration = { ...configuration([optimising]), account, goals: [goal] };
/** A period of the past. */
export interface PastPeriod extends LiveCampaign {
  readonly until: number;
  /** Default: the goal as it is now. */
  readonly goal?: Goal;
}
export interface Come {
  readonly visitor: VisitorId;
  readonly frames: readonly ServerFrame[];
}
interface Sketch {
  readonly name: string;
  readonly path?: string;
  readonly properties?: AdmittedEvent['properties'];
}

export interface ShopServer {
  readonly policies: PolicyFeature;
  readonly engage: Engage;
  readonly configurations: {
    accounts(): Promise<readonly AccountId[]>;
    at(): Promise<Configuration>;
    current(): Promise<Configuration>;
    restingNames(): Promise<ReadonlyMap<CampaignId, string>>;
    goalsSince(): Promise<ReadonlyMap<GoalId, number>>;
  };
  /** From now on this many agents are there. */
  staff(free: number): void;
  /** Runs this campaign from now on, with its present goal. The previous one has ended. */
  change(next: LiveCampaign | null, goal?: Goal): Promise<void>;
  close(): Promise<void>;
}
export type OptimisingShop = Awaited<ReturnType<typeof openOptimisingShop>>;

export async function openOptimisingShop(of: LiveCampaign = optimising) {
  const engines = await testEngines();
  const clock = { at: Date.UTC(2026, 5, 1, 12), now: () => clock.at };
  await engines.records.withAccount(account, async (sql) => {
    const now = new Date();
    await sql.run('INSERT INTO accounts (id, settings, salt, created_at) VALUES ($1, $2, $3, $4)', [
      account,
      shop.settings,
      'salt',
      now,
    ]);
  });
  await add(of);
  const faults = { facts: false, period: 0, recall: false, questions: 0 };
  /**
   * Facts for the learner. A test can make them fail for every query, for those of a period, for
   * those of what was not kept, or for a number of queries.
   */
  const facts: FactStore = {
    append: (batch) => engines.facts.append(batch),
    close: () => engines.facts.close(),
    queryLines: (...asked) => engines.facts.queryLines(...asked),
    remove: (of) => engines.facts.remove(of),
    async query(...asked) {
      const isOfPeriod = faults.period > 0 && asked[2]?.period === faults.period;
      const isRecall = faults.recall && asked[2]?.others !== undefined;
      if (faults.facts || isOfPeriod || isRecall || faults.questions-- > 0)
        throw new Error('the engine starts again');
      return engines.facts.query(...asked);
    },
  };

  /** A campaign that servers may run. */
  async function add({ id, document }: LiveCampaign): Promise<void> {
    await engines.records.withAccount(account, (sql) =>
      sql.run(
        `INSERT INTO campaigns (account, id, state, draft, created_at, updated_at, updated_by)
         VALUES ($1, $2, 'running', $3, $4, $4, 'nobody')`,
        [account, id, document, new Date()],
      ),
    );
  }

  /**
   * A server on the engines, with the campaign as it runs, its former periods, and other campaigns.
   */
  function server(
    running: LiveCampaign | null = of,
    before: readonly PastPeriod[] = [],
    beside: readonly LiveCampaign[] = [],
  ): ShopServer {
    const use = { ...engines, clock, ids: { next: () => randomUUID() }, log: testLog() };
    const world = {
      now: {
        ...shop,
        campaigns: [...(running === null ? [] : [running]), ...beside],
      } satisfies Configuration,
      running,
      before,
      goal,
      reachedSince: 0,
      availability: { version: 1, at: 0, skills: { '*': { free: 1, online: 1 } } } as Availability,
    };
    const configurations = {
      accounts: async () => [account],
      restingNames: async () => new Map(),
      current: async () => world.now,
      at: async () => world.now,
      goalsSince: async () => new Map([[world.goal.id, world.reachedSince]]),
    };
    const availability = () => world.availability;
    const policies = createPolicies({
      ...{ records: engines.records, facts },
      world: { ...use, schedule: backgroundSchedule },
      configurations,
      campaigns: {
        periods: async (_account, id) => [
          ...beside.flatMap((each) =>
            each.id === id ? [{ ...each, number: each.period, goal, until: null }] : [],
          ),
          ...world.before.map(({ period: number, document, until, goal: former = goal }) => ({
            ...{ number, document, goal: former, until },
          })),
          ...(world.running === null
            ? []
            : [
                {
                  ...world.running,
                  number: world.running.period,
                  goal: world.goal,
                  until: null,
                },
              ]),
        ],
      },
      takenBack: takenBackFrom(facts),
      availability,
    });
    const engage = createEngage({
      ...roomy(clock),
      ...use,
      world: { ...use, schedule: realTimeBehind },
      history: new History(engines.facts, use.log),
      ledger: {},
      configurations,
      deciding: deciding({
        agents: {
          availability,
          hold: (_place, heard) => heard({ held: true, faces: [] }),
          faces: (_asked, heard) => heard([]),
        },
        policies: policies.policies,
      }),
    });
    return {
      policies,
      engage,
      configurations,
      staff(free) {
        const version = world.availability.version + 1;
        const skills = { '*': { free, online: free } };
        world.availability = { version, at: clock.at, skills };
      },
      async change(next, now = world.goal) {
        if (world.running !== null && next?.period !== world.running.period) {
          const ended = { ...world.running, until: clock.at, goal: world.goal };
          world.before = [...world.before, ended];
        }
        if (reachedBy(now) !== reachedBy(world.goal)) world.reachedSince = clock.at;
        [world.running, world.goal] = [next, now];
        const campaigns = [...(next === null ? [] : [next]), ...beside];
        const version = world.now.version + 1;
        world.now = { ...world.now, version, campaigns, goals: [now] };
        policies.policies.of(world.now);
        await policies.settle();
      },
      async close() {
        await engage.close();
        await policies.close();
      },
    };
  }

  async function send(to: ShopServer, visitor: VisitorId, sketches: readonly Sketch[]) {
    const events = sketches.map(({ name, path, properties = {} }): AdmittedEvent => {
      const page = { url: `https://shop.example${path}`, path: path ?? '', search: '' };
      return {
        ...{ account, site, visitor, id: EventId.parse(randomUUID()), name, properties },
        ...{ trust: 'page', at: clock.at, receivedAt: clock.at, bot: false, imported: false },
        kind: name === 'Page' ? 'page' : 'track',
        pageView: PageViewId.parse('view'),
        ...(path === undefined ? {} : { page: { ...page, title: path, referrer: '' } }),
      };
    });
    await (
      await to.engage.intake.accept({ account, site, visitor, fresh: false, events })
    ).stored;
  }

  /** A browser of the visitor. Returns the frames that it is sent. */
  function attach(to: ShopServer, visitor: VisitorId, fresh = true): readonly ServerFrame[] {
    const frames: ServerFrame[] = [];
    const pageView = PageViewId.parse('view');
    to.engage.intake.attach({
      ...{ account, site, visitor, fresh, pageView, trial: null },
      send: (frame) => void frames.push(frame),
      end() {},
    });
    return frames;
  }

  return {
    engines,
    clock,
    add,
    server,
    attach,
    close: () => engines.close(),
    faults,

    /** A server that has read its policies. */
    async ready(
      running: LiveCampaign | null = of,
      before: readonly PastPeriod[] = [],
      beside: readonly LiveCampaign[] = [],
    ) {
      const one = server(running, before, beside);
      await one.policies.start([account]);
      return one;
    },

    async decisionsOf(visitors: readonly VisitorId[]): Promise<readonly Decision[]> {
      const logs = await readLogs(engines.facts, account, visitors);
      return visitors.flatMap((visitor) => logs.get(visitor)?.decisions ?? []);
    },

    /** This many visitors come to a product. Every fifth buys. */
    comeAll: (to: ShopServer, name: string, count: number): Promise<readonly Come[]> =>
      Promise.all(
        Array.from({ length: count }, async (_, at): Promise<Come> => {
          const visitor = VisitorId.parse(`${name}-${at}`);
          const frames = attach(to, visitor);
          const order = { order_id: `${name}-${at}`, total: 80 };
          await send(to, visitor, [
            { name: 'Page', path: '/product/lamp' },
            ...(at % 5 === 0 ? [{ name: 'Order Completed', properties: order }] : []),
          ]);
          return { visitor, frames };
        }),
      ),
  };
}
