// Where a sample shop comes into being: the product's features, composed a second time over the same
// stores, with a clock of their own, a bus of their own, and nobody else on it. They do not know that
// what happens to them is invented. No mail leaves, and no timer of the real clock runs.
import { setImmediate } from 'node:timers/promises';
import type { AccountId, VisitorId } from '@opportune/protocol/ids.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { VisitorChat } from '@opportune/core/ports/visitor-chat.ts';
import type { World } from '@opportune/core/ports/world.ts';
import type { AgentFeature } from '../agent/feature.ts';
import { createLabels, type Labels } from '../archive/labels/labels.ts';
import { openMemoryBudgets } from '../adapter/budgets-memory.ts';
import { openMemoryBus } from '../adapter/bus-memory.ts';
import { openConversationStore } from '../adapter/conversations/conversation-store-postgres.ts';
import type { CampaignFeature } from '../campaign/feature.ts';
import { type Channels, createChannels } from '../channel/channels.ts';
import { createGuardrails } from '../campaign/guardrails.ts';
import { type AfterRules, createAfterRules } from '../followup/followup-settings.ts';
import { createFeatures, type Features } from '../features.ts';
import type { Ground } from '../ground.ts';
import { guardMemory } from '../memory/guard.ts';
import { memoryPlan } from '../memory/plan.ts';
import { createNeedRecords, type NeedRecords } from '../needs/need-records.ts';
import type { SiteFeature } from '../site/feature.ts';
import { createSkills, type Skills } from '../team/skills/account-skills.ts';
import { createPredefinedAnswers, type PredefinedAnswers } from '../writing/answers/answers.ts';
import type { Chance } from './chance.ts';
import { gatherFacts } from './gathered/gathered-facts.ts';
import type { SimulatedTime } from './simulated-time.ts';

/** What the features of a sample shop may use of the process. */
const memoryBytes = 1024 * 1024 * 1024;

export interface Stage {
  readonly time: SimulatedTime;
  readonly chance: Chance;
  readonly world: World;
  readonly records: Ground['records'];
  readonly account: Features['account'];
  readonly site: SiteFeature;
  readonly campaign: CampaignFeature;
  readonly engage: Features['engage'];
  readonly chat: VisitorChat;
  readonly session: AgentFeature['session'];
  readonly desk: Features['desk'];
  readonly skills: Skills;
  readonly labels: Labels;
  readonly answers: PredefinedAnswers;
  readonly needs: NeedRecords;
  readonly after: AfterRules;
  readonly channels: Pick<Channels, 'create'>;
  /** The visitor ordered. */
  ordered(visitor: VisitorId, order: string): void;
  /** Pauses campaigns of the account that are proved to do harm. */
  guard(account: AccountId): Promise<number>;
  /** Lets stores answer. */
  rest(): Promise<void>;
  /** Resolves when everything that happened is stored. */
  close(): Promise<void>;
}

export function openStage(ground: Ground, time: SimulatedTime, chance: Chance): Stage {
  const { records } = ground;
  const log = faultsOnly(ground.world.log);
  const bus = openMemoryBus(log);
  const ids = chance.of('ids').ids;
  const world: World = { bus, clock: time, ids, schedule: time.schedule, log };
  const facts = gatherFacts(ground.facts);
  const conversations = openConversationStore(records, time);
  const orders = new Map<VisitorId, readonly string[]>();
  const own = {
    ...{ ...ground, world, facts, conversations, behind: time.behind },
    budgets: openMemoryBudgets(time),
    memory: guardMemory(memoryPlan(memoryBytes), () => () => {}, log),
    mail: { configured: false, send: async () => {} },
    // Nobody speaks in a simulation.
    voice: null,
  };
  // To read them from the log, all gathered facts would have to be stored first.
  const features = createFeatures(own, async (_, visitor) => orders.get(visitor) ?? []);
  const { account, site, campaign, engage, report, desk, agent, webChat } = features;
  const closeAll = async (): Promise<void> => {
    for (const feature of features.list.toReversed()) await feature.close?.();
    await facts.settle();
    await bus.close();
  };
  return {
    ...{ time, chance, world, records, account, site, campaign, engage, desk },
    chat: webChat.chat,
    session: agent.session,
    skills: createSkills({ records, bus }),
    labels: createLabels(records, ids, time),
    answers: createPredefinedAnswers(records, ids),
    needs: createNeedRecords(records, ids),
    after: createAfterRules(records),
    channels: createChannels({
      ...{ ...ground, ...world, mailOf: account.mailOf },
      // The names in a sample shop are nobody's, so none is looked up.
      outbound: { ...ground.outbound, mayReach: async () => true },
    }),
    ordered: (visitor, order) => void orders.set(visitor, [order, ...(orders.get(visitor) ?? [])]),
    guard: guardOf({
      campaigns: campaign.campaigns,
      proof: report.reports,
      ...{ log, clock: time, signal: new AbortController().signal, rest: async () => {} },
    }),
    rest: () => setImmediate(),
    close: () => time.finish(closeAll()),
  };
}

/** One round over an account. Rounds remember what they have looked at. */
function guardOf(
  parts: Omit<Parameters<typeof createGuardrails>[0], 'configurations'>,
): Stage['guard'] {
  const accounts: AccountId[] = [];
  const round = createGuardrails({ ...parts, configurations: { accounts: async () => accounts } });
  return (account) => {
    accounts.splice(0, accounts.length, account);
    return round();
  };
}

/** Campaigns that pause themselves and the like are news of the sample shop alone. */
function faultsOnly(log: Log): Log {
  return { ...log, info: () => {} };
}
