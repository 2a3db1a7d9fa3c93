// How long agents talked in conversations that began from a decision, up to the closing of its
// visitor. The same measure as agents' time in results [F19].

/** One conversation, in milliseconds. `answered_ms` is 0 if nobody answered it. */
export interface TalkRow {
  readonly decision: string;
  readonly answered_ms: number;
  readonly reopened_ms: readonly number[];
  readonly ended_ms: readonly number[];
}

/** As in results: a conversation that somebody forgot to end is not work. */
const mostMinutes = 60;

/**
 * Conversations that began from decisions, selected by the time of the events, because what could
 * not be stored at once is received later. Parameters: visitors, ids.
 */
export const talksSql = `
  SELECT decision, JSONExtractString(properties, 'conversation') AS conversation,
    toFloat64(toUnixTimestamp64Milli(minIf(at, name = 'Conversation Answered'))) AS answered_ms,
    groupArrayIf(toFloat64(toUnixTimestamp64Milli(at)), name = 'Conversation Reopened') AS reopened_ms,
    groupArrayIf(toFloat64(toUnixTimestamp64Milli(at)), name = 'Conversation Ended') AS ended_ms
  FROM $events
  WHERE name IN ('Conversation Started', 'Conversation Answered', 'Conversation Reopened', 'Conversation Ended')
    AND trust = 'server' AND visitor IN {visitors:Array(String)} AND decision IN {ids:Array(String)}
  GROUP BY decision, conversation`;

/**
 * From an agent's first message to the end, and from each reopening to the next end. At most 60.
 */
export function minutesOf(talks: readonly TalkRow[], closesAt: number): number {
  let spentMs = 0;
  for (const { answered_ms, reopened_ms, ended_ms } of talks) {
    if (answered_ms === 0) continue;
    const again = reopened_ms
      .filter((at) => at > answered_ms)
      .toSorted((one, other) => one - other);
    const starts = [answered_ms, ...again];
    for (const [index, from] of starts.entries()) {
      const ended = Math.min(...ended_ms.filter((at) => at >= from));
      const until = Math.min(ended, starts[index + 1] ?? Infinity, closesAt);
      spentMs += Math.max(0, until - from);
    }
  }
  return Math.min(mostMinutes, spentMs / 60_000);
}
