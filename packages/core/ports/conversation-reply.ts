// Since when a visitor waits for a reply: from their first message that no agent has answered. Pure.
// Notes, asides and what the system says are no answers.
import type { Message } from '@opportune/protocol/conversation/conversation.ts';

type Said = Pick<Message, 'author' | 'body' | 'at'>;

/** What messages, in their order, do to the wait. */
export interface ReplyChange {
  /** An agent has answered: what waited before waits no more. */
  readonly answered: boolean;
  /** The first visitor's message after that, an instant; null: there is none. */
  readonly askedAt: number | null;
}

export function replyChange(messages: readonly Said[]): ReplyChange {
  const answer = messages.findLastIndex((each) => isText(each) && each.author.type === 'agent');
  const asked = messages
    .slice(answer + 1)
    .find((each) => isText(each) && each.author.type === 'visitor');
  return { answered: answer !== -1, askedAt: asked?.at ?? null };
}

/** The wait after further messages; null: nothing is unanswered. */
export function unansweredAfter(before: number | null, messages: readonly Said[]): number | null {
  const { answered, askedAt } = replyChange(messages);
  return answered ? askedAt : (before ?? askedAt);
}

function isText({ body }: Said): boolean {
  return body.type === 'text';
}
