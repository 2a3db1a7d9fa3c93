// Sends an ended conversation by e-mail: records it with its job, and waits for the result. Callers
// decide who may request it, and to which address.
import type { BrandColours } from '@opportune/content/colour.ts';
import { publish } from '@opportune/core/bus/bus-messages.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import { type Letter, type MailOf, outcomeOf } from '@opportune/core/ports/mail.ts';
import type { Schedule } from '@opportune/core/world/world.ts';
import { jobsMade } from '@opportune/protocol/bus/changes.ts';
import { afterLimits } from '@opportune/protocol/conversation/after.ts';
import type { Conversation, Message } from '@opportune/protocol/conversation/conversation.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { AccountId, SiteId, VisitorId } from '@opportune/protocol/ids.ts';
import type { Language } from '@opportune/words/language.ts';
import type { TranscriptTo, TranscriptTry } from './transcript-job.ts';
import type { Sent } from './transcript-kind.ts';
import { transcriptLetter } from './transcript-letter.ts';
import type { TranscriptOrder, Transcripts } from './transcripts.ts';

/** What a letter depends on beside the conversation. */
interface LetterPlace {
  /** What the site is called. */
  readonly site: string;
  readonly brand: BrandColours;
  /** In which its account lives. */
  readonly timeZone: string;
  /** The visitor's. */
  readonly language: Language;
}

export interface Sending {
  readonly store: ConversationStore;
  readonly mailOf: MailOf;
  readonly log: Log;
  readonly bus: Bus;
  readonly schedule: Schedule;
  placeOf(account: AccountId, site: SiteId | null, visitor: VisitorId | null): Promise<LetterPlace>;
}

/** Callers that wait for an e-mail that they requested. */
export class Waiting {
  readonly #told = new Map<string, (refused: ErrorCode | null) => void>();

  /**
   * Resolves with the result, or with null if it takes too long. The e-mail is then sent without
   * the caller.
   */
  until(schedule: Schedule, account: AccountId, of: TranscriptTry): Promise<ErrorCode | null> {
    const { promise, resolve } = Promise.withResolvers<ErrorCode | null>();
    const key = keyOf(account, of);
    this.#told.set(key, resolve);
    const cancel = schedule(afterLimits.transcriptWaitMs, () => resolve(null));
    return promise.finally(() => {
      cancel();
      this.#told.delete(key);
    });
  }

  tell(account: AccountId, of: TranscriptTry, refused: ErrorCode | null): void {
    this.#told.get(keyOf(account, of))?.(refused);
  }
}

function keyOf(account: AccountId, { conversation, by, tries }: TranscriptTry): string {
  return JSON.stringify([account, conversation, by, tries]);
}

/** Null once the mail server has accepted it, else why it was not sent. */
export async function sendTranscript(
  use: Sending & { readonly transcripts: Transcripts; readonly waiting: Waiting },
  order: TranscriptOrder,
  now: number,
): Promise<ErrorCode | null> {
  const { account, conversation, by } = order;
  if (!(await use.mailOf(account)).configured) return 'mail.not_configured';
  const claimed = await use.transcripts.claim(order, now);
  if (typeof claimed === 'string') return claimed;
  const became = use.waiting.until(use.schedule, account, { conversation, by, ...claimed });
  publish(use.bus, jobsMade, { account });
  return became;
}

/** As its job does it. */
export async function sendLetter(use: Sending, to: TranscriptTo): Promise<Sent> {
  const mail = await use.mailOf(to.account);
  if (!mail.configured) return { refused: 'mail.not_configured', isUnknown: false };
  const letter = await letterOf(use, to);
  if (letter === null) return { refused: 'transcript.not_offered', isUnknown: false };
  return mail.send(letter, afterLimits.transcriptWaitMs).then(
    () => ({ refused: null, isUnknown: false }),
    (error: unknown) => {
      use.log.warn('a transcript was not taken', { reason: String(error) });
      return { refused: 'mail.failed', isUnknown: outcomeOf(error).type === 'uncertain' };
    },
  );
}

/** Null where the conversation is gone. */
async function letterOf(
  use: Sending,
  { account, conversation, address }: TranscriptTo,
): Promise<Letter | null> {
  const record = await use.store.load(account, conversation);
  if (record === null) return null;
  const { messages, cut } = await newest(use.store, account, record);
  const place = await use.placeOf(account, record.site, record.visitor);
  return transcriptLetter({ to: address, ...place, startedAt: record.startedAt, messages, cut });
}

/** As many messages as an e-mail holds. Numbers have no gaps, so the newest are known by number. */
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
