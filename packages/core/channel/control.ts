// Whether another app of the business has a conversation at the provider, as its messages tell. Pure.
import type { Message } from '@opportune/protocol/conversation/conversation.ts';

export type HeldBy =
  | { readonly here: true }
  | { readonly here: false; readonly app: string | null };

const ours: HeldBy = { here: true };

/** Of messages in their order, the newest last. What does not say leaves it as it was. */
export function heldBy(messages: readonly Pick<Message, 'author' | 'body'>[]): HeldBy {
  for (const message of messages.toReversed()) {
    const told = toldBy(message);
    if (told !== null) return told;
  }
  return ours;
}

function toldBy({ author, body }: Pick<Message, 'author' | 'body'>): HeldBy | null {
  if (body.type === 'aside' && body.aside.type === 'control') {
    const { what, app } = body.aside;
    if (what === 'given' || what === 'took') return ours;
    return what === 'taken' || what === 'passed' ? { here: false, app } : null;
  }
  if (author.type !== 'visitor' || body.type !== 'text') return null;
  return body.standby === true ? { here: false, app: null } : ours;
}
