// One query of facts, within limits that keep it from harming others.
import { totalmem } from 'node:os';
import type { ClickHouseClient } from '@clickhouse/client';

type Params = Readonly<Record<string, unknown>>;

/** A session that only reads, with the settings of every query. */
export interface FactReader {
  /** The rows as lines of JSON. */
  query(sql: string, params: Params): Promise<string>;
  close(): Promise<void>;
}

export const querySettings = {
  output_format_json_quote_64bit_integers: 0,
  output_format_json_quote_denormals: 1,
  date_time_output_format: 'iso',
  // Promise 7: a query beyond any of these is refused with `facts.failed` and harms nobody else.
  max_execution_time: 30,
  max_result_rows: '1000000',
  max_result_bytes: String(256 * 1024 ** 2),
  max_memory_usage: String(Math.floor(Math.min(totalmem() / 3, 4 * 1024 ** 3))),
  join_use_nulls: 1,
  // Compiling costs a small query a tenth, and gains over three million rows were within the noise.
  compile_expressions: 0,
  compile_aggregate_expressions: 0,
  compile_sort_description: 0,
} as const;

/** A reader whose session keeps the settings that it was opened with. */
export function sessionReader(client: ClickHouseClient): FactReader {
  return reading(client, {});
}

/** A reader of a server, which is told the settings with each query. */
export function serverReader(client: ClickHouseClient): FactReader {
  return reading(client, querySettings);
}

/** The rows as lines of JSON, on any client. */
export async function select(
  client: ClickHouseClient,
  sql: string,
  params: Params,
  settings: Partial<typeof querySettings> = querySettings,
): Promise<string> {
  const result = await client.query({
    query: sql,
    query_params: { ...params },
    format: 'JSONEachRow',
    clickhouse_settings: settings,
  });
  return result.text();
}

function reading(client: ClickHouseClient, settings: Partial<typeof querySettings>): FactReader {
  return {
    query: (sql, params) => select(client, sql, params, settings),
    close: () => client.close(),
  };
}
