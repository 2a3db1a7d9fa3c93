// Builds the policies feature: choices for the engine, the events that policies follow, and what
// was learnt.
import { subscribe } from '@opportune/core/bus/bus-messages.ts';
import { accountRemoved } from '@opportune/protocol/bus/changes.ts';
import type { World } from '@opportune/core/ports/world.ts';
import type { EngagementChooser } from '@opportune/core/decision/optimise/engagement-chooser.ts';
import type { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import type { JsonObject } from '@opportune/protocol/behaviour/event.ts';
import type { AccountId, CampaignId } from '@opportune/protocol/ids.ts';
import type { CampaignLearnt } from '@opportune/protocol/rest/campaign/learnt.ts';
import { Counter, Gauge, type Registry } from 'prom-client';
import type { Feature } from '../../http/feature.ts';
import { learntRoutes } from './routes.ts';
import { Policies, type PoliciesUse } from './policies.ts';
import { policyFigures } from './policy-figures.ts';
import { optimisingCampaign } from './policy-options.ts';
import type { Configurations, GoalsSince } from '../seams.ts';
import { conversationSign } from '../agent-time/service-level.ts';

export interface PolicyParts extends Omit<PoliciesUse, keyof World> {
  readonly world: World;
  readonly configurations: Configurations & GoalsSince;
}

export interface PolicyFeature extends Feature {
  readonly policies: { of(configuration: Configuration): EngagementChooser | null };
  /** Receives what happened in a conversation, as its visitor's log records it. */
  heard(account: AccountId, name: string, properties: JsonObject): void;
  learnt(account: AccountId, campaign: CampaignId): Promise<CampaignLearnt>;
  /** Loads their policies. Otherwise they are loaded when an account's first visitor comes. */
  start(accounts: readonly AccountId[]): Promise<void>;
  /** Learns at once from all closed units. */
  learn(): Promise<void>;
  settle(): Promise<void>;
  /** Stores what was learnt. */
  close(): Promise<void>;
}

export function createPolicies(parts: PolicyParts): PolicyFeature {
  const { world, configurations, campaigns } = parts;
  const { clock } = world;
  const policies = new Policies({ ...world, ...parts });
  const stop = subscribe(world.bus, accountRemoved, ({ account }) => policies.drop(account));

  async function learnt(account: AccountId, campaign: CampaignId): Promise<CampaignLearnt> {
    const newest = (await campaigns.periods(account, campaign)).at(-1);
    const now = clock.now();
    if (newest === undefined) return { period: null, asOf: now, policy: null };
    const { number: period, document, goal } = newest;
    const configuration = await configurations.current(account);
    const of = optimisingCampaign(configuration, { id: campaign, period, document }, goal);
    if (of === null) return { period, asOf: now, policy: null };
    const running = await policies.policyOf(configuration, of);
    return { period, asOf: now, policy: policyFigures(running, now) };
  }

  return {
    name: 'learn/policy',
    policies,
    routes: (app) => learntRoutes(app, learnt),
    metrics: (registry) => policyMetrics(registry, policies),
    heard(account, name, properties) {
      const sign = conversationSign(name, properties);
      if (sign !== null) policies.heard(account, sign);
    },
    learnt,
    async start(accounts) {
      for (const account of accounts) {
        policies.of(await configurations.current(account));
        await policies.settle();
      }
    },
    learn: () => policies.learn(false),
    settle: () => policies.settle(),
    async close() {
      stop();
      await policies.close();
    },
  };
}

/** The kind of action is the only label, so the number of series is fixed. */
function policyMetrics(registry: Registry, policies: Policies): void {
  new Counter({
    name: 'opportune_policy_choices_total',
    help: 'What was said in the arm that optimises since the start, by action; waits: nothing was decided yet',
    labelNames: ['action'],
    registers: [registry],
    collect() {
      this.reset();
      for (const [action, count] of Object.entries(policies.chosen)) this.inc({ action }, count);
    },
  });
  new Gauge({
    name: 'opportune_policies_guarded',
    help: 'Optimising campaigns that hold live offers back because agents answer too late',
    registers: [registry],
    collect() {
      this.set(policies.guarded);
    },
  });
}
