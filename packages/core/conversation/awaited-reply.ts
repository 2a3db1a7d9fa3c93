// Since when a visitor waits for a reply: from their first unanswered message. Pure. Notes, asides
// and system messages are not answers, but a call in which both sides heard each other is one.
import type { Message } from '@opportune/protocol/conversation/conversation.ts';

type Said = Pick<Message, 'author' | 'body' | 'at'>;

/** How messages, in their order, change the wait. */
export interface ReplyChange {
  /** Somebody has answered: earlier messages no longer wait. */
  readonly answered: boolean;
  /** The instant of the first visitor's message after that. Null if there is none. */
  readonly askedAt: number | null;
}

export function replyChange(messages: readonly Said[]): ReplyChange {
  const answer = messages.findLastIndex((each) => isAnswer(each) || isSpoken(each));
  const asked = messages
    .slice(answer + 1)
    .find((each) => each.author.type === 'visitor' && isAsked(each));
  return { answered: answer !== -1, askedAt: asked?.at ?? null };
}

/** The wait after further messages. Null: nothing is unanswered. */
export function unansweredAfter(before: number | null, messages: readonly Said[]): number | null {
  const { answered, askedAt } = replyChange(messages);
  return answered ? askedAt : (before ?? askedAt);
}

/** Written for people by a person of the business, or by a program that is one of its agents. */
export function isAnswer(said: Pick<Message, 'author' | 'body'>): boolean {
  const { author } = said;
  if (author.type === 'channel') return author.automatic !== true && isText(said);
  return author.type === 'agent' && isText(said);
}

function isSpoken({ body }: Pick<Message, 'body'>): boolean {
  return body.type === 'system' && body.note.type === 'call-ended' && body.note.spokeS !== null;
}

/** What another app answers waits for nobody here. */
function isAsked({ body }: Pick<Message, 'body'>): boolean {
  return body.type === 'text' && body.standby !== true;
}

function isText({ body }: Pick<Message, 'body'>): boolean {
  return body.type === 'text';
}
