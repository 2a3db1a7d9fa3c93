// Which ended conversations a console keeps. It stays open all day, and every change goes through
// all that it knows. A forgotten conversation is read again when it is opened. Pure.
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import { isMine } from '../transcript/reading.ts';

/** How many of the agent's own are kept, and as many of colleagues'. */
export const endedKept = 50;

interface Looking {
  readonly me: string;
  readonly isOpen: (conversation: ConversationId) => boolean;
}

/** The conversations to forget: those that ended first. Never one that is open in this console. */
export function tooManyEnded(
  conversations: Iterable<Conversation>,
  { me, isOpen }: Looking,
): ReadonlySet<ConversationId> {
  const ended = [...conversations].filter(({ id, status }) => status === 'ended' && !isOpen(id));
  const own = ended.filter((each) => isMine(each, me));
  const others = ended.filter((each) => !isMine(each, me));
  return new Set([...oldest(own), ...oldest(others)].map(({ id }) => id));
}

function oldest(ended: readonly Conversation[]): readonly Conversation[] {
  if (ended.length <= endedKept) return [];
  return ended.toSorted((a, b) => overAt(b) - overAt(a)).slice(endedKept);
}

function overAt({ endedAt, lastAt }: Conversation): number {
  return endedAt ?? lastAt;
}
