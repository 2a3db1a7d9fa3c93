// Chooses for optimising campaigns in a simulation: the product's own policies with full
// exploration, so that each action is drawn often. Each server begins with untrained policies.
import type { EngagementChooser } from '@opportune/core/decision/optimise/engagement-chooser.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import {
  optimisingCampaigns,
  type Optimising,
} from '@opportune/server/learn/policy/policy-options.ts';
import { RunningPolicy } from '@opportune/server/learn/policy/running-policy.ts';
import { ServiceLevels } from '@opportune/server/learn/agent-time/service-level.ts';

/** Agents answer too late for four seconds of every eight. */
const lateMs = 4_000;

export function simPolicies(clock: Clock): { of(configuration: Configuration): EngagementChooser } {
  const levels = new ServiceLevels();
  const policies = new Map<string, RunningPolicy>();
  return {
    of(configuration) {
      const { account } = configuration;
      for (const of of optimisingCampaigns(configuration)) {
        const key = keyOf(of.live);
        if (!policies.has(key))
          policies.set(key, new RunningPolicy(account, byChance(of), null, levels));
      }
      return {
        about: (live) => ({
          value: policies.get(keyOf(live))?.value ?? 0,
          guarded: Math.floor(clock.now() / lateMs) % 2 === 0,
        }),
        choose: (live, question) => policies.get(keyOf(live))?.choose(question) ?? null,
      };
    },
  };
}

/** Some content also needs an agent here, and is not offered while none is free. */
function byChance(of: Optimising): Optimising {
  const needsAgent = of.options.needsAgent || of.live.id.length % 2 === 0;
  return { ...of, options: { ...of.options, exploration: 1, needsAgent } };
}

function keyOf({ id, period }: Optimising['live']): string {
  return `${id} ${period}`;
}
