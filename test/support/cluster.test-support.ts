// A cluster on this machine, for tests: a PostgreSQL, a nats-server, a ClickHouse by URL, nodes as
// `npm start` runs them, and a balancer in front that passes connections on to those that live.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  startNats,
  type NatsServer,
} from '@opportune/server/adapter/bus-nats/nats-server.test-support.ts';
import {
  ownRecords,
  testDataFolder,
  type TestFolder,
  testLog,
} from '@opportune/server/adapter/engines.test-support.ts';
import {
  type ClickhouseApart,
  openClickhouseApart,
} from '@opportune/server/adapter/facts/clickhouse-apart.test-support.ts';
import type { TcpProxy } from '@opportune/server/adapter/process/tcp-proxy.test-support.ts';
import { processes } from '@opportune/server/adapter/process/processes.test-support.ts';
import { openRecords } from '@opportune/server/adapter/records/records-postgres.ts';
import { homesOf } from '@opportune/server/processes/shard-of.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { type Owner, type People, peopleOf } from './people.test-support.ts';
import { ready, type Started, startScript } from './started-script.test-support.ts';

/** A node that may not serve yet. */
export interface BegunNode {
  readonly folder: TestFolder;
  readonly started: Started;
  readonly output: () => string;
  /** Ends all its processes at once. */
  kill(): Promise<void>;
}

export interface TestNode extends BegunNode {
  readonly url: string;
  /** The names that it serves now. */
  names(): Promise<readonly string[]>;
}

export interface TestCluster extends People {
  /** Of the balancer: any node that lives. */
  readonly url: string;
  /** Reads what is stored of all accounts. */
  lookUp<Row>(sql: string, values: readonly unknown[]): Promise<readonly Row[]>;
  /** Starts another node, and resolves once it serves. */
  start(): Promise<TestNode>;
  /** Starts another node, or one again on its folder. */
  begin(change?: Environment, folder?: TestFolder): BegunNode;
  /** Resolves once it serves. */
  serving(node: BegunNode): Promise<TestNode>;
  /** An account that is at home under this name. */
  accountAt(name: string): Promise<Owner>;
  /** Where what nodes share is reached. */
  places(): Places;
  /** What a node is told that reaches all over these lines. */
  reachedOver(lines: Readonly<Record<'nats' | 'postgres' | 'clickhouse', TcpProxy>>): Environment;
  readonly clickhouseUrl: string;
  /** What nodes share, and tests trouble. */
  readonly nats: SharedPart;
  readonly clickhouse: SharedPart;
  close(): Promise<void>;
}

type Environment = Readonly<Record<string, string>>;

export interface Places {
  readonly natsPort: number;
  readonly postgresSocket: string;
  readonly clickhousePort: number;
}

export interface SharedPart {
  /** Kills it, and starts it again after a while. */
  killFor(ms: number): Promise<void>;
  /** Stops it by a signal for a while. */
  stopFor(ms: number): Promise<void>;
}

/** `names`: how many processes serve, on all nodes together. */
export async function openCluster(names: number): Promise<TestCluster> {
  const parts = await openParts();
  const { owner } = parts.database;
  const socket = encodeURIComponent(owner.host ?? '');
  const password = encodeURIComponent(String(owner.password));
  const databaseAt = (place: string): string =>
    `postgres://${owner.user}:${password}@${place.replace('DATABASE', owner.database ?? '')}`;
  const environment = {
    OPPORTUNE_NATS_URL: parts.nats.url,
    OPPORTUNE_DATABASE_URL: databaseAt(`localhost/DATABASE?host=${socket}`),
    OPPORTUNE_CLICKHOUSE_URL: parts.clickhouse.url,
    OPPORTUNE_ATTACHMENTS_URL: 'http://127.0.0.1:1/files',
    OPPORTUNE_ATTACHMENTS_KEY_ID: 'nobody',
    OPPORTUNE_ATTACHMENTS_SECRET: 'stores files in these tests',
    OPPORTUNE_SEALING_KEY: randomBytes(32).toString('hex'),
    OPPORTUNE_CLUSTER_HOST: '127.0.0.1',
    OPPORTUNE_CLUSTER_PORT: '0',
    OPPORTUNE_CLUSTER_NAMES: String(names),
    OPPORTUNE_TRUSTED_PROXIES: '127.0.0.1',
    OPPORTUNE_PROCESSES: '',
  };
  const begun: BegunNode[] = [];
  const urls: string[] = [];
  const balancer = await balance(() => urls);
  const token = (): string => {
    const file = path.join(begun[0]?.folder.path ?? '', 'secrets', 'operator-token');
    return readFileSync(file, 'utf8').trim();
  };
  const begin = (change: Environment = {}, folder = testDataFolder()): BegunNode => {
    const node = beginNode({ ...environment, ...change }, folder);
    begun.push(node);
    return node;
  };
  const serving = async (node: BegunNode): Promise<TestNode> => {
    const url = await ready(node.started);
    urls.push(url);
    return { ...node, url, names: () => namesAt(url) };
  };
  const people = (): People => peopleOf(() => balancer.url, token());
  return {
    ...{ url: balancer.url, lookUp: (sql, values) => lookUp(owner, sql, values) },
    callAs: (as) => people().callAs(as),
    get anybody() {
      return people().anybody;
    },
    newAccount: (name) => people().newAccount(name),
    invite: (by, role) => people().invite(by, role),
    ...{ begin, serving, clickhouseUrl: parts.clickhouse.url },
    places: () => ({
      natsPort: Number(new URL(parts.nats.url).port),
      postgresSocket: path.join(owner.host ?? '', '.s.PGSQL.5432'),
      clickhousePort: Number(new URL(parts.clickhouse.url).port),
    }),
    reachedOver: ({ nats, postgres, clickhouse }) => ({
      OPPORTUNE_NATS_URL: `nats://127.0.0.1:${nats.port}`,
      OPPORTUNE_DATABASE_URL: databaseAt(`127.0.0.1:${postgres.port}/DATABASE`),
      OPPORTUNE_CLICKHOUSE_URL: `http://127.0.0.1:${clickhouse.port}/default`,
    }),
    nats: sharedPart(
      () => parts.nats,
      async (port) => void (parts.nats = await startNats(port)),
    ),
    clickhouse: sharedPart(
      () => parts.clickhouse,
      async (port) => void (parts.clickhouse = await openClickhouseApart(parts.facts.path, port)),
    ),
    start: () => serving(begin()),
    async accountAt(name) {
      const homeOf = homesOf(names);
      for (;;) {
        const made = await people().newAccount();
        if (homeOf(AccountId.parse(made.account)) === name) return made;
      }
    },
    async close() {
      balancer.close();
      await Promise.all(begun.map((node) => node.kill()));
      for (const folder of new Set(begun.map((node) => node.folder))) folder.remove();
      await parts.close();
    },
  };
}

interface Parts {
  readonly database: Awaited<ReturnType<typeof ownRecords>>;
  readonly facts: TestFolder;
  nats: NatsServer;
  clickhouse: ClickhouseApart;
  close(): Promise<void>;
}

/** As the owner, since nodes have given the role of the server a password of theirs. */
async function lookUp<Row>(
  owner: Parts['database']['owner'],
  sql: string,
  values: readonly unknown[],
): Promise<readonly Row[]> {
  const records = openRecords(owner, testLog());
  try {
    return await records.lookUp<Row>(sql, values);
  } finally {
    await records.close();
  }
}

function sharedPart(
  now: () => NatsServer | ClickhouseApart,
  start: (port: number) => Promise<void>,
): SharedPart {
  return {
    async killFor(ms) {
      const { url } = now();
      await now().kill();
      await pause(ms);
      await start(Number(new URL(url).port));
    },
    async stopFor(ms) {
      now().child.kill('SIGSTOP');
      await pause(ms);
      now().child.kill('SIGCONT');
    },
  };
}

async function openParts(): Promise<Parts> {
  const facts = testDataFolder();
  const [database, nats, clickhouse] = await Promise.all([
    ownRecords(),
    startNats(),
    openClickhouseApart(facts.path),
  ]);
  const parts: Parts = {
    ...{ database, facts, nats, clickhouse },
    async close() {
      await parts.nats.kill();
      await parts.clickhouse.kill();
      await database.close();
      facts.remove();
    },
  };
  return parts;
}

function beginNode(environment: Environment, folder: TestFolder): BegunNode {
  const args = ['--data', folder.path, '--port', '0', '--demo-port', 'off'];
  const started = startScript(args, environment);
  return {
    ...{ folder, started, output: started.output },
    async kill() {
      for (const { pid, command } of processes())
        if (pid !== process.pid && command.includes(folder.path)) kill9(pid);
      started.child.kill('SIGKILL');
      await started.exit;
    },
  };
}

async function namesAt(url: string): Promise<readonly string[]> {
  const { shards } = (await (await fetch(`${url}/readyz`)).json()) as { shards: object };
  return Object.keys(shards);
}

function kill9(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/**
 * A node that does not answer `/readyz` for so long loses its connections. As one that is not ready, it
 * gets no more, unless there is no other.
 */
const silentMs = 3000;

/** Passes each connection on to the next node that is ready and takes it. */
async function balance(
  urls: () => readonly string[],
): Promise<{ readonly url: string; close(): void }> {
  let turn = 0;
  const sockets = new Map<Socket, string>();
  const unready = new Set<string>();
  const check = async (url: string): Promise<void> => {
    const asked = fetch(`${url}/readyz`, { signal: AbortSignal.timeout(silentMs) });
    const found = await asked.then(
      ({ status, body }) => body?.cancel().then(() => status),
      ({ name }: Error) => name,
    );
    if (found === 200) return void unready.delete(url);
    unready.add(url);
    if (found !== 'TimeoutError') return;
    for (const [socket, at] of sockets) if (at === url) socket.destroy();
  };
  const checking = setInterval(() => urls().forEach((url) => void check(url)), 1000);
  const server: Server = createServer((client) => {
    sockets.set(client, '');
    client.once('close', () => sockets.delete(client));
    client.on('error', () => client.destroy());
    const open = urls().filter((url) => !unready.has(url));
    const [all, first] = [open.length > 0 ? open : urls(), (turn += 1)];
    const pass = (tried: number): void => {
      const url = all[(first + tried) % all.length];
      if (url === undefined || tried > all.length) return void client.destroy();
      const node = connect(Number(new URL(url).port), '127.0.0.1');
      node.once('connect', () => {
        sockets.set(client, url);
        node.removeAllListeners('error');
        node.on('error', () => client.destroy());
        node.on('close', () => client.destroy());
        client.on('close', () => node.destroy());
        client.pipe(node);
        node.pipe(client);
      });
      node.once('error', () => pass(tried + 1));
    };
    pass(0);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      clearInterval(checking);
      server.close();
      for (const socket of sockets.keys()) socket.destroy();
    },
  };
}
