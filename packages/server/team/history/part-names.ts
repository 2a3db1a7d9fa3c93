// The names of a history's parts: skills, agents, channels and campaigns by id, and kinds of
// agents.
import type { Sql } from '@opportune/core/ports/records.ts';
import type { HistoryBy, HistoryPart } from '@opportune/protocol/rest/team/history.ts';
import type { TalkRow } from './talks-sql.ts';

type Named = Pick<HistoryPart, 'name' | 'kind'>;

const tables = {
  skill: 'SELECT id, name, NULL AS kind FROM skills',
  agent: 'SELECT id, name, kind FROM users',
  channel: 'SELECT id, name, NULL AS kind FROM channels',
} as const;

/** If one is no longer in its list, its id is shown. Kinds of agents have names in words. */
export async function namesOf(
  sql: Sql,
  by: Exclude<HistoryBy, 'hour' | 'day'>,
  rows: readonly TalkRow[],
): Promise<ReadonlyMap<string, Named>> {
  const none: [string, Named] = ['', { name: '', kind: null }];
  if (by === 'kind')
    return new Map([
      none,
      ['person', { name: '', kind: 'person' }],
      ['program', { name: '', kind: 'program' }],
    ]);
  if (by === 'campaign')
    return new Map(
      rows.map(({ key, campaign_name }) => [key ?? '', { name: campaign_name ?? '', kind: null }]),
    );
  const listed = await sql.rows<Named & { id: string }>(tables[by]);
  return new Map([none, ...listed.map(({ id, ...named }): [string, Named] => [id, named])]);
}
