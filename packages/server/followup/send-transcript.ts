// Sends a conversation that is over by e-mail: noted, sent, noted as sent. Who may ask for it, and to
// which address, is decided by the callers.
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Letter, MailOf } from '@opportune/core/ports/mail.ts';
import { afterLimits } from '@opportune/protocol/conversation/after.ts';
import type { Message } from '@opportune/protocol/conversation/conversation.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { AccountId, SiteId, VisitorId } from '@opportune/protocol/ids.ts';
import type { Language } from '@opportune/words/language.ts';
import { transcriptLetter } from './transcript-letter.ts';
import type { TranscriptOrder, Transcripts } from './transcripts.ts';

export interface Sending {
  readonly store: ConversationStore;
  readonly mailOf: MailOf;
  readonly log: Log;
  /** What the site is called, the time zone that its account lives in, the language of the visitor. */
  placeOf(
    account: AccountId,
    site: SiteId | null,
    visitor: VisitorId | null,
  ): Promise<{ readonly site: string; readonly timeZone: string; readonly language: Language }>;
}

/** Null once the mail server took it, else why it did not leave. */
export async function sendTranscript(
  use: Sending & { readonly transcripts: Transcripts },
  record: Conversation,
  order: TranscriptOrder,
  now: number,
): Promise<ErrorCode | null> {
  const mail = await use.mailOf(order.account);
  if (!mail.configured) return 'mail.not_configured';
  const letter = await letterOf(use, record, order);
  const refused = await use.transcripts.claim(order, now);
  if (refused !== null) return refused;
  const left = await mail.send(letter).then(
    () => true,
    (error: unknown) => {
      use.log.warn('a transcript was not taken', { reason: String(error) });
      return false;
    },
  );
  await use.transcripts.settle(order, left ? now : null);
  return left ? null : 'mail.failed';
}

async function letterOf(
  use: Sending,
  record: Conversation,
  { account, address }: TranscriptOrder,
): Promise<Letter> {
  const { messages, cut } = await newest(use.store, account, record);
  const place = await use.placeOf(account, record.site, record.visitor);
  return transcriptLetter({ to: address, ...place, startedAt: record.startedAt, messages, cut });
}

/** As many as a letter holds; numbers are gapless, so that the newest are known by them. */
async function newest(store: ConversationStore, account: AccountId, record: Conversation) {
  const first = Math.max(0, record.lastSequence - afterLimits.transcriptMessages);
  const messages: Message[] = [];
  for (let after = first; ;) {
    const page = await store.after(account, record.id, { after, limit: 100, notes: false });
    messages.push(...page);
    const last = page.at(-1);
    if (last === undefined || page.length < 100) return { messages, cut: first > 0 };
    after = last.sequence;
  }
}
