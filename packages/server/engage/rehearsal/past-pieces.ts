// Reads the logs of many visitors by a hash of their ids, so that any range of hashes is a random
// sample. Reads in pieces that fit into memory, as bytes that another thread parses.
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { AccountId, SiteId } from '@opportune/protocol/ids.ts';
import { rehearsalLimits } from '@opportune/protocol/limits/campaigns.ts';
import { pieceColumns } from './past-piece.ts';

/** Selects visitors with a sign on these sites (empty: any site) in the span, in milliseconds. */
export interface Span {
  readonly sites: readonly SiteId[];
  readonly from: number;
  readonly until: number;
}

/** A range of hashes, from the first up to but excluding the second, in units of 1/`hashParts`. */
export interface HashRange {
  readonly from: number;
  readonly until: number;
}

export interface PieceOfPast {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The part of the range read up to and including this piece: above 0, up to 1. */
  readonly part: number;
}

/** Events per query. A query has a high fixed cost, however few rows it reads. */
const eventsAtOnce = 40_000;

/** The time of an event, on the clock that moments use. */
export const happened = 'if(imported = 1, at, received_at)';
export const ownSign = "bot = 0 AND trust != 'server'";
export const ofSites = '(empty({sites:Array(String)}) OR site IN {sites:Array(String)})';
export const instant = (name: string): string =>
  `fromUnixTimestamp64Milli(toInt64({${name}:Float64}))`;
export const inSpan = `${ownSign} AND ${ofSites} AND ${happened} >= ${instant('from')} AND ${happened} <= ${instant('until')}`;
const inRange =
  'cityHash64(visitor) % {hashParts:UInt32} >= {hashFrom:UInt32} AND cityHash64(visitor) % {hashParts:UInt32} < {hashUntil:UInt32}';

export function spanParams({ sites, from, until }: Span): Readonly<Record<string, unknown>> {
  return { sites: [...sites], from, until };
}

/**
 * Yields every event of every visitor in the range, each visitor in one piece. Reads one piece
 * ahead.
 */
export async function* pastPieces(
  facts: FactStore,
  account: AccountId,
  span: Span,
  range: HashRange,
): AsyncGenerator<PieceOfPast> {
  const params = rangeParams(span, range);
  const listed = await listPieces(facts, account, params);
  let ahead = readPiece(facts, account, params, listed[0]);
  for (let at = 0; at < listed.length; at++) {
    const bytes = await ahead;
    ahead = readPiece(facts, account, params, listed[at + 1]);
    // The consumer may have stopped by the time this fails.
    ahead.catch(() => undefined);
    yield { bytes, part: (at + 1) / listed.length };
  }
}

type Params = Readonly<Record<string, unknown>>;

function rangeParams(span: Span, { from, until }: HashRange): Params {
  const { hashParts } = rehearsalLimits;
  return { ...spanParams(span), hashParts, hashFrom: from, hashUntil: until };
}

interface ListedPiece {
  readonly first: string;
  readonly last: string;
  /** The events of the visitor with the most. */
  readonly most: number;
}

/**
 * Groups neighbours with few enough events to be read together. A piece is a stretch of the table.
 */
function listPieces(
  facts: FactStore,
  account: AccountId,
  params: Params,
): Promise<readonly ListedPiece[]> {
  return facts.query<ListedPiece>(
    account,
    `SELECT min(visitor) AS first, max(visitor) AS last, toFloat64(max(events)) AS most
     FROM (
       SELECT visitor, events, intDiv(sum(events) OVER (ORDER BY visitor), ${eventsAtOnce}) AS piece
       FROM (
         SELECT visitor, count() AS events FROM $events
         WHERE ${inRange}
         GROUP BY visitor HAVING countIf(${inSpan}) > 0
       )
     )
     GROUP BY piece ORDER BY first`,
    params,
  );
}

/** Reads columns instead of rows, which halves the time of both writing and parsing. */
async function readPiece(
  facts: FactStore,
  account: AccountId,
  params: Params,
  piece: ListedPiece | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  if (piece === undefined) return new Uint8Array();
  const { first, last, most } = piece;
  const limit = rehearsalLimits.eventsPerVisitor;
  const newest = `ORDER BY visitor, ${happened} DESC, ordinal DESC LIMIT ${limit} BY visitor`;
  const within = `visitor >= {first:String} AND visitor <= {last:String} AND ${inRange}`;
  return facts.queryLines(
    account,
    `SELECT ${pieceColumns.map(({ name }) => `groupArray(${name}) AS ${name}`).join()}
     FROM (
       SELECT ${pieceColumns.map(({ name, sql }) => `${sql} AS ${name}`).join()} FROM $events
       WHERE ${within} AND visitor IN (SELECT visitor FROM $events WHERE ${within} AND ${inSpan})
       ${most > limit ? newest : ''}
     )`,
    { ...params, first, last },
  );
}
