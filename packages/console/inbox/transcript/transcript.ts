// The messages of one conversation as far as this console has them: in order of sequence, each once.
// A gap is never drawn over: it says from where to resume.
import type { Message } from '@opportune/protocol/conversation/conversation.ts';

export interface Transcript {
  readonly messages: readonly Message[];
  /** All messages up to this sequence are here. */
  readonly through: number;
  /** The reader has caught up with what the server had. */
  readonly complete: boolean;
}

export const emptyTranscript: Transcript = { messages: [], through: 0, complete: false };

/** With more messages; what is known already changes nothing. */
export function withMessages(
  before: Transcript,
  messages: readonly Message[],
  complete = before.complete,
): Transcript {
  const known = new Set(before.messages.map(({ sequence }) => sequence));
  const fresh = messages.filter(({ sequence }) => !known.has(sequence));
  if (fresh.length === 0 && complete === before.complete) return before;
  const all = [...before.messages, ...fresh].sort((a, b) => a.sequence - b.sequence);
  return { messages: all, through: gapless(all, before.through), complete };
}

/** The sequence to resume after, where something between is missing; else null. */
export function missingAfter(transcript: Transcript): number | null {
  const last = transcript.messages.at(-1)?.sequence ?? 0;
  return last > transcript.through ? transcript.through : null;
}

/** By message, what the visitor answered to it: the id of a reply, nothing for a form. */
export function answersIn(messages: readonly Message[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { body } of messages)
    if (body.type === 'text' && body.to !== undefined)
      found.set(body.to, body.content?.type === 'chosen' ? body.content.id : '');
  return found;
}

/** Messages of the visitor after a sequence. */
export function unreadAfter(transcript: Transcript, sequence: number): number {
  return transcript.messages.filter(
    (message) => message.sequence > sequence && message.author.type === 'visitor',
  ).length;
}

function gapless(sorted: readonly Message[], from: number): number {
  let through = from;
  for (const { sequence } of sorted) if (sequence === through + 1) through = sequence;
  return through;
}
