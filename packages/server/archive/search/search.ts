// Searches the conversations of an account: ranked, in pages, with a piece of the text. It shows
// what every agent of the account may read. It returns text only as text, never as HTML.
import { plainText } from '@opportune/content/message/message-text.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import { rowFields } from '@opportune/core/ports/row-values.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import {
  Found,
  type SearchAnswer,
  searchLimits,
  type SearchQuery,
} from '@opportune/protocol/rest/conversation/search.ts';
import { isInstant } from '../../http/rest/page.ts';
import { refuse } from '../../http/problem/refusal.ts';
import { byFilters, byWords, marks, snippets } from './search-sql.ts';

/** The columns that are not returned as they are. */
interface Row {
  readonly id: string;
  readonly agent_name: string | null;
  readonly started_at: Date;
  readonly rank: number;
  readonly sequence: number;
  /** The text at the place. Null if it is in no message, or no words were given. */
  readonly said: string | null;
  /** Whether that is an agent's message, in Markdown. */
  readonly markdown: boolean | null;
  readonly cut: boolean;
}

/** The sort key of the last result seen. */
interface Place {
  readonly rank: number;
  readonly at: number;
  readonly id: string;
}

export type Search = (account: AccountId, query: SearchQuery) => Promise<SearchAnswer>;

export function createSearch(records: Records): Search {
  return async (account, query) => {
    const place = readPlace(query.cursor);
    const [rows, found] = await records.withAccount(account, async (sql) => {
      const [text, values] = statementOf(query, place);
      const all = await sql.rows<Row>(text, values);
      return [all, await pieces(sql, query.q, all.slice(0, query.limit).map(wordsOf))] as const;
    });
    const shown = rows.slice(0, query.limit);
    const last = shown.at(-1);
    return {
      items: shown.map((row, at) => foundOf(row, found[at] ?? '')),
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
    query.channel ?? null,
  ];
  const beyond = [after === null ? null : new Date(after.at), after?.id ?? null];
  if (query.q === '') return [byFilters, [...filters, ...beyond, query.limit + 1]];
  const rank = after?.rank ?? null;
  return [byWords, [query.q, searchLimits.places, ...filters, rank, ...beyond, query.limit + 1]];
}

function instant(ms: number | undefined): Date | null {
  return ms === undefined ? null : new Date(ms);
}

/** The text in plain words, before it is cut, because a cut could leave half of a sign. */
function wordsOf({ said, markdown }: Row): string {
  return markdown === true ? plainText(said ?? '') : (said ?? '');
}

/** A piece of each text, with the words searched for between marks. */
async function pieces(sql: Sql, typed: string, texts: readonly string[]): Promise<string[]> {
  if (texts.every((text) => text === '')) return [];
  const rows = await sql.rows<{ snippet: string }>(snippets, [typed, texts]);
  return rows.map(({ snippet }) => snippet);
}

const fields = rowFields(Found.shape);

function foundOf(row: Row, snippet: string): Found {
  return Found.parse({
    ...fields.valuesOf(row),
    conversation: row.id,
    agent: row.agent_name,
    sequence: row.sequence === 0 ? null : row.sequence,
    snippet: partsOf(snippet),
  });
}

/** What is between the marks was searched for. */
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
