// What a visitor's browser is told where a frame cannot be done: about which request, message or
// conversation, why, and what helps.
import { type ErrorCode, type Problem, problem } from '@opportune/protocol/errors.ts';
import type { ChatFrame, ServerFrame } from '@opportune/protocol/frames-visitor.ts';
import { begins, type Refused } from './admission/admission.ts';

type ChatRefusal = Extract<ServerFrame, { type: 'chat.refused' }>;

export function refusalOf(frame: ChatFrame, why: ErrorCode | Refused): ChatRefusal {
  if (typeof why === 'string') return refusalWith(frame, problem(why));
  const { code, proof, ...at } = why;
  return { ...refusalWith(frame, problem(code, at)), ...(proof && { proof }) };
}

export function refusalWith(frame: ChatFrame, refused: Problem): ChatRefusal {
  const asks =
    frame.type === 'chat.before' ||
    frame.type === 'chat.slots' ||
    frame.type === 'chat.dial-in' ||
    frame.type === 'chat.change-back';
  const started = begins(frame);
  const about = frame.type === 'chat.post' || frame.type === 'chat.attach' ? frame.id : null;
  const id = started ? (frame.message?.id ?? null) : about;
  return {
    type: 'chat.refused',
    conversation: ('conversation' in frame ? frame.conversation : null) ?? null,
    id,
    problem: refused,
    ...(started || asks ? { request: frame.request } : {}),
  };
}
