// Rows of predefined answers, inside a transaction of the account. It checks nothing.
import type { Sql } from '@opportune/core/ports/records.ts';
import type { AccountId, AnswerId, UserId } from '@opportune/protocol/ids.ts';
import {
  type AnswerDraft,
  PredefinedAnswer,
} from '@opportune/protocol/rest/conversation/answers.ts';

/** The owner of an answer. Null: shared. */
export type Owner = UserId | null;

interface Row {
  readonly id: string;
  readonly owner: string | null;
  readonly shortcut: string;
  readonly title: string;
  readonly text: string;
  readonly folder: string;
  readonly skill: string | null;
  readonly language: string | null;
  readonly needs: readonly string[];
}

/** The shared ones and the reader's own, by folder, shortcut and language. */
export async function readAnswers(sql: Sql, reader: UserId): Promise<readonly PredefinedAnswer[]> {
  const rows = await sql.rows<Row>(
    `SELECT * FROM predefined_answers WHERE owner IS NULL OR owner = $1
     ORDER BY lower(folder), shortcut, lower(coalesce(language, '')), owner NULLS FIRST, id`,
    [reader],
  );
  return rows.map(answerOf);
}

/** Null if that owner has no such answer. */
export async function readAnswer(
  sql: Sql,
  owner: Owner,
  id: AnswerId,
): Promise<PredefinedAnswer | null> {
  const row = await sql.row<Row>(
    'SELECT * FROM predefined_answers WHERE id = $1 AND owner IS NOT DISTINCT FROM $2',
    [id, owner],
  );
  return row === undefined ? null : answerOf(row);
}

/** The id of the answer with this shortcut, skill and language, or null. */
export async function findAnswer(
  sql: Sql,
  owner: Owner,
  { shortcut, skill, language }: AnswerDraft,
): Promise<string | null> {
  const row = await sql.row<{ id: string }>(
    `SELECT id FROM predefined_answers
     WHERE owner IS NOT DISTINCT FROM $1 AND shortcut = $2 AND skill IS NOT DISTINCT FROM $3
       AND lower(coalesce(language, '')) = lower(coalesce($4, ''))`,
    [owner, shortcut, skill, language],
  );
  return row?.id ?? null;
}

export async function countAnswers(sql: Sql, owner: Owner): Promise<number> {
  const row = await sql.row<{ many: number }>(
    'SELECT count(*)::integer AS many FROM predefined_answers WHERE owner IS NOT DISTINCT FROM $1',
    [owner],
  );
  return row?.many ?? 0;
}

export async function writeAnswer(
  sql: Sql,
  account: AccountId,
  { id, owner }: { readonly id: string; readonly owner: Owner },
  { shortcut, title, text, folder, skill, language, needs }: AnswerDraft,
): Promise<void> {
  await sql.run(
    `INSERT INTO predefined_answers
       (account, id, owner, shortcut, title, text, folder, skill, language, needs)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (account, id) DO UPDATE SET
       shortcut = excluded.shortcut, title = excluded.title, text = excluded.text,
       folder = excluded.folder, skill = excluded.skill, language = excluded.language, needs = excluded.needs`,
    [account, id, owner, shortcut, title, text, folder, skill, language, [...new Set(needs)]],
  );
}

/** Returns whether there was one. */
export async function deleteAnswer(sql: Sql, owner: Owner, id: AnswerId): Promise<boolean> {
  const many = await sql.run(
    'DELETE FROM predefined_answers WHERE id = $1 AND owner IS NOT DISTINCT FROM $2',
    [id, owner],
  );
  return many > 0;
}

function answerOf({ owner, ...row }: Row): PredefinedAnswer {
  return PredefinedAnswer.parse({ ...row, own: owner !== null });
}
