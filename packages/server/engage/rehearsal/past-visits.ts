// The stored visits of an account for the rehearsal of a draft: how far they go back, how many
// there are, the availability then, and a rehearsal on a separate thread. It keeps nothing.
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { Goal } from '@opportune/protocol/campaign/campaign.ts';
import type { Availability } from '@opportune/protocol/campaign/configuration.ts';
import type { AccountId, SiteId } from '@opportune/protocol/ids.ts';
import { rehearsalLimits } from '@opportune/protocol/limits/campaigns.ts';
import {
  happened,
  type HashRange,
  inSpan,
  instant,
  ofSites,
  ownSign,
  pastPieces,
  type Span,
  spanParams,
} from './past-pieces.ts';
import { type ApartQuestion, rehearseApart } from './rehearse-apart.ts';

const minuteMs = 60_000;

interface RoundWatch {
  readonly signal: AbortSignal;
  /** Called with the share of all visitors read so far. */
  readonly progress: (part: number) => void;
}

/** Reported returns of orders. `report/` provides them. */
export interface Returns {
  since(account: AccountId, goal: Goal, since: number): Promise<ApartQuestion['returns']>;
}

export function pastVisits(facts: FactStore, returns: Returns) {
  return {
    async reach(account: AccountId, sites: readonly SiteId[]) {
      const [row] = await facts.query<{ events: number; from_ms: number; until_ms: number }>(
        account,
        `SELECT toFloat64(count()) AS events,
           toFloat64(toUnixTimestamp64Milli(min(${happened}))) AS from_ms,
           toFloat64(toUnixTimestamp64Milli(max(${happened}))) AS until_ms
         FROM $events WHERE ${ownSign} AND ${ofSites}`,
        { sites: [...sites] },
      );
      if (row === undefined || row.events === 0) return null;
      return { from: row.from_ms, until: row.until_ms };
    },

    async amount(account: AccountId, span: Span) {
      const [row] = await facts.query<{ visits: number; visitors: number }>(
        account,
        `SELECT toFloat64(uniqExact(visitor, visit)) AS visits,
           toFloat64(uniqExact(visitor)) AS visitors
         FROM $events WHERE ${inSpan}`,
        spanParams(span),
      );
      return { visits: row?.visits ?? 0, visitors: row?.visitors ?? 0 };
    },

    /**
     * Starts a thread that rehearses the visitors of any ranges of hashes, one range after another.
     */
    rehearse(account: AccountId, span: Span, asked: ApartQuestion) {
      const apart = rehearseApart(asked);
      return {
        async round(range: HashRange, { signal, progress }: RoundWatch) {
          for await (const { bytes, part } of pastPieces(facts, account, span, range)) {
            signal.throwIfAborted();
            await apart.add(bytes);
            progress((range.from + part * (range.until - range.from)) / rehearsalLimits.hashParts);
          }
          signal.throwIfAborted();
          return apart.tally();
        },
        close: apart.close,
      };
    },

    availability: (account: AccountId, span: Span) => readAvailability(facts, account, span),

    returns: (account: AccountId, goal: Goal, since: number) => returns.since(account, goal, since),
  };
}

interface RecordedRow {
  readonly at_ms: number;
  readonly skills: string;
}

/** The last record of each step, and one from before the span. */
const recordedSql = `
  SELECT toFloat64(max(recorded_ms)) AS at_ms, argMax(skills, (recorded_ms, version)) AS skills
  FROM (
    SELECT toUnixTimestamp64Milli(at) AS recorded_ms, version, skills FROM $availability
    WHERE at <= ${instant('until')}
  )
  GROUP BY greatest(intDiv(recorded_ms, toInt64({step:Float64})), intDiv(toInt64({from:Float64}), toInt64({step:Float64})) - 1)
  ORDER BY at_ms LIMIT ${rehearsalLimits.availability + 1}`;

/** All records, or the last of each minute if there are too many. */
async function readAvailability(
  facts: FactStore,
  account: AccountId,
  { from, until }: Span,
): Promise<readonly Availability[]> {
  const read = (stepMs: number): Promise<readonly RecordedRow[]> =>
    facts.query<RecordedRow>(account, recordedSql, { from, until, step: stepMs });
  const each = await read(1);
  const rows = each.length > rehearsalLimits.availability ? await read(minuteMs) : each;
  return rows.map(({ at_ms: at, skills }, version) => ({
    version,
    at,
    skills: JSON.parse(skills) as Availability['skills'],
  }));
}
