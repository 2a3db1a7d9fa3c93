// The conversations as this console knows them.
import { createStore } from '../ui/store.ts';

/** Conversations that need this person. */
export const unread = createStore(0);
/** Messages that wait for the connection. */
export const waitingToSend = createStore(0);

/** Follows the socket; the returned function ends it. */
export function startInbox(_user: string): () => void {
  return () => undefined;
}
