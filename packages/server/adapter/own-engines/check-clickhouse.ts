// Checks whether the operator's own ClickHouse can be used. Read-only.
import { ClickHouseError, ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { type EngineError, reasonOf } from '../engine-error.ts';
import { checkMs, isAtLeast, unreachable, unusable } from './unusable.ts';

/** The oldest version that ClickHouse still maintains. */
const least = [25, 8] as const;
const leastClickhouse = least.join('.');
const option = 'OPPORTUNE_CLICKHOUSE_URL';

/** Its version, for people. Throws `start.engine_unusable`. */
export async function checkClickhouse(url: string): Promise<string> {
  const version = await asked(url, 'SELECT version()');
  const place = new URL(url).host;
  if (!/^\d+\.\d+/.test(version))
    throw unusable(option, `what answers at ${place} is not ClickHouse`);
  const at = `ClickHouse ${version} at ${place}`;
  if (!isAtLeast(version, least))
    throw unusable(option, `${at} is too old, ${leastClickhouse} is the least`);
  if ((await asked(url, "SELECT getSetting('readonly')")) !== '0')
    throw unusable(option, `${at} lets this user read only`);
  return at;
}

async function asked(url: string, query: string): Promise<string> {
  const log = { level: ClickHouseLogLevel.OFF };
  const client = createClient({ url, request_timeout: checkMs, log });
  try {
    const result = await client.query({ query, format: 'TabSeparated' });
    return (await result.text()).trim();
  } catch (error) {
    throw refusal(url, error);
  } finally {
    await client.close();
  }
}

function refusal(url: string, error: unknown): EngineError {
  const { host } = new URL(url);
  if (isClickhouse(error))
    return unusable(
      option,
      `ClickHouse at ${host} refuses: ${firstSentence(error.message)}`,
      error,
    );
  const away = unreachable({ option, place: host }, error);
  return (
    away ?? unusable(option, `what answers at ${host} is not ClickHouse (${brief(error)})`, error)
  );
}

/** Old versions phrase errors in a way that the client does not know. */
function isClickhouse(error: unknown): error is Error {
  return error instanceof ClickHouseError || /^Code: \d+.*DB::Exception/s.test(reasonOf(error));
}

/** ClickHouse adds long explanations of other possible causes. */
function firstSentence(text: string): string {
  return (text.split(/\.\s|\n/)[0] ?? text).replace(/\.$/, '').trim();
}

/** Another server may respond with a page. */
function brief(error: unknown): string {
  return firstSentence(reasonOf(error)).slice(0, 120);
}
