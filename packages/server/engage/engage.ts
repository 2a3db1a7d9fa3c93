// Engaging, put together: the owner of visitors with its ledger and history, the live list, and
// what other features ask of it. The composition root gives it the stores and the other features.
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import { factsStored } from '@opportune/core/ports/facts.ts';
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import { repeat } from '@opportune/core/world/repeat.ts';
import type { Clock, Ids, Schedule } from '@opportune/core/world/world.ts';
import type { JsonObject } from '@opportune/protocol/behaviour/event.ts';
import { DecisionId, EventId } from '@opportune/protocol/ids.ts';
import type { AccountId, SiteId, VisitorId } from '@opportune/protocol/ids.ts';
import { AccountEngines } from './owner/account-engine.ts';
import type { AccountEngine } from './owner/account-engine.ts';
import { reachable, type Reachable } from './card/proactive.ts';
import { followConfigurations } from './owner/configuration-changes.ts';
import { explainDecision } from './explain/decision-explanation.ts';
import { refusingWhenFull, watchRoom } from './ledger/fact-log-room.ts';
import { withoutRepeats } from './history/history-repeats.ts';
import { History, readVisit } from './history/history.ts';
import type { VisitorHistory } from './history/history.ts';
import type { Intake } from './intake.ts';
import { Ledger } from './ledger/ledger.ts';
import type { LedgerOptions } from './ledger/ledger.ts';
import { LiveVisitors } from './live/live.ts';
import type { Watcher } from './live/live-view.ts';
import { createOrdinals, liftedBy } from './owner/ordinals.ts';
import { VisitorOwner } from './owner/owner.ts';
import {
  addressOf,
  languageTagOf,
  nameOf,
  originOf,
  pageOf,
  worthOf,
  type Origin,
} from './card/origin.ts';
import { visitorRoutes } from './routes.ts';
import { shownAmong, shownBy, wasInVisit, type Shown } from './card/visit-signals.ts';
import { Tells } from './owner/own-events.ts';
import { trialFormOf } from './offers/trial.ts';
import type {
  Agents,
  Configurations,
  Intent,
  MemoryForVisitors,
  Policies,
  Trials,
} from './seams.ts';
import { visitorDetail } from './explain/visitor-detail.ts';
import type { Feature } from '../http/feature.ts';
import { engageMetrics } from './engage-metrics.ts';
import { realTime, realTimeBehind } from './real-time.ts';

export interface EngageDependencies {
  readonly facts: FactStore;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly configurations: Configurations;
  readonly agents: Agents;
  readonly trials: Trials;
  readonly budgets: Pick<Budgets, 'charge' | 'chargeUpTo'>;
  readonly memory: MemoryForVisitors;
  /** Left out: visits are not scored. */
  readonly intent?: Intent;
  /** Left out: optimising campaigns do as their own rule says. */
  readonly policies?: Policies;
  /** Left out: real time. */
  readonly schedule?: Schedule;
  /** Left out: read back from `facts`. */
  readonly history?: VisitorHistory;
  readonly ledger?: Pick<LedgerOptions, 'batchRows' | 'waitingRows' | 'waitingBytes'>;
}

export interface Engage extends Feature {
  readonly intake: Intake;
  readonly ledger: Ledger;
  readonly owner: VisitorOwner;
  /** The live list for a console; returns the way to stop. */
  watch(account: AccountId, site: SiteId | undefined, watcher: Watcher): () => void;
  /** The campaign behind a decision of a visitor who is present; null where it is none of theirs. */
  originOf(account: AccountId, visitor: VisitorId, decision: DecisionId): Origin | null;
  /** The form before the chat of a decision of a visitor's trial; null where it is none. */
  trialFormOf(account: AccountId, visitor: VisitorId, decision: DecisionId): Origin['before'];
  /** The name a visitor gave or is verified by; empty where there is none. */
  nameOf(account: AccountId, visitor: VisitorId): string;
  /** The e-mail address that a visitor in memory gave or is verified by; null where there is none. */
  addressOf(account: AccountId, visitor: VisitorId): string | null;
  /** The language of a visitor's browser, as BCP 47 names it; null for one who is not in memory. */
  languageTagOf(account: AccountId, visitor: VisitorId): string | null;
  /** The page that a visitor in memory has in front of them. */
  pageOf(account: AccountId, visitor: VisitorId): string | null;
  /** A verified trait of a visitor in memory, and what their cart is worth. */
  worthOf(account: AccountId, visitor: VisitorId, trait: string): ReturnType<typeof worthOf>;
  /** A visitor whom an agent may speak to first; null where no page of theirs is connected. */
  reachable(account: AccountId, visitor: VisitorId): Reachable | null;
  /** What the visit under way shows of what its visitor wants; null for one who is not in memory. */
  shownBy(account: AccountId, visitor: VisitorId): Shown | null;
  /** The same of the visit that a conversation begun then was in; of one that is over, from the log. */
  shownThen(account: AccountId, visitor: VisitorId, startedAt: number): Promise<Shown | null>;
  /** Puts an event of our own into a visitor's log, such as the begin of a conversation. */
  tell(
    of: { account: AccountId; site: SiteId; visitor: VisitorId },
    name: string,
    properties: JsonObject,
    decision?: DecisionId,
  ): void;
  /** Stores all that was taken. */
  close(): Promise<void>;
}

const sweepMs = 60_000;
/** Changes of who is free are gathered this long before everybody present is decided anew. */
const gatherMs = 100;

export function createEngage(use: EngageDependencies): Engage {
  const { facts, bus, clock, ids, log, configurations, agents, trials, budgets, memory } = use;
  const engines = new AccountEngines(configurations, use.intent);
  const factLog = watchRoom(facts);
  const ledger = new Ledger(factLog, log, {
    run: ids.next(),
    clock,
    schedule: use.schedule ?? realTime,
    stored: (facts) => bus.publish(factsStored, facts),
    ...use.ledger,
  });
  const ordinals = createOrdinals(clock);
  const history = liftedBy(use.history ?? new History(facts, log), ordinals);
  const background = use.schedule ?? realTimeBehind;
  const live = new LiveVisitors(
    clock,
    background,
    (account) => engines.get(account),
    (engine, entry) => owner.stepper.context(engine, entry),
    log,
  );
  const owner: VisitorOwner = new VisitorOwner({
    clock,
    schedule: use.schedule ?? realTime,
    log,
    engines,
    ledger,
    history,
    agents,
    trials,
    budgets,
    memory,
    ...(use.intent === undefined ? {} : { intent: use.intent }),
    ...(use.policies === undefined ? {} : { policies: use.policies }),
    nextOrdinal: ordinals.next,
    changed: (engine, entry) => live.changed(engine, entry),
  });
  const tells = new Tells({ owner, clock, schedule: background, log });
  const waiting = new Set<AccountEngine>();
  const refreshLater = (engine: AccountEngine): void => {
    if (waiting.has(engine)) return;
    waiting.add(engine);
    background(gatherMs, () => {
      waiting.delete(engine);
      void owner.refresh(engine);
    });
  };
  const stops = [
    followConfigurations({
      bus,
      schedule: background,
      log,
      async follow(account) {
        const engine = await engines.reload(account);
        if (engine !== null) await owner.refresh(engine);
      },
    }),
    bus.subscribe('availability.changed', (message) => {
      const engine = engines.get((message as { account: AccountId }).account);
      if (engine !== undefined) refreshLater(engine);
    }),
  ];
  const stopSweeping = repeat(background, sweepMs, () => owner.sweep());
  const detail = { facts, clock, owner, engines, live };
  return {
    name: 'engage',
    intake: refusingWhenFull(withoutRepeats({ clock, history, ledger, owner }), factLog),
    ledger,
    owner,
    routes: (app) =>
      visitorRoutes(app, {
        live,
        detail: (account, visitor) => visitorDetail(detail, account, visitor),
        explain: (account, decision) => explainDecision(facts, configurations, account, decision),
      }),
    metrics: (registry) => engageMetrics(registry, owner, ledger),
    watch: (account, site, watcher) => live.watch(account, site, watcher),
    originOf(account, visitor, decision) {
      const present = owner.find(account, visitor);
      return present === null ? null : originOf(present, decision);
    },
    trialFormOf(account, visitor, decision) {
      const present = owner.find(account, visitor);
      return present === null ? null : trialFormOf(present.entry, decision);
    },
    nameOf(account, visitor) {
      const present = owner.find(account, visitor);
      return present === null ? '' : nameOf(present);
    },
    addressOf(account, visitor) {
      const present = owner.find(account, visitor);
      return present === null ? null : addressOf(present);
    },
    languageTagOf(account, visitor) {
      const present = owner.find(account, visitor);
      return present === null ? null : languageTagOf(present);
    },
    pageOf(account, visitor) {
      const present = owner.find(account, visitor);
      return present === null ? null : pageOf(present);
    },
    worthOf(account, visitor, trait) {
      const present = owner.find(account, visitor);
      return present === null ? { tier: null, value: 0 } : worthOf(present, trait);
    },
    reachable(account, visitor) {
      const present = owner.find(account, visitor);
      if (present === null) return null;
      return reachable(present, owner.stepper.context(present.engine, present.entry));
    },
    shownBy(account, visitor) {
      const present = owner.find(account, visitor);
      return present === null
        ? null
        : shownBy(present.state, present.engine.configuration.sections);
    },
    async shownThen(account, visitor, startedAt) {
      const { configuration } = await engines.of(account);
      const state = owner.find(account, visitor)?.state;
      if (state !== undefined && wasInVisit(state, startedAt))
        return shownBy(state, configuration.sections);
      const events = await readVisit(facts, account, visitor, startedAt);
      return shownAmong(events, configuration.sections);
    },
    tell(of, name, properties) {
      const now = clock.now();
      const decision = DecisionId.safeParse(properties['decision']).data;
      tells.tell({
        ...of,
        id: EventId.parse(ids.next()),
        kind: 'track',
        name,
        trust: 'server',
        at: now,
        receivedAt: now,
        properties,
        bot: false,
        imported: false,
        ...(decision === undefined ? {} : { decision }),
      });
    },
    async close() {
      for (const stop of stops) stop();
      stopSweeping();
      live.close();
      tells.close();
      owner.close();
      await ledger.settle();
    },
  };
}
