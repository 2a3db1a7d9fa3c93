// Which conversations that are over a console goes on knowing: it stands open all day, and each change
// is looked at among all that it knows. What it has forgotten is read again where it is opened. Pure.
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import { isMine } from '../transcript/reading.ts';

/** Of one's own, and of colleagues' as many. */
export const endedKept = 50;

interface Looking {
  readonly me: string;
  readonly isOpen: (conversation: ConversationId) => boolean;
}

/** Those that have been over for longest; none that is open in this console. */
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
