// Nodes of a test's cluster as an operator runs them: a supervisor starts each again when it ends. Each
// reaches NATS, PostgreSQL and ClickHouse over lines of its own, which tests can trouble.
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import {
  openTcpProxy,
  type TcpProxy,
} from '@opportune/server/adapter/process/tcp-proxy.test-support.ts';
import { processes } from '@opportune/server/adapter/process/processes.test-support.ts';
import type { BegunNode, TestCluster, TestNode } from './cluster.test-support.ts';

const againMs = 1000;

export type LineName = 'nats' | 'postgres' | 'clickhouse' | 'nodes';

export interface SupervisedNode {
  /** `nodes`: over which other nodes reach this one. */
  readonly lines: Readonly<Record<LineName, TcpProxy>>;
  /** What all its starts have logged. */
  output(): string;
  /** The names that it serves now. */
  names(): Promise<readonly string[]>;
  /** What it logged last before each of its ends, of errors. */
  readonly ends: readonly string[];
  /** Sends a signal to all its processes. */
  signal(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void;
  /** Resolves once it is ready. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
}

/** Starts a node, and keeps it running. */
export async function superviseNode(cluster: TestCluster): Promise<SupervisedNode> {
  const { natsPort, postgresSocket, clickhousePort } = cluster.places();
  const ownPort = await freePort();
  const lines = {
    nats: await openTcpProxy(natsPort),
    postgres: await openTcpProxy(postgresSocket),
    clickhouse: await openTcpProxy(clickhousePort),
    nodes: await openTcpProxy(ownPort),
  };
  const environment = {
    ...cluster.reachedOver(lines),
    OPPORTUNE_CLUSTER_PORT: String(ownPort),
    OPPORTUNE_CLUSTER_REACHED_AT: `127.0.0.1:${lines.nodes.port}`,
  };
  let isClosed = false;
  const ends: string[] = [];
  let logged = '';
  let node: BegunNode = cluster.begin(environment);
  let serving: TestNode | null = null;
  const serve = async (): Promise<void> => {
    serving = null;
    serving = await cluster.serving(node);
  };
  const ready = serve();
  const supervise = async (): Promise<void> => {
    for (;;) {
      await node.started.exit;
      logged += node.output();
      ends.push(lastError(node.output()));
      // Whatever it left behind has ended, too.
      await node.kill();
      if (isClosed) return;
      await pause(againMs);
      if (isClosed) return;
      node = cluster.begin(environment, node.folder);
      serve().catch(() => {});
    }
  };
  void supervise();
  return {
    ...{ lines, ready, ends },
    output: () => logged + node.output(),
    names: async () => (await serving?.names().catch(() => null)) ?? [],
    signal(signal) {
      for (const { pid, command } of processes())
        if (pid !== process.pid && command.includes(node.folder.path)) send(pid, signal);
      if (node.started.child.pid !== undefined) send(node.started.child.pid, signal);
    },
    async close() {
      isClosed = true;
      await node.kill();
      for (const line of Object.values(lines)) line.close();
    },
  };
}

function lastError(output: string): string {
  const line = output.split('\n').findLast((each) => each.includes('"level":"error"')) ?? '';
  return /"event":"([^"]*)"/.exec(line)?.[1] ?? 'nothing';
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended by itself.
  }
}
