// Rows of the lists of tags, dispositions and fields, inside a transaction of the account. A
// removed entry keeps its row, so that conversations show it again once it is back on its list.
import type { Sql } from '@opportune/core/ports/records.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { Field, type LabelLists, Tag } from '@opportune/protocol/rest/conversation/labels.ts';

export type Kind = 'tag' | 'disposition' | 'field';

export interface Entry {
  readonly id: string;
  readonly name: string;
  readonly holds: unknown;
}

export interface Known extends Entry {
  readonly kind: Kind;
  readonly listed: boolean;
}

export async function readLists(sql: Sql): Promise<LabelLists> {
  const rows = await sql.rows<Entry & { kind: Kind }>(
    'SELECT id, kind, name, holds FROM labels WHERE place IS NOT NULL ORDER BY place, id',
  );
  const of = (kind: Kind): (Entry & { kind: Kind })[] => rows.filter((row) => row.kind === kind);
  const required = await sql.row<{ disposition_required: boolean }>(
    'SELECT disposition_required FROM label_lists',
  );
  return {
    tags: of('tag').map((row) => Tag.parse(row)),
    dispositions: of('disposition').map((row) => Tag.parse(row)),
    fields: of('field').map((row) => Field.parse(row)),
    dispositionRequired: required?.disposition_required ?? false,
  };
}

/** Every entry that ever existed. */
export async function readKnown(sql: Sql): Promise<ReadonlyMap<string, Known>> {
  const rows = await sql.rows<Known>(
    'SELECT id, kind, name, holds, place IS NOT NULL AS listed FROM labels',
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Replaces the list of a kind. */
export async function writeList(
  sql: Sql,
  account: AccountId,
  kind: Kind,
  entries: readonly Entry[],
): Promise<void> {
  await sql.run('UPDATE labels SET place = NULL WHERE kind = $1 AND place IS NOT NULL', [kind]);
  for (const [place, { id, name, holds }] of entries.entries())
    await sql.run(
      `INSERT INTO labels (account, id, kind, name, place, holds) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (account, id) DO UPDATE SET
         name = excluded.name, place = excluded.place, holds = excluded.holds`,
      [account, id, kind, name, place, holds === null ? null : JSON.stringify(holds)],
    );
}

export async function writeRequired(
  sql: Sql,
  account: AccountId,
  required: boolean,
): Promise<void> {
  await sql.run(
    `INSERT INTO label_lists (account, disposition_required) VALUES ($1, $2)
     ON CONFLICT (account) DO UPDATE SET disposition_required = excluded.disposition_required`,
    [account, required],
  );
}
