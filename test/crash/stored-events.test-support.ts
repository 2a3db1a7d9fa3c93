// The events that are stored after a crash, to compare with the clients' own records.
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { EndedRun } from '@opportune/server/adapter/facts/ended-runs.ts';
import { openFactsServer } from '@opportune/server/adapter/facts/facts-server.ts';
import type { TestCluster } from '../support/cluster.test-support.ts';

/** How many times each event is stored whose id begins with `prefix`. */
export async function timesStored(
  facts: FactStore,
  account: AccountId,
  prefix: string,
): Promise<ReadonlyMap<string, number>> {
  const rows = await facts.query<{ id: string; times: number }>(
    account,
    'SELECT id, toFloat64(count()) AS times FROM $events WHERE startsWith(id, {prefix: String}) GROUP BY id',
    { prefix },
  );
  return new Map(rows.map(({ id, times }) => [id, times]));
}

/** The facts of a cluster that count, as its processes read them. */
export async function factsOfCluster({
  clickhouseUrl,
  lookUp,
}: Pick<TestCluster, 'clickhouseUrl' | 'lookUp'>): Promise<FactStore> {
  const ended = await lookUp<EndedRun>(
    `SELECT run, through::int AS through, 0 AS "endedAt" FROM fact_runs WHERE ended_at IS NOT NULL`,
    [],
  );
  return (await openFactsServer(clickhouseUrl, () => ended)).facts;
}

/** All that ClickHouse has, also what came too late to count. */
export async function factsInClickhouse({
  clickhouseUrl,
}: Pick<TestCluster, 'clickhouseUrl'>): Promise<FactStore> {
  return (await openFactsServer(clickhouseUrl)).facts;
}
