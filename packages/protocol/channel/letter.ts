// What of an e-mail is beside its message's text: in short for the transcript, which every reader gets
// with the message, and in full for the reader who asks for it.
import { z } from 'zod';
import { mailboxLimits, shownLetterLimits as limits } from '../limits/mail.ts';
import { textOf } from '../text.ts';

export const MailPerson = z.object({
  /** Empty if it is unknown. */
  name: textOf(limits.nameLength),
  address: textOf(limits.addressLength),
});
export type MailPerson = z.infer<typeof MailPerson>;

const People = z.array(MailPerson).max(limits.people).readonly();
const word = textOf(limits.wordLength);

/** A letter of ours that did not arrive, or not yet. */
export const LetterReport = z.object({
  recipient: textOf(limits.addressLength),
  /** As RFC 3463 numbers it. Empty if it is unknown. */
  status: word,
  action: z.enum(['failed', 'delayed', 'delivered', 'relayed', 'expanded']),
  /** The words of the server that refused it. */
  diagnostic: textOf(limits.diagnosticLength),
});
export type LetterReport = z.infer<typeof LetterReport>;

/** An invitation. Times are as the calendar writes them: `20261130T090000Z`. */
export const LetterEvent = z.object({
  method: z.enum(['request', 'reply', 'cancel', 'publish', 'other']),
  summary: textOf(limits.eventLength),
  start: word,
  end: word,
  zone: word,
  location: textOf(limits.eventLength),
  organizer: textOf(limits.eventLength),
  answer: z.enum(['accepted', 'declined', 'tentative']).nullable(),
});
export type LetterEvent = z.infer<typeof LetterEvent>;

/** Who or what wrote it. */
export const ShownKind = z.discriminatedUnion('type', [
  z.object({ type: z.enum(['person', 'auto-reply', 'automatic', 'read-receipt', 'complaint']) }),
  z.object({ type: z.literal('list'), list: textOf(limits.addressLength) }),
  z.object({
    type: z.literal('bounce'),
    reports: z.array(LetterReport).max(limits.reports).readonly(),
  }),
  z.object({ type: z.literal('calendar'), calendar: LetterEvent }),
]);
export type ShownKind = z.infer<typeof ShownKind>;

/** A part that is not shown as its writer meant it. `masked`: the HTML has what must not be stored. */
export const UnreadPart = z.object({
  what: z.enum([
    ...(['encrypted', 'tnef', 'charset', 'html', 'too-deep', 'too-many-parts'] as const),
    ...(['too-long', 'partial', 'masked', 'too-hard'] as const),
  ]),
  name: textOf(limits.nameLength),
});
export type UnreadPart = z.infer<typeof UnreadPart>;

/** With a message that came, or left, as an e-mail. */
export const LetterHead = z.object({
  subject: textOf(limits.subjectLength),
  /** Null: of ours, it has none beside the author of the message. */
  from: MailPerson.nullable(),
  to: People,
  cc: People,
  /** Of a letter of ours. */
  bcc: People.exactOptional(),
  kind: ShownKind,
  /** The message has only the beginning of the text. */
  isCut: z.boolean(),
  /** Whether there is folded text of each kind, and HTML. */
  quoted: z.boolean(),
  signature: z.boolean(),
  html: z.boolean(),
  /** Whether the account's own mail server vouches for the sender (DMARC). */
  authenticated: z.enum(['pass', 'fail', 'none']),
  unread: z.array(UnreadPart).max(limits.unread).readonly(),
});
export type LetterHead = z.infer<typeof LetterHead>;

/** As it is read. That of a later version is dropped; the text remains. */
export const ReadLetterHead = LetterHead.optional().catch(undefined);

/** A piece that is folded, in the order of the letter. */
export const FoldedPiece = z.object({ kind: z.enum(['quoted', 'signature']), text: z.string() });
export type FoldedPiece = z.infer<typeof FoldedPiece>;

/** What an agent writes in the header of a letter. */
const Copies = z.array(z.email().max(254)).max(mailboxLimits.copies).readonly();
export const WrittenLetter = z.object({
  /** Empty: `Re:` and that of the letter that it answers. */
  subject: textOf(mailboxLimits.subjectLength).default(''),
  cc: Copies.default([]),
  bcc: Copies.default([]),
});
export type WrittenLetter = z.infer<typeof WrittenLetter>;
