// A cluster on this machine, for tests: a PostgreSQL, a nats-server, a ClickHouse by URL, nodes as
// `npm start` runs them, and a balancer in front that passes connections on to those that live.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import path from 'node:path';
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
  /** Starts another node. */
  begin(): BegunNode;
  /** Resolves once it serves. */
  serving(node: BegunNode): Promise<TestNode>;
  /** An account that is at home under this name. */
  accountAt(name: string): Promise<Owner>;
  close(): Promise<void>;
}

/** `names`: how many processes serve, on all nodes together. */
export async function openCluster(names: number): Promise<TestCluster> {
  const parts = await openParts();
  const { owner } = parts.database;
  const socket = encodeURIComponent(owner.host ?? '');
  const password = encodeURIComponent(String(owner.password));
  const environment = {
    OPPORTUNE_NATS_URL: parts.nats.url,
    OPPORTUNE_DATABASE_URL: `postgres://${owner.user}:${password}@localhost/${owner.database}?host=${socket}`,
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
  const begin = (): BegunNode => {
    const node = beginNode(environment);
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
    ...{ begin, serving },
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
      for (const { folder } of begun) folder.remove();
      await parts.close();
    },
  };
}

interface Parts {
  readonly database: Awaited<ReturnType<typeof ownRecords>>;
  readonly nats: NatsServer;
  readonly clickhouse: ClickhouseApart;
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

async function openParts(): Promise<Parts> {
  const facts = testDataFolder();
  const [database, nats, clickhouse] = await Promise.all([
    ownRecords(),
    startNats(),
    openClickhouseApart(facts.path),
  ]);
  return {
    ...{ database, nats, clickhouse },
    async close() {
      await nats.kill();
      await clickhouse.kill();
      await database.close();
      facts.remove();
    },
  };
}

function beginNode(environment: Readonly<Record<string, string>>): BegunNode {
  const folder = testDataFolder();
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

/** Passes each connection on to the next node that takes it. */
async function balance(
  urls: () => readonly string[],
): Promise<{ readonly url: string; close(): void }> {
  let turn = 0;
  const sockets = new Set<Socket>();
  const server: Server = createServer((client) => {
    sockets.add(client);
    client.once('close', () => sockets.delete(client));
    client.on('error', () => client.destroy());
    const [all, first] = [urls(), (turn += 1)];
    const pass = (tried: number): void => {
      const url = all[(first + tried) % all.length];
      if (url === undefined || tried > all.length) return void client.destroy();
      const node = connect(Number(new URL(url).port), '127.0.0.1');
      node.once('connect', () => {
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
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
