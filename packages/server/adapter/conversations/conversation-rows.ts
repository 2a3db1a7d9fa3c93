// Parses rows of the conversation tables into domain values.
import type { AgentChoice } from '@opportune/core/ports/conversation-store.ts';
import {
  AgentKind,
  AgentState,
  Conversation,
  Message,
} from '@opportune/protocol/conversation/conversation.ts';
import { rowFields } from '@opportune/core/ports/row-values.ts';
import { UserId } from '@opportune/protocol/ids.ts';

/** The columns of a row besides the fields of a conversation. */
export interface ConversationRow {
  readonly id: string;
  readonly channel: string;
  readonly address: string;
  readonly status: string;
  readonly agent: string | null;
  readonly agent_name: string | null;
  readonly begun_by: string | null;
  readonly answered_at: Date | null;
  readonly last_sequence: number;
  readonly case_state: string | null;
}

const conversationFields = rowFields(Conversation.shape);
const messageFields = rowFields(Message.shape);
/** For statements that list their columns. */
export const conversationColumns = `${conversationFields.columns}, agent_name`;
export const messageColumns = messageFields.columns;

export interface ChoiceRow {
  readonly agent: string;
  readonly name: string;
  readonly kind: string;
  readonly room: number;
  readonly state: string;
  readonly since: Date;
  readonly reason: string | null;
  readonly chosen: string | null;
  readonly chosen_reason: string | null;
  readonly disabled: boolean;
}

export function recordOf({ begun_by: begunBy, ...row }: ConversationRow): Conversation {
  return Conversation.parse({
    ...conversationFields.valuesOf(row),
    ...(begunBy === null ? {} : { begunBy }),
    agent: row.agent === null ? null : { user: row.agent, name: row.agent_name ?? '' },
    caseState: row.case_state ?? caseOf(row),
  });
}

/** The same rule as `caseOf`, in SQL. */
export const caseState = `coalesce(case_state, CASE
  WHEN status = 'message' THEN CASE WHEN answered_at IS NULL THEN 'open' ELSE 'answered' END END)`;

/** A message that was left before cases were recorded. */
function caseOf({
  status,
  answered_at: answered,
}: Omit<ConversationRow, 'begun_by'>): string | null {
  if (status !== 'message') return null;
  return answered === null ? 'open' : 'answered';
}

export function messageOf(row: object): Message {
  return Message.parse(messageFields.valuesOf(row));
}

export function choiceOf(row: ChoiceRow): AgentChoice {
  return {
    user: UserId.parse(row.agent),
    name: row.name,
    kind: AgentKind.parse(row.kind),
    room: row.room,
    state: AgentState.parse(row.state),
    since: row.since.getTime(),
    reason: row.reason,
    chosen:
      row.chosen === null
        ? null
        : { state: AgentState.parse(row.chosen), reason: row.chosen_reason },
    ...(row.disabled ? { disabled: true } : {}),
  };
}
