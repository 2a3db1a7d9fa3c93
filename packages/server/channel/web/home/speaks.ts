// What speaking the home of the chat window offers: a call while somebody is there who may be given it, free
// or not, and otherwise a call back.
import type { HomeFrame } from '@opportune/protocol/conversation/home.ts';
import type { Chat } from '../own-conversations.ts';
import type { WebChatParts } from '../seams.ts';

type Speaks = NonNullable<HomeFrame['speaks']>;

/** Null: the account or the installation has no calls, or nobody is there and calls nobody back. */
export async function speaksNow(
  { speaking, callbacks }: Pick<WebChatParts, 'speaking' | 'callbacks'>,
  { desk, link }: Chat,
): Promise<Speaks | null> {
  if (!(await speaking.isOffered(link.account))) return null;
  const counts = desk.desk.availability.skills['*'];
  // A program speaks with nobody.
  if (counts === undefined || (counts.people ?? counts.online) === 0)
    return (await callbacks.isOffered(link.account, null)) ? { type: 'back' } : null;
  return counts.free > 0 ? { type: 'call' } : { type: 'wait', waitS: counts.waitS ?? null };
}
