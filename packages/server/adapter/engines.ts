// Opens the configured engines: embedded ones in the data folder if no URL is given. It refuses a
// mix that would split the data, and a folder that another server uses.
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import { answering } from './answering.ts';
import { openMemoryBus } from './bus-memory.ts';
import { type DataFolder, expectDataFolder, takeDataFolder } from './data-folder/data-folder.ts';
import { EngineError } from './engine-error.ts';
import { openFactsServer } from './facts/facts-server.ts';
import { hostSocket, type PreparedFacts, prepareFactsHost } from './facts/facts-host.ts';
import type { EnginesBeside } from './beside.ts';
import type { HandedEngine } from './process/handed-engine.ts';
import { checkOwnEngines, type FoundEngines } from './own-engines/check.ts';
import { refuseCluster } from './own-engines/refuse-cluster.ts';
import {
  appRole,
  fromUrl,
  prepareRecords,
  type PreparedRecords,
  type RecordsOptions,
} from './records/records-engine.ts';

export interface EngineOptions extends RecordsOptions {
  /** The data folder. */
  readonly dataFolder: string;
  /** The URL of the operator's own ClickHouse. */
  readonly clickhouseUrl?: string | undefined;
  /** Set if the server is a node of a cluster. */
  readonly node?: object | undefined;
}

export interface Engines {
  /** How another thread reaches the running engines. */
  beside(): EnginesBeside;
  readonly records: Records;
  readonly facts: FactStore;
  readonly bus: Bus;
  /** Stops everything that was opened. The data folder is free afterwards. */
  close(): Promise<void>;
  /** Whether each engine answers. Known within two seconds, even if one is frozen. */
  answering(): Promise<{ readonly records: boolean; readonly facts: boolean }>;
  /** Resolves once no fact is on its way any more of the process with this name, which is gone. */
  settled(name: string): Promise<void>;
  /** The running embedded engines, for a successor. */
  handed(): readonly HandedEngine[];
  /** Like `close`, but the processes in `kept` keep running for a successor. */
  leave(kept: ReadonlySet<number>): Promise<void>;
}

/** The engines of a folder that another server still uses. */
export interface ExpectedEngines extends Engines {
  /**
   * Whether records can be read before `own`. If the other server has died, only `own` starts them
   * again.
   */
  readonly readable: boolean;
  /** Resolves when the other server has released the folder and everything is ours and migrated. */
  own(): Promise<void>;
}

/** How long pending calls may delay a successor. None of them stores acknowledged data. */
const leavingMs = 500;

/** Opens all engines, migrated. Rejects with a `start.*` code and then leaves nothing running. */
export async function openEngines(options: EngineOptions, log: Log): Promise<Engines> {
  refuseSplit(options);
  await checkOwn(options);
  const data = takeDataFolder(options.dataFolder);
  try {
    return await owned(await prepare(options, data, log, []));
  } catch (error) {
    data.release();
    throw error;
  }
}

/**
 * Prepares engines beside the server that still owns the folder: uses its engines if they are the
 * same as we would start. Starts and changes nothing before `own`.
 */
export async function expectEngines(
  options: EngineOptions,
  log: Log,
  given: readonly HandedEngine[],
): Promise<ExpectedEngines> {
  refuseSplit(options);
  await checkOwn(options);
  const data = expectDataFolder(options.dataFolder);
  const engines = await prepare(options, data, log, given);
  await engines.look();
  return {
    ...engines,
    readable:
      options.databaseUrl !== undefined || engines.handed().some(({ name }) => name === 'records'),
    async own() {
      await data.take();
      await owned(engines);
    },
  };
}

async function owned<T extends Prepared>(engines: T): Promise<T> {
  try {
    await engines.own();
    return engines;
  } catch (error) {
    await engines.close();
    throw error;
  }
}

type Prepared = Engines & { look(): Promise<void>; own(): Promise<void> };

async function prepare(
  options: EngineOptions,
  data: DataFolder,
  log: Log,
  given: readonly HandedEngine[],
): Promise<Prepared> {
  const of = (wanted: HandedEngine['name']) => given.find(({ name }) => name === wanted) ?? null;
  const facts = await prepareFacts(options, data, log, of('facts'));
  const records = prepareRecords(options, data, log, of('records'));
  return {
    ...together(records, facts, data, log),
    beside: () => ({ app: records.app, facts: factsAt(options, data) }),
    look: () => records.look(),
    own: () => ownBoth(records, facts),
  };
}

function factsAt({ clickhouseUrl }: EngineOptions, data: DataFolder): EnginesBeside['facts'] {
  return clickhouseUrl === undefined ? { socket: hostSocket(data.path) } : { url: clickhouseUrl };
}

async function ownBoth(records: PreparedRecords, facts: PreparedFacts): Promise<void> {
  // Waits for both, because a half-started engine cannot be closed.
  const [one, other] = await Promise.allSettled([records.own(), facts.own()]);
  if (one.status === 'rejected') throw one.reason;
  if (other.status === 'rejected') throw other.reason;
}

function together(
  records: PreparedRecords,
  facts: PreparedFacts,
  data: DataFolder,
  log: Log,
): Omit<Engines, 'beside'> {
  const bus = openMemoryBus(log);
  const isThere = {
    records: answering(() => records.records.withoutAccount((sql) => sql.row('SELECT 1'))),
    facts: answering(() => facts.ping()),
  };
  const handed = () => [records.handed(), facts.handed()].filter((each) => each !== null);
  const end = (kept: ReadonlySet<number>) => [
    keeps(kept, facts.handed()) ? soon(facts.letGo()) : facts.facts.close(),
    keeps(kept, records.handed()) ? soon(records.letGo()) : records.close(),
  ];
  return {
    records: records.records,
    facts: facts.facts,
    bus,
    async answering() {
      const [there, stored] = await Promise.all([isThere.records(), isThere.facts()]);
      return { records: there, facts: stored };
    },
    settled: (name) => facts.settled(name),
    handed,
    close: () => leave(new Set()),
    leave,
  };

  async function leave(kept: ReadonlySet<number>): Promise<void> {
    await bus.close();
    await Promise.all(end(kept));
    data.release();
  }
}

function keeps(kept: ReadonlySet<number>, engine: HandedEngine | null): boolean {
  return engine !== null && kept.has(engine.pid);
}

/** Waits for it, but not for long. */
async function soon(done: Promise<void>): Promise<void> {
  const late = new Promise<void>((resolve) => setTimeout(resolve, leavingMs).unref());
  await Promise.race([done.catch(() => {}), late]);
}

/** Own records with embedded facts: a second server would have its own half of the facts. */
function refuseSplit({ databaseUrl, clickhouseUrl }: EngineOptions): void {
  if ((databaseUrl === undefined) === (clickhouseUrl === undefined)) return;
  const [set, unset] =
    databaseUrl === undefined
      ? ['OPPORTUNE_CLICKHOUSE_URL', 'OPPORTUNE_DATABASE_URL']
      : ['OPPORTUNE_DATABASE_URL', 'OPPORTUNE_CLICKHOUSE_URL'];
  throw new EngineError(
    'start.split_data',
    `${set} is set and ${unset} is not. Set both or neither.`,
  );
}

/**
 * The versions of the operator's own engines. Null if the engines are embedded. Throws
 * `start.engine_unusable`, and `start.split_data` if they are a cluster's and this server is no node.
 */
export async function checkOwn(options: EngineOptions): Promise<FoundEngines | null> {
  const { databaseUrl, databaseAppPassword: password, clickhouseUrl } = options;
  if (databaseUrl === undefined || clickhouseUrl === undefined) return null;
  const app = { name: appRole, password };
  const owner = fromUrl(databaseUrl);
  const found = await checkOwnEngines({ owner, app, clickhouseUrl });
  if (options.node === undefined) await refuseCluster(owner);
  return found;
}

async function prepareFacts(
  options: EngineOptions,
  data: DataFolder,
  log: Log,
  given: HandedEngine | null,
): Promise<PreparedFacts> {
  if (options.clickhouseUrl === undefined) return prepareFactsHost(data, log, given);
  return openFactsServer(options.clickhouseUrl);
}
