// The messages of one conversation that this console has: in order of sequence, each once. It never
// hides a gap, and tells from where to resume.
import type { Message } from '@opportune/protocol/conversation/conversation.ts';

export interface Transcript {
  readonly messages: readonly Message[];
  /** All messages up to this sequence are here. */
  readonly through: number;
  /** Whether everything that the server had has been read. */
  readonly complete: boolean;
}

export const emptyTranscript: Transcript = { messages: [], through: 0, complete: false };

/** Adds messages. Returns the same value if all are known. */
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

/** The sequence to resume after if messages are missing in between, else null. */
export function missingAfter(transcript: Transcript): number | null {
  const last = transcript.messages.at(-1)?.sequence ?? 0;
  return last > transcript.through ? transcript.through : null;
}

/** The visitor's answer to each message: the id of a reply, or an empty text for a form. */
export function answersIn(messages: readonly Message[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { body } of messages)
    if (body.type === 'text' && body.to !== undefined)
      found.set(body.to, body.content?.type === 'chosen' ? body.content.id : '');
  return found;
}

/** The number of the visitor's messages after a sequence. */
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
