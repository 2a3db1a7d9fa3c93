// What a visitor answered before the chat, put into the conversation's fields of the account's list. What
// does not fit its field, or is off the list, is left out: it stands in the transcript.
import type { Records } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import {
  type AccountId,
  type ConversationId,
  type LabelId,
  UserId,
} from '@opportune/protocol/ids.ts';
import { FieldType, type FieldValue, labelLimits } from '@opportune/protocol/rest/labels.ts';
import { writeLabel } from './conversation-label-rows.ts';
import { readKnown } from './label-rows.ts';
import { fits } from './labels.ts';

/** Who labelled it: no agent. */
const visitor = UserId.parse('visitor');

export function createGivenFields(records: Records, clock: Clock) {
  return (
    account: AccountId,
    conversation: ConversationId,
    given: ReadonlyMap<LabelId, string | boolean>,
  ): Promise<void> =>
    records.withAccount(account, async (sql) => {
      const known = await readKnown(sql);
      for (const [label, said] of given) {
        const entry = known.get(label);
        if (entry?.kind !== 'field' || !entry.listed) continue;
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

function valueFor(holds: FieldType, said: string | boolean): FieldValue | null {
  if (typeof said === 'boolean') return said ? (holds.type === 'text' ? '✓' : true) : null;
  const text = said.slice(0, labelLimits.textLength);
  return holds.type === 'number' ? Number(text.replace(',', '.')) : text;
}
