// Which conversation a letter belongs to: by the token of the address it went to, else by the Message-IDs
// that it answers, if we minted them. A matching subject and sender is only a suggestion to a person.
import type { ConversationId, MessageId } from '@opportune/protocol/ids.ts';
import type { Mac } from './mac.ts';
import { readMessageId } from './message-id.ts';
import { readReplyAddress } from './reply-address.ts';

/** What of a letter says where it belongs. */
export interface Threaded {
  /** Every address that it went to: To, Cc, and those that the server delivered it to. */
  readonly recipients: readonly string[];
  readonly inReplyTo: readonly string[];
  readonly references: readonly string[];
}

export interface Thread {
  readonly conversation: ConversationId;
  readonly by: 'address' | 'in-reply-to' | 'references';
  /** The message that it answers. Null: the address names only the conversation. */
  readonly message: MessageId | null;
}

/** Null: it belongs to none that we know, and begins one. */
export function threadOf(letter: Threaded, mac: Mac): Thread | null {
  for (const recipient of letter.recipients) {
    const replied = readReplyAddress(recipient, mac);
    if (replied === null) continue;
    const { conversation } = replied;
    const answered = answeredIn(letter, mac);
    const message = answered?.conversation === conversation ? answered.message : null;
    return { conversation, by: 'address', message };
  }
  return answeredIn(letter, mac);
}

/** From the right: the last reference is the nearest ancestor (RFC 5322, section 3.6.4). */
function answeredIn({ inReplyTo, references }: Threaded, mac: Mac): Thread | null {
  for (const id of inReplyTo) {
    const minted = readMessageId(id, mac);
    if (minted !== null) return { ...minted, by: 'in-reply-to' };
  }
  for (const id of references.toReversed()) {
    const minted = readMessageId(id, mac);
    if (minted !== null) return { ...minted, by: 'references' };
  }
  return null;
}

/** A conversation that may be meant, as far as its last letter tells. */
export interface Candidate {
  readonly conversation: ConversationId;
  readonly from: string;
  readonly subject: string;
  readonly at: number;
}

const suggestedMs = 7 * 24 * 3600_000;

/** The newest conversation of the same sender with the same subject within seven days. */
export function suggestedThread(
  { from, subject, at }: Omit<Candidate, 'conversation'>,
  candidates: readonly Candidate[],
): ConversationId | null {
  const bare = bareSubject(subject);
  if (bare === '') return null;
  const fitting = candidates.filter(
    (each) =>
      each.from.toLowerCase() === from.toLowerCase() &&
      bareSubject(each.subject) === bare &&
      Math.abs(at - each.at) <= suggestedMs,
  );
  return fitting.toSorted((one, other) => other.at - one.at)[0]?.conversation ?? null;
}

/** The marks of replies and forwarded letters in the languages of common mail programs. */
const marks =
  /^\s*(?:re|r|fw|fwd|aw|wg|antw|antwoord|doorst|sv|vs|vb|odp|pd|tr|rv|res|enc|rif|i|ynt|ilt|atb|abs|hl|vá|továbbítás|отв|на|пересл|回复|回覆|答复|转发|轉寄|返信|転送|회신|전달)\s*(?:\[\d+\]|\(\d+\))?\s*[:：]/iu;
const mostMarks = 20;

/** A subject without its marks, in lower case and with single spaces. */
export function bareSubject(subject: string): string {
  let bare = subject;
  for (let mark = 0; mark < mostMarks && marks.test(bare); mark++) bare = bare.replace(marks, '');
  return bare.replace(/\s+/g, ' ').trim().toLowerCase();
}
