// A running conversation feature on real PostgreSQL and real sockets on port 0, with people to act
// in it.
import { onlyHome } from '@opportune/core/cluster/homes.ts';
import { type AgentsRoom, createAgentsRoom } from '@opportune/core/bus/agents-room.ts';
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import type { Letter } from '@opportune/core/ports/mail.ts';
import { noCard, type VisitorCard, type Wanted } from '@opportune/protocol/bus/card.ts';
import { AccountId, VisitorId } from '@opportune/protocol/ids.ts';
import type { Role } from '@opportune/protocol/rest/account.ts';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before } from 'node:test';
import { openMemoryBudgets } from '../adapter/budgets-memory.ts';
import { openMemoryBus } from '../adapter/bus-memory.ts';
import { openConversationStore } from '../adapter/conversations/conversation-store-postgres.ts';
import { testEngines, testLog } from '../adapter/engines.test-support.ts';
import type { Principal } from '../http/access/principal.ts';
import { principalNamed } from '../http/access/principal.test-support.ts';
import { type AgentClient, connectAgent, Visitor } from './people.test-support.ts';
import type { TellVisitor } from '../desk/seams.ts';
import { openTurns } from '../http/turns.ts';
import {
  type ConversationParts,
  type Conversations,
  openConversations,
  partsInMemory,
} from './conversation-features.test-support.ts';
import { turnedClock } from './turned-clock.test-support.ts';

export interface Stage {
  readonly account: AccountId;
  readonly converse: Conversations;
  readonly store: ConversationStore;
  readonly use: ConversationParts;
  /** Availability as decisions see it. */
  readonly room: AgentsRoom;
  readonly letters: Letter[];
  readonly told: Parameters<TellVisitor>[0][];
  readonly address: string;
  /** Advances the clock and runs due timers. */
  advance(ms: number): void;
  /** The visitor is at an address of their own, unless given one. */
  visitor(id?: string, payer?: string): Visitor;
  agent(
    name: string,
    options?: { room?: number; role?: Role; account?: AccountId },
  ): Promise<AgentClient>;
  /** A session of an agent, with the name as its token, without a socket. */
  enter(name: string, account?: AccountId): void;
  /** The same for a program. */
  enterProgram(name: string, room: number): void;
  principal(token: string): Principal | null;
  /** Ends the session of the agent's token. */
  signOut(name: string): void;
  anotherAccount(): Promise<AccountId>;
  /** The server stops and starts again on the same store. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Cards of visitors with these values. */
export function cardsWith(
  made: (visitor: VisitorId, wanted: Wanted) => Partial<VisitorCard>,
): ConversationParts['cards'] {
  return {
    of: async (_, visitor, wanted = {}) => ({
      ...noCard,
      ...(visitor === null ? {} : made(visitor, wanted)),
    }),
  };
}

export async function openStage(options: Partial<ConversationParts> = {}): Promise<Stage> {
  const engines = await testEngines();
  const account = AccountId.parse(`a-${randomUUID()}`);
  await addAccount(engines.records, account);
  const time = turnedClock();
  const store = options.store ?? openConversationStore(engines.records, time);
  const letters: Letter[] = [];
  const told: Parameters<TellVisitor>[0][] = [];
  const people = new Map<string, Principal>();
  const use: ConversationParts = {
    ...partsInMemory(),
    store,
    budgets: openMemoryBudgets(time),
    turns: openTurns(),
    bus: openMemoryBus(testLog()),
    log: testLog(),
    clock: time,
    ids: { next: () => randomUUID() },
    schedule: time.schedule,
    mailOf: async () => ({
      configured: true,
      send: async (letter) => void letters.push(letter),
    }),
    tellVisitor: (event) => void told.push(event),
    authenticate: async (request) => people.get(request.headers.authorization ?? '') ?? null,
    ...options,
  };
  const held = { converse: openConversations(use) };
  const server = createServer();
  server.on('upgrade', (request, socket, head) =>
    held.converse.consoles.upgrade(onlyHome)(request, socket, head),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/socket`;
  const clients: AgentClient[] = [];
  return {
    account,
    store,
    use,
    room: createAgentsRoom(use.bus),
    letters,
    told,
    address,
    get converse() {
      return held.converse;
    },
    advance: (ms) => time.advance(ms),
    visitor: (id = randomUUID(), payer = id) =>
      new Visitor(() => held.converse, account, VisitorId.parse(id), payer),
    async agent(name, { room = 3, role = 'agent', account: of = account } = {}) {
      const principal = principalNamed(of, name, room, role);
      people.set(`Bearer ${name}`, principal);
      const client = await connectAgent(address, name);
      clients.push(client);
      return client;
    },
    enter: (name, of = account) => void people.set(`Bearer ${name}`, principalNamed(of, name, 3)),
    enterProgram(name, room) {
      people.set(`Bearer ${name}`, principalNamed(account, name, room, 'agent', 'program'));
    },
    principal: (token) => people.get(`Bearer ${token}`) ?? null,
    signOut: (name) => void people.delete(`Bearer ${name}`),
    async anotherAccount() {
      const other = AccountId.parse(`a-${randomUUID()}`);
      await addAccount(engines.records, other);
      return other;
    },
    async restart() {
      await held.converse.close();
      held.converse = openConversations(use);
    },
    async close() {
      for (const client of clients) client.socket.terminate();
      await held.converse.close();
      await new Promise((resolve) => server.close(resolve));
      await engines.close();
    },
  };
}

/** Tests of one file: each on a stage of its own, all on the same engines. */
export function stages(
  options: Partial<ConversationParts> = {},
): (run: (stage: Stage) => Promise<void>) => () => Promise<void> {
  let engines: Awaited<ReturnType<typeof testEngines>> | undefined;
  before(async () => {
    engines = await testEngines();
  });
  after(() => engines?.close());
  return (run) => async () => {
    const stage = await openStage(options);
    try {
      await run(stage);
    } finally {
      await stage.close();
    }
  };
}

async function addAccount(
  records: Awaited<ReturnType<typeof testEngines>>['records'],
  account: AccountId,
): Promise<void> {
  await records.withAccount(account, (sql) =>
    sql.run("INSERT INTO accounts (id, settings, salt, created_at) VALUES ($1, '{}', 's', now())", [
      account,
    ]),
  );
}
