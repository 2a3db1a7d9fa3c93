// Stores a visitor's answers before the chat in the conversation's listed fields. Leaves out what
// does not fit its field, is not on the list, or is in a field that an agent has set. It remains in
// the transcript.
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import {
  type AccountId,
  type ConversationId,
  type LabelId,
  UserId,
} from '@opportune/protocol/ids.ts';
import {
  FieldType,
  type FieldValue,
  labelLimits,
} from '@opportune/protocol/rest/conversation/labels.ts';
import { writeLabel } from './conversation-label-rows.ts';
import { readKnown } from './label-rows.ts';
import { fits } from './labels.ts';

/** The labelling user: no agent. */
const visitor = UserId.parse('visitor');

export function createGivenFields(records: Records, clock: Clock) {
  return (
    account: AccountId,
    conversation: ConversationId,
    given: ReadonlyMap<LabelId, string | boolean>,
  ): Promise<void> =>
    records.withAccount(account, async (sql) => {
      const known = await readKnown(sql);
      const settled = await readSettled(sql, conversation);
      for (const [label, said] of given) {
        const entry = known.get(label);
        if (entry?.kind !== 'field' || !entry.listed || settled.has(label)) continue;
        const holds = FieldType.parse(entry.holds);
        const value = valueFor(holds, said);
        if (value === null || !fits(value, holds)) continue;
        await writeLabel(
          sql,
          { account, conversation },
          { label, kind: 'field', value },
          { by: visitor, at: clock.now() },
        );
      }
    });
}

/** Fields set by agents. Repeated or late answers do not overwrite them. */
async function readSettled(sql: Sql, conversation: ConversationId): Promise<ReadonlySet<string>> {
  const rows = await sql.rows<{ label: string }>(
    'SELECT label FROM conversation_labels WHERE conversation = $1 AND labelled_by <> $2',
    [conversation, visitor],
  );
  return new Set(rows.map(({ label }) => label));
}

function valueFor(holds: FieldType, said: string | boolean): FieldValue | null {
  if (typeof said === 'boolean') return said ? (holds.type === 'text' ? '✓' : true) : null;
  const text = said.slice(0, labelLimits.textLength);
  return holds.type === 'number' ? Number(text.replace(',', '.')) : text;
}
