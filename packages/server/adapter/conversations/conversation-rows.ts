// Rows of the conversation tables, parsed into what the domain knows. Times become ms since 1970.
import type { AgentChoice } from '@opportune/core/ports/conversation-store.ts';
import {
  AgentState,
  Conversation,
  Message,
} from '@opportune/protocol/conversation/conversation.ts';
import { UserId } from '@opportune/protocol/ids.ts';

export interface ConversationRow {
  readonly id: string;
  readonly site: string;
  readonly visitor: string;
  readonly visitor_name: string;
  readonly status: string;
  readonly skill: string | null;
  readonly weight: number;
  readonly standing: number;
  readonly agent: string | null;
  readonly agent_name: string | null;
  readonly joined: unknown;
  readonly origin: unknown;
  readonly begun_by: string | null;
  readonly started_at: Date;
  readonly queued_at: Date;
  readonly waiting_since: Date | null;
  readonly answered_at: Date | null;
  readonly unanswered_since: Date | null;
  readonly ended_at: Date | null;
  readonly last_sequence: number;
  readonly last_text: string;
  readonly last_at: Date;
  readonly visitor_delivered: number;
  readonly visitor_read: number;
  readonly agent_delivered: number;
  readonly agent_read: number;
  readonly case_state: string | null;
  readonly reply_to: string | null;
  readonly topic: string | null;
}

/** For statements that name what they return. */
export const conversationColumns = columnsOf<ConversationRow>([
  'id',
  'site',
  'visitor',
  'visitor_name',
  'status',
  'skill',
  'weight',
  'standing',
  'agent',
  'agent_name',
  'joined',
  'origin',
  'begun_by',
  'started_at',
  'queued_at',
  'waiting_since',
  'answered_at',
  'unanswered_since',
  'ended_at',
  'last_sequence',
  'last_text',
  'last_at',
  'visitor_delivered',
  'visitor_read',
  'agent_delivered',
  'agent_read',
  'case_state',
  'reply_to',
  'topic',
]);

export interface MessageRow {
  readonly conversation: string;
  readonly sequence: number;
  readonly id: string;
  readonly author: unknown;
  readonly body: unknown;
  readonly at: Date;
}

/** For statements that name what they return. */
export const messageColumns = columnsOf<MessageRow>([
  'conversation',
  'sequence',
  'id',
  'author',
  'body',
  'at',
]);

function columnsOf<Row>(columns: readonly (keyof Row & string)[]): string {
  return columns.join(', ');
}

export interface ChoiceRow {
  readonly agent: string;
  readonly name: string;
  readonly room: number;
  readonly state: string;
  readonly since: Date;
  readonly reason: string | null;
  readonly chosen: string | null;
  readonly chosen_reason: string | null;
  readonly disabled: boolean;
}

export function recordOf(row: ConversationRow): Conversation {
  return Conversation.parse({
    id: row.id,
    site: row.site,
    visitor: row.visitor,
    visitorName: row.visitor_name,
    status: row.status,
    skill: row.skill,
    weight: row.weight,
    agent: row.agent === null ? null : { user: row.agent, name: row.agent_name ?? '' },
    joined: row.joined,
    origin: row.origin,
    ...(row.begun_by === null ? {} : { begunBy: row.begun_by }),
    startedAt: row.started_at.getTime(),
    waitingSince: row.waiting_since?.getTime() ?? null,
    queuedAt: row.queued_at.getTime(),
    standing: row.standing,
    answeredAt: row.answered_at?.getTime() ?? null,
    unansweredSince: row.unanswered_since?.getTime() ?? null,
    endedAt: row.ended_at?.getTime() ?? null,
    lastSequence: row.last_sequence,
    lastText: row.last_text,
    lastAt: row.last_at.getTime(),
    visitorDelivered: row.visitor_delivered,
    visitorRead: row.visitor_read,
    agentDelivered: row.agent_delivered,
    agentRead: row.agent_read,
    caseState: row.case_state ?? caseOf(row),
    replyTo: row.reply_to,
    topic: row.topic,
  });
}

/** The same as `caseOf` says, in SQL. */
export const caseState = `coalesce(case_state, CASE
  WHEN status = 'message' THEN CASE WHEN answered_at IS NULL THEN 'open' ELSE 'answered' END END)`;

/** One that was left before cases were noted. */
function caseOf({ status, answered_at: answered }: ConversationRow): string | null {
  if (status !== 'message') return null;
  return answered === null ? 'open' : 'answered';
}

export function messageOf(row: MessageRow): Message {
  const { conversation, sequence, id, author, body } = row;
  return Message.parse({ conversation, sequence, id, author, body, at: row.at.getTime() });
}

export function choiceOf(row: ChoiceRow): AgentChoice {
  return {
    user: UserId.parse(row.agent),
    name: row.name,
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
