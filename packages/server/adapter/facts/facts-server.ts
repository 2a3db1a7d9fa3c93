// The facts port on the operator's own ClickHouse, by URL.
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client';
import type { FactStore } from '@opportune/core/ports/facts.ts';
import { EngineError } from '../engine-error.ts';
import { migrateFacts } from '../migrate-facts.ts';
import { clientWriter } from './facts-append.ts';
import type { EndedRun } from './ended-runs.ts';
import { factsOn, type FactTexts, factTexts } from './facts-clickhouse.ts';
import type { PreparedFacts } from './facts-host.ts';
import { serverReader } from './facts-select.ts';

const readers = 8;

/** `sweep` removes the stale rows of a run. */
export type FactsServer = PreparedFacts & Pick<FactTexts, 'sweep'>;

/** Prepares it. It is migrated once it is ours. `ended`: the runs whose later rows are stale. */
export async function openFactsServer(
  url: string,
  ended: () => readonly EndedRun[] = () => [],
): Promise<FactsServer> {
  const { texts, writer } = await sessionsAt(url, readers, ended);
  const facts = factsOn(texts);
  return {
    facts,
    sweep: (run) => texts.sweep(run),
    own: async () => void (await migrateFacts(writer)),
    async ping() {
      if (!(await writer.ping()).success) throw new EngineError('engine.unavailable');
    },
    // A server does not tell: repeats of such rows are dropped by their ids.
    settled: () => Promise.resolve(),
    handed: () => null,
    letGo: () => facts.close(),
  };
}

/** Opens one that is migrated already. */
export async function openFactsAt(url: string): Promise<FactStore> {
  const { texts } = await sessionsAt(url, 1, () => []);
  return factsOn(texts);
}

async function sessionsAt(
  url: string,
  count: number,
  ended: () => readonly EndedRun[],
): Promise<{ readonly texts: FactTexts; readonly writer: ClickHouseClient }> {
  // Failures are thrown and appear in our own log.
  const common = { url, request_timeout: 60_000, log: { level: ClickHouseLogLevel.OFF } };
  const writer = createClient(common);
  const readOnly = { ...common, clickhouse_settings: { readonly: '2' } } as const;
  const openReader = async () => serverReader(createClient(readOnly));
  const merges = (): boolean => false;
  const texts = await factTexts(clientWriter(writer), openReader, count, merges, ended);
  return { texts, writer };
}
