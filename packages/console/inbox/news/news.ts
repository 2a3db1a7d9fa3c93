// Whether a change of a conversation is news for one person, and which. Pure.
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';

export type News =
  /** It starts to wait, and they may be given it. */
  | { readonly type: 'waits' }
  /** They got it without taking it themselves. */
  | { readonly type: 'given' }
  /** A colleague took over their conversation. */
  | { readonly type: 'taken-over'; readonly by: string }
  /** A colleague joined their conversation. */
  | { readonly type: 'joined'; readonly by: string };

export interface Reader {
  readonly me: string;
  /** Whether they took it by hand just now, on this device or another. */
  readonly byHand: boolean;
  readonly mayHave: (conversation: Conversation) => boolean;
}

export function newsOf(
  conversation: Conversation,
  before: Conversation | undefined,
  { me, byHand, mayHave }: Reader,
): News | null {
  const { status, agent, joined } = conversation;
  if (status === 'waiting' && before?.status !== 'waiting')
    return mayHave(conversation) ? { type: 'waits' } : null;
  const had = before?.agent?.user === me;
  const begun = before === undefined && conversation.begunBy === me;
  if (status === 'active' && agent?.user === me && !had)
    return byHand || begun ? null : { type: 'given' };
  if (status === 'active' && agent !== null && agent.user !== me && had)
    return { type: 'taken-over', by: agent.name };
  const came = joined.find(
    ({ user }) => before !== undefined && !before.joined.some((each) => each.user === user),
  );
  return came !== undefined && agent?.user === me ? { type: 'joined', by: came.name } : null;
}
