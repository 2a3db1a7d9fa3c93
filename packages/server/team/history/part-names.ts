// What the parts of a history are called: skills, agents and campaigns by their ids.
import type { Sql } from '@opportune/core/ports/records.ts';
import type { TalkRow } from './talks-sql.ts';

/** Where one is not on its list any more, its id stands for it. */
export async function namesOf(
  sql: Sql,
  by: 'skill' | 'agent' | 'campaign',
  rows: readonly TalkRow[],
): Promise<ReadonlyMap<string, string>> {
  if (by === 'campaign')
    return new Map(rows.map(({ key, campaign_name }) => [key ?? '', campaign_name ?? '']));
  const named = await sql.rows<{ id: string; name: string }>(
    `SELECT id, name FROM ${by === 'skill' ? 'skills' : 'users'}`,
  );
  return new Map([['', ''], ...named.map(({ id, name }) => [id, name] as const)]);
}
