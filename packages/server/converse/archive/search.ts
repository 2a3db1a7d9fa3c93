// Searches the conversations of an account: ranked, in pages, with a piece of what was said. It shows
// what every agent of the account may read, and nothing of another; text leaves it as text, never as
// HTML.
import type { Records } from '@opportune/core/ports/records.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import {
  Found,
  type SearchAnswer,
  searchLimits,
  type SearchQuery,
} from '@opportune/protocol/rest/search.ts';
import { isInstant } from '../../http/page.ts';
import { refuse } from '../../http/refusal.ts';
import { byFilters, byWords, marks } from './search-sql.ts';

interface Row {
  readonly id: string;
  readonly visitor: string;
  readonly visitor_name: string;
  readonly status: string;
  readonly agent_name: string | null;
  readonly topic: string | null;
  readonly started_at: Date;
  readonly last_text: string;
  readonly rank: number;
  readonly sequence: number;
  readonly snippet: string | null;
  readonly tags: readonly string[];
  readonly cut: boolean;
}

/** The sort key of the last one seen. */
interface Place {
  readonly rank: number;
  readonly at: number;
  readonly id: string;
}

export type Search = (account: AccountId, query: SearchQuery) => Promise<SearchAnswer>;

export function createSearch(records: Records): Search {
  return async (account, query) => {
    const rows = await records.withAccount(account, (sql) => {
      const [text, values] = statementOf(query, readPlace(query.cursor));
      return sql.rows<Row>(text, values);
    });
    const shown = rows.slice(0, query.limit);
    const last = shown.at(-1);
    return {
      items: shown.map(foundOf),
      next:
        rows.length > query.limit && last !== undefined
          ? writePlace({ rank: last.rank, at: last.started_at.getTime(), id: last.id })
          : null,
      cut: rows[0]?.cut ?? false,
    };
  };
}

function statementOf(query: SearchQuery, after: Place | null): [text: string, values: unknown[]] {
  const filters = [
    instant(query.from),
    instant(query.until),
    query.agent ?? null,
    query.skill ?? null,
    query.site ?? null,
    query.status ?? null,
    query.tag ?? null,
    query.disposition ?? null,
    query.campaign ?? null,
  ];
  const beyond = [after === null ? null : new Date(after.at), after?.id ?? null];
  if (query.q === '') return [byFilters, [...filters, ...beyond, query.limit + 1]];
  const rank = after?.rank ?? null;
  return [byWords, [query.q, searchLimits.places, ...filters, rank, ...beyond, query.limit + 1]];
}

function instant(ms: number | undefined): Date | null {
  return ms === undefined ? null : new Date(ms);
}

function foundOf(row: Row): Found {
  return Found.parse({
    conversation: row.id,
    visitor: row.visitor,
    visitorName: row.visitor_name,
    status: row.status,
    agent: row.agent_name,
    topic: row.topic,
    startedAt: row.started_at.getTime(),
    lastText: row.last_text,
    sequence: row.sequence === 0 ? null : row.sequence,
    snippet: row.snippet === null ? [] : partsOf(row.snippet),
    tags: row.tags,
  });
}

/** What stands between the marks was looked for. */
export function partsOf(snippet: string): Found['snippet'] {
  return snippet
    .split(marks.begin)
    .flatMap((piece, at) => {
      if (at === 0) return [{ text: piece, hit: false }];
      const [hit = '', ...rest] = piece.split(marks.end);
      return [
        { text: hit, hit: true },
        { text: rest.join(''), hit: false },
      ];
    })
    .filter(({ text }) => text !== '');
}

function writePlace({ rank, at, id }: Place): string {
  return Buffer.from(`${rank}/${at}/${id}`, 'utf8').toString('base64url');
}

function readPlace(cursor: string | undefined): Place | null {
  if (cursor === undefined) return null;
  const [rank = '', at = '', ...id] = Buffer.from(cursor, 'base64url').toString('utf8').split('/');
  const place = { rank: Number(rank), at: Number(at), id: id.join('/') };
  const wellFormed = rank !== '' && at !== '' && id.length > 0 && isInstant(place.at);
  if (!wellFormed || !Number.isFinite(place.rank))
    throw refuse('request.invalid', { path: 'cursor' });
  return place;
}
