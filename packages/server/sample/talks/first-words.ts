// What visitors of a sample shop write first: the question that begins a conversation, or a message
// that they leave.
import type { ChatFrame, ServerFrame } from '@opportune/protocol/frames-visitor.ts';
import type { DecisionId } from '@opportune/protocol/ids.ts';
import type { SampleVisitor } from '../visitor.ts';
import type { SampleWords } from '../words/words.ts';
import { newRequest, said, type Talk } from './talk.ts';

/** Asks the question of a conversation. Returns whether it has begun. */
export function ask({ visitor, topic }: Talk, decision: DecisionId | undefined): Promise<boolean> {
  const { chance } = visitor;
  const message = said(chance, chance.pick(topic.asks));
  return send(visitor, { type: 'chat.start', ...opening(visitor, decision), message });
}

/** Leaves a message, and an address for the answer. */
export async function leaveMessage(
  visitor: SampleVisitor,
  words: SampleWords,
  decision: DecisionId | undefined,
): Promise<void> {
  const { chance } = visitor;
  const address = addressOf(visitor);
  const message = said(chance, chance.pick(words.left));
  await send(visitor, { type: 'chat.leave', ...opening(visitor, decision), address, message });
}

/** Notes in the talk what the visitor's browser is told of its conversation. */
export function follow(talk: Talk): void {
  const before = talk.visitor.hears;
  talk.visitor.hears = (frame: ServerFrame) => {
    if (frame.type === 'chat.state') talk.id = frame.conversation.id;
    if (frame.type === 'chat.state' && frame.conversation.status === 'ended')
      talk.visitor.isTalking = false;
    before(frame);
  };
}

function opening(visitor: SampleVisitor, decision: DecisionId | undefined) {
  return {
    request: newRequest(visitor.chance),
    ...(visitor.name !== '' && { name: visitor.name }),
    ...(decision !== undefined && { decision }),
  };
}

/** Returns whether it was taken. */
async function send(visitor: SampleVisitor, frame: ChatFrame): Promise<boolean> {
  const before = visitor.hears;
  let isRefused = false;
  visitor.hears = (told) => {
    if (told.type === 'chat.refused') isRefused = true;
    before(told);
  };
  await visitor.say(frame);
  visitor.hears = before;
  return !isRefused;
}

function addressOf(visitor: SampleVisitor): string {
  const name = visitor.name === '' ? 'guest' : (visitor.name.split(' ')[0] ?? 'guest');
  const letters = name.normalize('NFD').replaceAll(/[^A-Za-z]/g, '');
  return `${letters.toLowerCase()}@mail.example`;
}
