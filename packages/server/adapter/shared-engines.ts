// Engines that another process of ours runs, as a shard uses them: connections of its own to both, and
// the bus across shards. It starts and stops no engine. If the engine host is started again, it
// connects again.
import type { Log } from '@opportune/core/ports/log.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import { setTimeout as pause } from 'node:timers/promises';
import { answering } from './answering.ts';
import type { EnginesBeside } from './beside.ts';
import { type BusPlace, openShardBus } from './bus-processes/bus-of-shard.ts';
import type { Engines } from './engines.ts';
import { openFactsServer } from './facts/facts-server.ts';
import { openNodeFacts } from './facts/node-facts.ts';
import { connected, factsThrough } from './facts/facts-host.ts';
import type { PreparedFacts } from './facts/facts-host.ts';
import { HostCalls } from './facts/host-calls.ts';
import { connectionName, onlyAsMember } from './leases/leases-postgres.ts';
import { openRecords } from './records/records-postgres.ts';

/** How long it waits before it connects to the engine host again. */
const againMs = 100;

export interface SharedBy {
  readonly engines: EnginesBeside;
  readonly bus: BusPlace;
  /** The name of this shard. */
  readonly name: string;
  /** Called if messages on the bus may have been missed, perhaps several times. */
  readonly missed: (reason: string) => void;
  /** Connections to PostgreSQL of this shard. */
  readonly connections: number;
  /** The name under which PostgreSQL knows them. */
  readonly holder: string;
  /** The node of a cluster that it belongs to. Null outside of one. */
  readonly node: string | null;
  /** Whether this node is in the cluster. */
  readonly isNode: (node: string) => boolean;
  /** Whether others may hear what it publishes. */
  readonly mayTell: () => boolean;
}

type SharedFacts = Pick<PreparedFacts, 'facts' | 'ping'>;

export async function openSharedEngines(
  { engines: at, bus: place, missed, connections, holder, node, name, isNode, mayTell }: SharedBy,
  log: Log,
): Promise<Engines> {
  const known = { application_name: connectionName(holder) };
  const fence = node === null ? {} : { onConnect: onlyAsMember(node) };
  const records = openRecords({ ...at.app, ...known, ...fence, max: connections }, log);
  const facts = await factsFor({ facts: at.facts, node, name, holder, records }, log);
  const self = { node: node ?? '', name };
  const bus = await openShardBus(place, { self, isNode, mayTell, log, missed });
  const isThere = {
    records: answering(() => records.withoutAccount((sql) => sql.row('SELECT 1'))),
    facts: answering(() => facts.ping()),
  };
  const close = async (): Promise<void> => {
    await bus.close();
    await Promise.all([facts.facts.close(), records.close()]);
  };
  return {
    ...{ records, bus, close },
    facts: facts.facts,
    beside: () => at,
    async answering() {
      const [there, stored] = await Promise.all([isThere.records(), isThere.facts()]);
      return { records: there, facts: stored };
    },
    settled: () => Promise.resolve(),
    handed: () => [],
    leave: close,
  };
}

interface FactsOf extends Pick<SharedBy, 'node' | 'name' | 'holder'> {
  readonly facts: EnginesBeside['facts'];
  readonly records: Records;
}

async function factsFor({ facts, node, name, holder, records }: FactsOf, log: Log) {
  if (!('url' in facts)) return factsOver(facts.socket, holder);
  return node === null
    ? openFactsServer(facts.url)
    : openNodeFacts(facts.url, { records, name, log });
}

async function factsOver(path: string, holder: string): Promise<SharedFacts> {
  const calls = new HostCalls();
  let isClosed = false;
  const keep = async (): Promise<void> => {
    for (;;) {
      const socket = await connected(path).catch(() => null);
      if (isClosed) return void socket?.destroy();
      if (socket === null) {
        await pause(againMs);
        continue;
      }
      calls.attach(socket, holder);
      socket.once('close', () => void keep());
      return;
    }
  };
  await keep();
  return {
    facts: {
      ...factsThrough(calls),
      async close() {
        isClosed = true;
        await calls.close();
      },
    },
    ping: () => calls.ping(),
  };
}
