// Opens the engines that the configuration names: embedded ones in the data folder where no URL is
// given. It refuses a mix that would split the data, and a folder that another server uses.
import { createClient } from '@clickhouse/client';
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import { openMemoryBus } from './bus-memory.ts';
import { type DataFolder, takeDataFolder } from './data-folder.ts';
import { EngineError } from './engine-error.ts';
import { clientWriter } from './facts-append.ts';
import { factsOn, factTexts } from './facts-clickhouse.ts';
import { openFactsHost } from './facts-host.ts';
import { migrateFacts } from './migrate-facts.ts';
import { openRecordsEngine, type RecordsOptions } from './records-engine.ts';

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
}

/** Opens all engines, migrated. Rejects with a `start.*` code and leaves nothing running then. */
export async function openEngines(options: EngineOptions, log: Log): Promise<Engines> {
  refuseSplit(options);
  const data = takeDataFolder(options.dataFolder);
  const opening = [openRecordsEngine(options, data, log), openFacts(options, data, log)] as const;
  const [records, facts] = await Promise.allSettled(opening);
  if (records.status === 'fulfilled' && facts.status === 'fulfilled') {
    return together(records.value, facts.value, data, log);
  }
  for (const opened of [records, facts]) {
    if (opened.status === 'fulfilled') await opened.value.close();
  }
  data.release();
  throw records.status === 'rejected' ? records.reason : (facts as PromiseRejectedResult).reason;
}

function together(
  opened: { readonly records: Records; close(): Promise<void> },
  facts: FactStore,
  data: DataFolder,
  log: Log,
): Engines {
  const bus = openMemoryBus(log);
  return {
    records: opened.records,
    facts,
    bus,
    async close() {
      await bus.close();
      await Promise.all([facts.close(), opened.close()]);
      data.release();
    },
  };
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

function openFacts(options: EngineOptions, data: DataFolder, log: Log): Promise<FactStore> {
  if (options.clickhouseUrl === undefined) return openFactsHost(data, log);
  return openFactsServer(options.clickhouseUrl);
}

async function openFactsServer(url: string): Promise<FactStore> {
  const common = { url, request_timeout: 60_000 };
  const writer = createClient(common);
  const readOnly = { ...common, clickhouse_settings: { readonly: '2' } } as const;
  await migrateFacts(writer);
  return factsOn(await factTexts(clientWriter(writer), async () => createClient(readOnly), 8));
}
