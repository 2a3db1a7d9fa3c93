// Reads from the log what happened in the conversations of the last minutes, so that a missed
// service level is still missed after a restart. Later events are received as they happen.
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { JsonObject } from '@opportune/protocol/behaviour/event.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import {
  conversationEvents,
  conversationSign,
  keptMs,
  mostConversations,
  type ServiceLevels,
} from './service-level.ts';

/**
 * Selected by the time of the event, because what could not be stored at once is received later.
 */
const recentSql = `
  SELECT name, properties, toFloat64(toUnixTimestamp64Milli(at)) AS at_ms
  FROM $events
  WHERE name IN {names:Array(String)} AND trust = 'server'
    AND received_at > fromUnixTimestamp64Milli(toInt64({since:Float64}))
  ORDER BY at DESC LIMIT ${3 * mostConversations}`;

interface Row {
  readonly name: string;
  readonly properties: string;
  readonly at_ms: number;
}

export async function recallConversations(
  facts: FactStore,
  levels: ServiceLevels,
  account: AccountId,
  now: number,
): Promise<void> {
  const asked = { names: [...conversationEvents], since: now - keptMs };
  const rows = await facts.query<Row>(account, recentSql, asked);
  for (const { name, properties, at_ms } of rows.toReversed()) {
    const sign = conversationSign(name, JSON.parse(properties) as JsonObject);
    if (sign !== null) levels.heard(account, sign, at_ms);
  }
  levels.sort(account);
}
