// Opens the engines that the configuration names: embedded ones in the data folder where no URL is
// given. It refuses a mix that would split the data, and a folder that another server uses.
import { ClickHouseLogLevel, createClient } from '@clickhouse/client';
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import { answering } from './answering.ts';
import { openMemoryBus } from './bus-memory.ts';
import { type DataFolder, expectDataFolder, takeDataFolder } from './data-folder/data-folder.ts';
import { EngineError } from './engine-error.ts';
import { clientWriter } from './facts/facts-append.ts';
import { factsOn, factTexts } from './facts/facts-clickhouse.ts';
import { type PreparedFacts, prepareFactsHost } from './facts/facts-host.ts';
import type { HandedEngine } from './process/handed-engine.ts';
import { migrateFacts } from './migrate-facts.ts';
import { checkOwnEngines, type FoundEngines } from './own-engines/check.ts';
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
  /** A ClickHouse of one's own. */
  readonly clickhouseUrl?: string | undefined;
}

export interface Engines {
  readonly records: Records;
  readonly facts: FactStore;
  readonly bus: Bus;
  /** Stops everything that was opened; the data folder is free afterwards. */
  close(): Promise<void>;
  /** Whether each engine answers; known within two seconds, also of one that is frozen. */
  answering(): Promise<{ readonly records: boolean; readonly facts: boolean }>;
  /** The embedded engines that run, for a successor. */
  handed(): readonly HandedEngine[];
  /** As `close`, but the processes in `kept` go on: a successor has them. */
  leave(kept: ReadonlySet<number>): Promise<void>;
}

/** Engines of a folder that another server uses yet. */
export interface ExpectedEngines extends Engines {
  /** Resolves when the other has let go of the folder and everything is ours, migrated. */
  own(): Promise<void>;
}

/** How long calls under way may hold up a successor: none of them stores what was acknowledged. */
const leavingMs = 500;

/** Opens all engines, migrated. Rejects with a `start.*` code and leaves nothing running then. */
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
 * Opens what can be opened beside the server that still owns the folder: its engines, where they are
 * those we would start. Nothing is started or changed before `own`.
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
    look: () => records.look(),
    own: () => ownBoth(records, facts),
  };
}

async function ownBoth(records: PreparedRecords, facts: PreparedFacts): Promise<void> {
  // Both to their end: what is half started cannot be closed.
  const [one, other] = await Promise.allSettled([records.own(), facts.own()]);
  if (one.status === 'rejected') throw one.reason;
  if (other.status === 'rejected') throw other.reason;
}

function together(
  records: PreparedRecords,
  facts: PreparedFacts,
  data: DataFolder,
  log: Log,
): Engines {
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

/** Records of one's own with embedded facts: a second server would keep its own half of the facts. */
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

/** What of one's own is there; null where the engines are embedded. Throws `start.engine_unusable`. */
export async function checkOwn(options: EngineOptions): Promise<FoundEngines | null> {
  const { databaseUrl, databaseAppPassword: password, clickhouseUrl } = options;
  if (databaseUrl === undefined || clickhouseUrl === undefined) return null;
  const app = { name: appRole, password };
  return checkOwnEngines({ owner: fromUrl(databaseUrl), app, clickhouseUrl });
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

async function openFactsServer(url: string): Promise<PreparedFacts> {
  // What fails is thrown, and told in our own log.
  const common = { url, request_timeout: 60_000, log: { level: ClickHouseLogLevel.OFF } };
  const writer = createClient(common);
  const readOnly = { ...common, clickhouse_settings: { readonly: '2' } } as const;
  const facts = factsOn(
    await factTexts(clientWriter(writer), async () => createClient(readOnly), 8),
  );
  return {
    facts,
    own: async () => void (await migrateFacts(writer)),
    async ping() {
      if (!(await writer.ping()).success) throw new EngineError('engine.unavailable');
    },
    handed: () => null,
    letGo: () => facts.close(),
  };
}
