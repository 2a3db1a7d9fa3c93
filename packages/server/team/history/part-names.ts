// What the parts of a history are called: skills, agents, channels and campaigns by their ids; and of
// agents which kind they are.
import type { Sql } from '@opportune/core/ports/records.ts';
import type { HistoryBy, HistoryPart } from '@opportune/protocol/rest/team/history.ts';
import type { TalkRow } from './talks-sql.ts';

type Named = Pick<HistoryPart, 'name' | 'kind'>;

const tables = {
  skill: 'SELECT id, name, NULL AS kind FROM skills',
  agent: 'SELECT id, name, kind FROM users',
  channel: 'SELECT id, name, NULL AS kind FROM channels',
} as const;

/** Where one is not on its list any more, its id stands for it. A kind of agent is named in words. */
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
