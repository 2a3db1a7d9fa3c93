// One server process of a simulation: engaging, conversations and visitor sessions, composed as in
// the product, on disks that outlive it. `sends` sees everything that it sends to a browser.
import { onlyHome } from '@opportune/core/cluster/homes.ts';
import { noCalls } from '@opportune/server/call/feature.ts';
import { noVerifications } from '@opportune/server/testing/no-verifications.test-support.ts';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { HeldBytes } from '@opportune/core/bounds/held-bytes.ts';
import { FairTurns } from '@opportune/core/bounds/fair-turns.ts';
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { Clock, Ids, Schedule } from '@opportune/core/world/world.ts';
import { publish, readMessage } from '@opportune/core/bus/bus-messages.ts';
import { type Publication, publicationsOf } from '@opportune/protocol/bus/conversations.ts';
import type { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import type { ServerFrame } from '@opportune/protocol/frames-visitor.ts';
import type { VisitorId } from '@opportune/protocol/ids.ts';
import { turnLimits, intakeLimits } from '@opportune/protocol/limits/intake.ts';
import { roomyBudgets } from '@opportune/server/adapter/budgets.test-support.ts';
import { openMemoryBus } from '@opportune/server/adapter/bus-memory.ts';
import type { Carrier } from '@opportune/server/collect/visitor/browser-link.ts';
import { collectBatch, type Refused } from '@opportune/server/collect/events/event-batch.ts';
import { cardMasks } from '@opportune/core/masking/ways-in.ts';
import { noFiles } from '@opportune/server/collect/visitor/visitor-files.test-support.ts';
import { Debugger } from '@opportune/server/collect/events/debugger.ts';
import { openMemoryBudgets } from '@opportune/server/adapter/budgets-memory.ts';
import { createNetworks } from '@opportune/server/collect/networks.ts';
import { browserSender } from '@opportune/server/collect/sender.ts';
import {
  type SessionDependencies,
  VisitorSession,
} from '@opportune/server/collect/visitor/visitor-session.ts';
import { createVisitorTokens } from '@opportune/server/collect/greeting/visitor-token.ts';
import {
  type Conversations,
  noTurns,
  openConversations,
  partsInMemory,
} from '@opportune/server/testing/conversation-features.test-support.ts';
import { roomy } from '@opportune/server/testing/engage.test-support.ts';
import { createAgentsRoom } from '@opportune/core/bus/agents-room.ts';
import { createOfferWays } from '@opportune/core/bus/ways.ts';
import { createCards } from '@opportune/core/bus/cards.ts';
import { createEngage, type Engage } from '@opportune/server/engage/engage.ts';
import { account, site } from './campaigns.test-support.ts';
import type { FactsProcess } from './facts-memory.test-support.ts';
import { simIntent } from './intent.test-support.ts';
import { simPolicies } from './policies.test-support.ts';

export interface ServerOptions {
  readonly facts: FactsProcess;
  readonly store: ConversationStore;
  /** Replaces what conversations publish. Null publishes nothing. */
  readonly publishes: (said: Publication) => Publication | null;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly schedule: Schedule;
  /** The versions of the configuration, the newest last. Grows while the server runs. */
  readonly versions: readonly Configuration[];
  /** Claimed visitor ids with the page view that claimed them. As durable as the disks. */
  readonly claims: Map<string, string>;
  /** Sees every frame at the instant when the server hands it over. */
  readonly sends: (visitor: VisitorId, frame: ServerFrame) => void;
  /** Bounds of the ledger. Small, so that they are reached. */
  readonly waitingRows: number;
  readonly batchRows: number;
  /** Memory for profiles. If it is small, profiles are evicted and restored. */
  readonly profileBytes: number;
  readonly failed: (what: string) => void;
}

export interface SimServer {
  readonly engage: Engage;
  readonly converse: Conversations;
  readonly bus: Bus;
  session(visitor: VisitorId, carrier: Carrier): VisitorSession;
  /** POST /v1/events, from the browser's page or from the shop's server. */
  post(of: {
    visitor: VisitorId;
    trust: 'page' | 'server';
    sentAt: number;
    events: readonly unknown[];
  }): Promise<readonly Refused[]>;
}

export const writeKey = 'wk_sim';
const tokenSecret = 'a secret of thirty-two characters';
const userAgent =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

export function startSimServer(options: ServerOptions): SimServer {
  const { clock, ids, schedule, versions } = options;
  const log = {
    info() {},
    warn() {},
    error: (event: string, fields?: unknown) => noteFailure(options, event, fields),
  };
  const bus = told(openMemoryBus(log), options);
  const configurations = {
    accounts: async () => [account],
    current: async () => newest(versions),
    at: async (_: unknown, version: number) =>
      versions.find((each) => each.version === version) ?? null,
    restingNames: async () => new Map(),
  };
  const { budgets, memory } = roomy(clock);
  const engage = createEngage({
    budgets,
    memory: { ...memory, profileBytes: options.profileBytes },
    facts: {
      append: (batch) => options.facts.append(batch),
      query: () => Promise.reject(new Error('reports are not simulated')),
      queryLines: () => Promise.reject(new Error('rehearsals are not simulated')),
      remove: () => Promise.reject(new Error('removal is not simulated')),
      close: async () => {},
    },
    history: options.facts.history,
    ledger: { waitingRows: options.waitingRows, batchRows: options.batchRows },
    world: { bus, clock, ids, log, schedule },
    configurations,
    deciding: {
      agents: createAgentsRoom(bus),
      ways: createOfferWays(bus),
      trials: { verifyTrial: async () => null, forget: async () => {} },
      intent: { ...simIntent(clock.now()), ready: async () => {} },
      policies: simPolicies(clock),
      hasVoice: true,
    },
  });
  const converse: Conversations = openConversations({
    ...partsInMemory(),
    turns: noTurns,
    store: options.store,
    bus,
    budgets: roomyBudgets(clock),
    log,
    clock,
    ids,
    schedule,
    cards: createCards(bus),
    tellVisitor: ({ name, properties, ...of }) => engage.tell(of, name, properties),
    watch: (of, only, watcher) => engage.watch(of, only, watcher),
    authenticate: async () => null,
  });
  const collect = collectOn(options, { engage, converse, bus, log, configurations });
  // If the store is away now, the next client makes it ask again.
  converse.start([account]).catch(() => {});
  return {
    engage,
    converse,
    bus,
    session: (visitor, carrier) =>
      new VisitorSession(collect, watched(options, visitor, carrier), {
        request: request(),
        payer: '192.0.2.1',
      }),
    async post({ visitor, trust, sentAt, events }) {
      const { refused, stored } = await collectBatch(collect, {
        account,
        site,
        visitor,
        trust,
        sentAt,
        events,
        payer: null,
        from: null,
        fresh: false,
        sizeBytes: JSON.stringify(events).length,
        sender: browserSender(request(), '192.0.2.1', collect.geography, {}),
      });
      await stored;
      return refused;
    },
  };
}

/** Work takes no time on a simulated clock, so nothing ever waits for a turn. */
const turns = new FairTurns({ now: () => 0, soon() {}, settled: (run) => run() }, turnLimits);

function collectOn(
  { clock, ids, claims }: ServerOptions,
  {
    engage,
    converse,
    bus,
    log,
    configurations,
  }: Pick<SimServer, 'engage' | 'converse' | 'bus'> &
    Pick<SessionDependencies, 'log'> & { configurations: SessionDependencies['configuration'] },
): SessionDependencies {
  const grant = { account, site, trust: 'page' as const, origins: [], keyId: null, revoked: false };
  return {
    http: { homes: onlyHome, raw() {}, upgrade() {} },
    arriving: new HeldBytes(intakeLimits.arrivingBytes),
    bus,
    clock,
    ids,
    log,
    intake: engage.intake,
    chat: converse.chat,
    calls: noCalls.visitors,
    keys: {
      find: async (key) => (key === writeKey ? grant : null),
      asksStore: () => true,
      used() {},
    },
    masks: cardMasks,
    trials: { find: async () => null },
    verifications: noVerifications,
    files: noFiles,
    mails: async () => true,
    identity: {
      verify: async () => {},
      visitorOf: async () => null,
      alias: async () => {},
      tokenFault: async () => 'key',
    },
    claims: {
      async whose(_, visitor, pageView) {
        const claimed = claims.get(visitor);
        if (claimed === undefined) return 'nobody';
        return claimed === pageView ? 'this-page' : 'another';
      },
      async claim(_, visitor, pageView) {
        if (!claims.has(visitor)) claims.set(visitor, pageView);
      },
    },
    configuration: configurations,
    geography: { configured: false, locate: () => null },
    clientAddress: () => '192.0.2.1',
    publicUrl: null,
    budgets: openMemoryBudgets(clock),
    turns,
    debugger: new Debugger(),
    networks: createNetworks(tokenSecret),
    tokens: createVisitorTokens(tokenSecret),
  };
}

function watched({ sends }: ServerOptions, visitor: VisitorId, carrier: Carrier): Carrier {
  return {
    send(frame) {
      sends(visitor, frame);
      carrier.send(frame);
    },
    opened: (meter) => carrier.opened(meter),
    end: (why) => carrier.end(why),
  };
}

/** The request that opened a session, without a network. Only its headers are read. */
function request(): IncomingMessage {
  return Object.assign(new IncomingMessage(new Socket()), { headers: { 'user-agent': userAgent } });
}

/** A bus on which conversations publish what `publishes` returns. */
function told(bus: Bus, { publishes }: ServerOptions): Bus {
  const conversations = publicationsOf(account);
  return {
    ...bus,
    publish(topic, message) {
      if (topic !== conversations.name) return bus.publish(topic, message);
      const instead = publishes(readMessage(conversations, message));
      if (instead !== null) publish(bus, conversations, instead);
    },
  };
}

function newest(versions: readonly Configuration[]): Configuration {
  const latest = versions.at(-1);
  if (latest === undefined) throw new Error('a server has a configuration');
  return latest;
}

/**
 * Notes failures that the product itself calls impossible. Trouble with the disks is part of the
 * simulation.
 */
function noteFailure({ failed }: ServerOptions, event: string, fields: unknown): void {
  if (event === 'owner.step_failed') failed(`${event} ${JSON.stringify(fields)}`);
}
