// Rows of one conversation's labels, inside a transaction of the account. It checks nothing.
import type { Sql } from '@opportune/core/ports/records.ts';
import type { AccountId, ConversationId, UserId } from '@opportune/protocol/ids.ts';
import { ConversationLabels } from '@opportune/protocol/rest/conversation/labels.ts';
import type { Kind } from './label-rows.ts';

/** The labels that are on the account's lists now. Others are kept but not returned. */
export async function readLabels(
  sql: Sql,
  conversation: ConversationId,
): Promise<ConversationLabels> {
  const rows = await sql.rows<{ label: string; kind: Kind; value: unknown }>(
    `SELECT had.label, had.kind, had.value FROM conversation_labels AS had
     JOIN labels ON labels.account = had.account AND labels.id = had.label
     WHERE had.conversation = $1 AND place IS NOT NULL ORDER BY place, label`,
    [conversation],
  );
  const of = (kind: Kind): typeof rows => rows.filter((row) => row.kind === kind);
  return ConversationLabels.parse({
    tags: of('tag').map(({ label }) => label),
    disposition: of('disposition')[0]?.label ?? null,
    fields: Object.fromEntries(of('field').map(({ label, value }) => [label, value])),
  });
}

export interface Label {
  readonly label: string;
  readonly kind: Kind;
  readonly value: unknown;
}

export interface Stamp {
  readonly by: UserId;
  readonly at: number;
}

/** The last value counts. There is one disposition. */
export async function writeLabel(
  sql: Sql,
  { account, conversation }: { account: AccountId; conversation: ConversationId },
  { label, kind, value }: Label,
  { by, at }: Stamp,
): Promise<void> {
  if (kind === 'disposition')
    await sql.run(
      "DELETE FROM conversation_labels WHERE conversation = $1 AND kind = 'disposition'",
      [conversation],
    );
  await sql.run(
    `INSERT INTO conversation_labels (account, conversation, label, kind, value, labelled_by, labelled_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (account, conversation, label) DO UPDATE SET
       value = excluded.value, labelled_by = excluded.labelled_by, labelled_at = excluded.labelled_at`,
    [
      account,
      conversation,
      label,
      kind,
      value === null ? null : JSON.stringify(value),
      by,
      new Date(at),
    ],
  );
}

export async function dropLabel(
  sql: Sql,
  conversation: ConversationId,
  label: string,
): Promise<void> {
  await sql.run('DELETE FROM conversation_labels WHERE conversation = $1 AND label = $2', [
    conversation,
    label,
  ]);
}

export async function dropDisposition(sql: Sql, conversation: ConversationId): Promise<void> {
  await sql.run(
    "DELETE FROM conversation_labels WHERE conversation = $1 AND kind = 'disposition'",
    [conversation],
  );
}
