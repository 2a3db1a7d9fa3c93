// What is understood of an e-mail.
import type { Cut } from '@opportune/core/mail/cut/cut.ts';
import type { Threaded } from '@opportune/core/mail/thread/thread-of.ts';
import type { Unread } from './unread.ts';
import type { Calendar } from './kind/calendar.ts';
import type { Bounce } from './kind/bounce.ts';

/** What a channel says of itself. */
export interface OwnMail {
  /** The addresses that the channel writes from, without tokens. A letter from one of them is a loop. */
  readonly addresses: readonly string[];
  /**
   * The name by which the account's own mail server signs Authentication-Results. Null: nobody's are
   * believed.
   */
  readonly authservId: string | null;
}

export interface MailAddress {
  /** Empty if there is none. */
  readonly name: string;
  readonly address: string;
}

export interface LetterFile {
  /** Empty if it has none. */
  readonly name: string;
  /** As the letter says. It is examined again before it is kept. */
  readonly type: string;
  readonly sizeBytes: number;
  readonly bytes: Uint8Array;
  /** Without angle brackets. */
  readonly contentId: string | null;
  /** The HTML shows it, by its content id. */
  readonly inline: boolean;
}

/** Who or what wrote it. */
export type LetterKind =
  | { readonly type: 'person' }
  /** Answers by itself: absences, receipts of tickets. `why`: the field or the words that say so. */
  | { readonly type: 'auto-reply'; readonly why: string }
  /** Sent by a machine without a letter of ours: reports, monitors. */
  | { readonly type: 'automatic'; readonly why: string }
  | { readonly type: 'bounce'; readonly bounce: Bounce }
  /** Tells that a letter was displayed or deleted (RFC 8098). */
  | { readonly type: 'read-receipt'; readonly original: string | null }
  /** Somebody marked a letter of ours as spam (RFC 5965). */
  | { readonly type: 'complaint'; readonly original: string | null }
  | { readonly type: 'list'; readonly list: string }
  | { readonly type: 'calendar'; readonly calendar: Calendar };

/** What the account's own server found out about the sender. `none`: it says nothing, or there is none. */
export interface Authenticated {
  readonly dmarc: 'pass' | 'fail' | 'none';
  readonly dkim: 'pass' | 'fail' | 'none';
  readonly spf: 'pass' | 'fail' | 'none';
}

export interface Letter extends Threaded {
  readonly from: MailAddress | null;
  readonly to: readonly MailAddress[];
  readonly cc: readonly MailAddress[];
  readonly replyTo: readonly MailAddress[];
  readonly subject: string;
  /** With its angle brackets. Null: it has none. */
  readonly messageId: string | null;
  /** By its sender's clock. Null: it does not say. */
  readonly at: number | null;
  readonly language: string | null;
  /** What the person wrote. Empty if there are only files. */
  readonly text: string;
  /** Quoted text and signatures, each kept whole, in their order. */
  readonly folded: readonly Cut[];
  /** Without anything that runs, loads or submits. Null: it has none, or it cannot be shown. */
  readonly html: string | null;
  /** Whether the HTML has pictures of other servers, which are loaded only when somebody asks. */
  readonly remoteImages: boolean;
  readonly files: readonly LetterFile[];
  readonly kind: LetterKind;
  /** Nothing automatic may answer it (RFC 3834). */
  readonly automatic: boolean;
  /** It is one of ours that came back. */
  readonly loop: boolean;
  readonly authenticated: Authenticated;
  readonly signed: boolean;
  readonly unread: readonly Unread[];
}
