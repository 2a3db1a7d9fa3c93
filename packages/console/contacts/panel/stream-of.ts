// Everything about a contact as one stream, the newest first: conversations over all channels, notes of the
// team, visits and orders, decisions, and what was joined or separated. Pure.
import type { Decision } from '@opportune/protocol/campaign/decision.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { ContactDetail, ContactMove } from '@opportune/protocol/rest/contact/contacts.ts';
import type { ContactNote } from '@opportune/protocol/rest/contact/details.ts';
import type { TimelineEntry, VisitorDetail } from '@opportune/protocol/rest/visitor.ts';

export type StreamEntry = { readonly at: number; readonly key: string } & (
  | { readonly type: 'talk'; readonly talk: Conversation }
  | { readonly type: 'note'; readonly note: ContactNote }
  | { readonly type: 'decision'; readonly decision: Decision; readonly campaign: string }
  | { readonly type: 'visited'; readonly entry: TimelineEntry }
  | { readonly type: 'move'; readonly move: ContactMove }
);

export interface StreamOf {
  readonly contact: Pick<ContactDetail, 'conversations' | 'moves'>;
  readonly notes: readonly ContactNote[];
  readonly visitor: Pick<VisitorDetail, 'timeline' | 'decisions' | 'campaigns'>;
}

/** A conversation stands where it was last written in. Decisions are listed apart from the timeline. */
export function streamOf({ contact, notes, visitor }: StreamOf): readonly StreamEntry[] {
  const { timeline, decisions, campaigns } = visitor;
  const entries: StreamEntry[] = [
    ...contact.conversations.map((talk) => ({
      ...({ type: 'talk', talk, at: talk.lastAt } as const),
      key: `talk ${talk.id}`,
    })),
    ...notes.map((note) => ({
      ...({ type: 'note', note, at: note.createdAt } as const),
      key: `note ${note.id}`,
    })),
    ...decisions.map((decision) => ({
      ...({ type: 'decision', decision, at: decision.at } as const),
      campaign: campaigns[decision.campaign] ?? decision.campaign,
      key: `decision ${decision.id}`,
    })),
    ...timeline.filter(isTold).map((entry, at) => ({
      ...({ type: 'visited', entry, at: entry.at } as const),
      key: `visited ${entry.at} ${at}`,
    })),
    ...contact.moves.map((move) => ({
      ...({ type: 'move', move, at: move.at } as const),
      key: `move ${move.id}`,
    })),
  ];
  return entries.toSorted((one, other) => other.at - one.at);
}

function isTold({ kind, name }: TimelineEntry): boolean {
  return kind === 'visit' || kind === 'conversion' || name === 'Order Completed';
}
