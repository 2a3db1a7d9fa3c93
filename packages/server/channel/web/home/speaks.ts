// What speaking the home of the chat window offers: a call while somebody is there who may be given it, free
// or not, and otherwise a call back.
import { isPersonFree } from '@opportune/core/conversation/availability.ts';
import { isPersonThere } from '@opportune/core/conversation/routing/routing.ts';
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
  if (!isPersonThere(desk.desk))
    return (await callbacks.isOffered(link.account, null)) ? { type: 'back' } : null;
  if (isPersonFree(desk.desk)) return { type: 'call' };
  // While a program is free, there is no wait for a chat, and none is known for a call.
  const { free = 0, waitS = null } = desk.desk.availability.skills['*'] ?? {};
  return { type: 'wait', waitS: free > 0 ? null : waitS };
}
