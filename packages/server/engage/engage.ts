// Builds the engage feature: the owner of visitors with its ledger and history, the live list, and
// what other features learn about visitors. The composition root passes the stores and other
// features.
import { publish } from '@opportune/core/bus/bus-messages.ts';
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { World } from '@opportune/core/ports/world.ts';
import { createOrdinals, type Ordinals } from '@opportune/core/world/ordinals.ts';
import { factsStored } from '@opportune/protocol/bus/changes.ts';
import type { JsonObject } from '@opportune/protocol/behaviour/event.ts';
import type { AccountId, SiteId, VisitorId } from '@opportune/protocol/ids.ts';
import { followChanges } from './follow-changes.ts';
import { withoutRepeats } from './history/history-repeats.ts';
import type { VisitorHistory } from './history/visitor-history.ts';
import type { Intake } from './intake.ts';
import { refusingWhenFull, watchRoom } from './ledger/fact-log-room.ts';
import { Ledger } from './ledger/ledger.ts';
import type { LedgerOptions } from './ledger/ledger.ts';
import type { Watcher } from './live/live-view.ts';
import { LiveVisitors } from './live/live.ts';
import { AccountEngines } from './owner/account-engine.ts';
import { liftedBy } from './owner/ordinals.ts';
import { OwnEvents, ownEvent } from './owner/own-events.ts';
import { VisitorOwner } from './owner/owner.ts';
import { visitorRoutes } from './routes.ts';
import type { Configurations, Deciding, MemoryForVisitors } from './seams.ts';
import type { Feature } from '../http/feature.ts';
import { engageMetrics } from './engage-metrics.ts';

export interface EngageDependencies {
  readonly world: World;
  readonly facts: FactStore;
  /** Where profiles are restored from. */
  readonly history: VisitorHistory;
  readonly configurations: Configurations;
  readonly deciding: Deciding;
  readonly budgets: Pick<Budgets, 'charge' | 'chargeUpTo'>;
  readonly memory: MemoryForVisitors;
  /** Shared with whatever follows the log. Absent: nothing does. */
  readonly ordinals?: Ordinals;
  readonly ledger: Pick<LedgerOptions, 'batchRows' | 'waitingRows' | 'waitingBytes'>;
  /** For sweeping. Absent: the schedule of the world. */
  readonly behind?: World['schedule'];
}

export interface Engage extends Feature {
  readonly intake: Intake;
  readonly ledger: Ledger;
  readonly owner: VisitorOwner;
  /** Watches the live list for a console. Returns a function that stops it. */
  watch(account: AccountId, site: SiteId | undefined, watcher: Watcher): () => void;
  /** Whether the account's configuration is in memory: it was not let go of. */
  isAwake(account: AccountId): boolean;
  /** Adds an event of our own to a visitor's log, such as the start of a conversation. */
  tell(
    of: { account: AccountId; site: SiteId; visitor: VisitorId },
    name: string,
    properties: JsonObject,
  ): void;
  /** Resolves once everything accepted is stored. */
  close(): Promise<void>;
}

export function createEngage(use: EngageDependencies): Engage {
  const { world, facts, configurations, deciding } = use;
  const { clock, log, schedule } = world;
  const { behind = schedule } = use;
  const engines = new AccountEngines(configurations, deciding.intent);
  const factLog = watchRoom(facts);
  const ledger = new Ledger(factLog, log, {
    run: world.ids.next(),
    ...{ clock, schedule },
    stored: (stored) => publish(world.bus, factsStored, stored),
    ...use.ledger,
  });
  const { ordinals = createOrdinals(clock) } = use;
  const history = liftedBy(use.history, ordinals);
  const live = new LiveVisitors(
    world,
    (account) => engines.get(account),
    (engine, entry) => owner.stepper.context(engine, entry),
  );
  const owner: VisitorOwner = new VisitorOwner({
    ...use,
    ...{ engines, ledger, history },
    nextOrdinal: ordinals.next,
    changed: (engine, entry) => live.changed(engine, entry),
  });
  const ownEvents = new OwnEvents({ owner, clock, schedule, log });
  const stop = followChanges({ world, facts, engines, owner, behind });
  return {
    name: 'engage',
    intake: refusingWhenFull(withoutRepeats({ clock, history, ledger, owner }), factLog),
    ledger,
    owner,
    routes: (app) => visitorRoutes(app, { facts, clock, configurations, owner, engines, live }),
    metrics: (registry) => engageMetrics(registry, owner, ledger),
    watch: (account, site, watcher) => live.watch(account, site, watcher),
    isAwake: (account) => engines.isAwake(account),
    tell: (of, name, properties) => ownEvents.tell(ownEvent(world, of, name, properties)),
    async close() {
      stop();
      live.close();
      ownEvents.close();
      owner.close();
      await ledger.settle();
    },
  };
}
