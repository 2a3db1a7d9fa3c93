// The bytes that are stated of what an account takes by what it has configured: its desk, the policies
// of its campaigns, their ended periods, and how often its facts changed. Each is filled with as much as
// an account may have, and measured.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { publish } from '@opportune/core/bus/bus-messages.ts';
import { openDesk } from '@opportune/core/conversation/desk.ts';
import { planOf } from '@opportune/core/conversation/routing/skill-plan.ts';
import { step } from '@opportune/core/conversation/step.ts';
import { campaign, configuration } from '@opportune/core/world/test/shop.test-support.ts';
import { factsStored } from '@opportune/protocol/bus/changes.ts';
import type { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import { AccountId, CampaignId, GoalId, SiteId, SkillId, UserId } from '@opportune/protocol/ids.ts';
import { accountLimits } from '@opportune/protocol/limits/accounts.ts';
import { mostPlaces } from '@opportune/protocol/rest/account.ts';
import { skillLimits } from '@opportune/protocol/rest/team/skills.ts';
import { openMemoryBus } from './adapter/bus-memory.ts';
import { testLog } from './adapter/engines.test-support.ts';
import { ServiceLevels } from './learn/agent-time/service-level.ts';
import { Policies } from './learn/policy/policies.ts';
import { RestingPolicies } from './learn/policy/resting-policies.ts';
import { FactVersions } from './report/queries/fact-versions.ts';
import { configuredTables } from './memory/following-tables.ts';
import { longId, takesAtMost, wide } from './memory/heap-bytes.test-support.ts';

const account = AccountId.parse(longId(0));

function statedOf(table: string): number {
  const stated = Object.entries(configuredTables.tables).find(([name]) => name.includes(table));
  if (stated === undefined) throw new Error(`no table ${table}`);
  return stated[1];
}

test('[OP11.2] a desk with as many agents and skills as an account may have, each agent with each skill', () =>
  takesAtMost(statedOf('desks.ts #open'), () => {
    const desk = openDesk(0);
    const skills = Array.from({ length: skillLimits.skills }, (_, at) =>
      SkillId.parse(longId(1e6 + at)),
    );
    const rule = { priority: 3, fallback: { to: 'nobody' }, mode: null, sameAgent: false } as const;
    const users = Array.from({ length: accountLimits.users }, (_, at) => UserId.parse(longId(at)));
    const plan = planOf({
      rules: new Map(skills.map((skill) => [skill, { ...rule, serviceLevel: null, hours: null }])),
      levels: new Map(users.map((user) => [user, new Map(skills.map((skill) => [skill, 3]))])),
    });
    step(desk, { type: 'skills.changed', plan }, 0);
    const agents = users.map((user, at) => ({
      profile: { user, name: wide(at, 80), kind: 'person' as const, room: mostPlaces },
      ...{ state: 'offline' as const, reason: wide(at, 60), since: 0, chosen: null },
    }));
    step(desk, { type: 'restore', agents, conversations: [] }, 0);
    assert.equal(desk.agents.size, accountLimits.users);
    return desk;
  }));

/** As many campaigns that optimise as an account may have. */
function optimising(): Configuration {
  const campaigns = Array.from({ length: accountLimits.campaigns }, (_, at) => {
    const live = {
      ...campaign({ id: `c${at}`, moment: { all: [] } }),
      id: CampaignId.parse(longId(at)),
    };
    return { ...live, document: { ...live.document, mode: 'optimise' as const } };
  });
  return { ...configuration(campaigns), account };
}

const whole = optimising();
const away = () => Promise.reject(new Error('the store is away'));

test('[OP11.2] the policies of an account before they are read, each of which is measured by itself', () =>
  takesAtMost(statedOf('policies.ts #accounts'), async () => {
    const policies = new Policies({
      ...{ records: { withAccount: away }, facts: { query: away }, takenBack: {} },
      ...{ clock: { now: () => 0 }, log: { error() {} }, schedule: () => () => {} },
      ...{ campaigns: { periods: away }, configurations: { goalsSince: away } },
    } as never);
    assert.notEqual(policies.of(whole), null);
    await policies.settle();
    return policies;
  }));

test('[OP11.2] ended periods that are learnt from, without the documents of their campaigns', async () => {
  const rows = whole.campaigns.map(({ id }) => ({ campaign: id, period: 1, done: false }));
  let read = 0;
  await takesAtMost(statedOf('resting-policies.ts'), async () => {
    const [first] = whole.campaigns;
    if (first === undefined) throw new Error('no campaign');
    const goal = whole.goals.find(({ id }) => id === first.document.goal);
    const resting = new RestingPolicies(
      {
        records: {
          withAccount: (_: unknown, work: (sql: object) => unknown) =>
            Promise.resolve(work({ rows: async () => rows })),
        },
        campaigns: {
          periods: async () => {
            read += 1;
            // Each is read from the store, and so an object of its own.
            const document = structuredClone(first.document);
            return [{ number: 1, document, goal: structuredClone(goal), since: 0, until: 1e15 }];
          },
        },
      } as never,
      new ServiceLevels(),
    );
    await resting.find(whole, new Map());
    return resting;
  });
  assert.equal(read, accountLimits.campaigns);
});

test('[OP11.2] how often the facts of accounts changed, by site, campaign and goal', () => {
  const many = 10;
  return takesAtMost(many * statedOf('fact-versions.ts'), async () => {
    const bus = openMemoryBus(testLog());
    const versions = new FactVersions(bus);
    const ids = <Id>(most: number, from: number, parse: (text: string) => Id): readonly Id[] =>
      Array.from({ length: most }, (_, at) => parse(longId(from + at)));
    for (let at = 0; at < many; at++)
      publish(bus, factsStored, {
        accounts: [
          {
            ...{ account: AccountId.parse(longId(at)), holds: [], through: 1 },
            sites: ids(accountLimits.sites, at * 1e5 + 1e7, (text) => SiteId.parse(text)),
            campaigns: ids(accountLimits.campaigns, at * 1e5 + 2e7, (text) =>
              CampaignId.parse(text),
            ),
            goals: ids(accountLimits.goals, at * 1e5 + 3e7, (text) => GoalId.parse(text)),
          },
        ],
      });
    await new Promise((resolve) => setTimeout(resolve, 50));
    return [bus, versions];
  });
});
