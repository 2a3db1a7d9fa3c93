// Takes what contacts answer: a yes or no in the page, or a code in their conversation. Nothing is
// told to whoever answers wrongly, so nobody learns whom the account knows.
import type { AtPage } from '@opportune/core/call/caller-codes.ts';
import type { OpenedPage } from '@opportune/core/ports/conversation/verification.ts';
import type { ChatLink } from '@opportune/core/ports/visitor-chat.ts';
import { type AddressAt, visitorAddress, webChannel } from '@opportune/protocol/contact/contact.ts';
import type { AccountId, ConversationId } from '@opportune/protocol/ids.ts';
import { languageOf } from '@opportune/words/language.ts';
import { sentIn } from '@opportune/words/sent.ts';
import { questionOf } from './page-question.ts';
import { codeIn, hashOfCode, hashOfLink, isSameHash, linkIn } from './secrets.ts';
import type { Heard, VerificationParts } from './seams.ts';
import {
  askedNow,
  codeAskedIn,
  endVerification,
  isSameAddress,
  noteTry,
  openLink,
  type VerificationRow,
} from './verification-rows.ts';

/** Asks on the page of a link. A code that is unknown is charged to the address it came from. */
export async function openPage(
  use: VerificationParts,
  link: ChatLink,
  { search, view, isProved }: OpenedPage,
): Promise<void> {
  const code = linkIn(search);
  if (code === null) return;
  const lookup = [{ budget: 'lookups.address' as const, payer: link.payer ?? '', amount: 1 }];
  if (use.budgets.charge(lookup) > 0) return;
  const { account, site, visitor } = link;
  const browser = visitorAddress(visitor);
  const now = use.world.clock.now();
  const { isKnown, row } = await use.records.withAccount(account, async (sql) => {
    const isKnown = isProved && (await use.isSignedIn(sql, browser));
    const row = isKnown ? await openLink(sql, hashOfLink(code), { site, visitor, now }) : null;
    return { isKnown, row };
  });
  const words = sentIn(languageOf(link.reads ?? []));
  if (!isKnown) return show(link, questionOf('none', view, words.verifySignIn));
  if (row === null) return;
  use.budgets.refund(lookup);
  const [channel, who] = await writerOf(use, account, row);
  const { headline, text, yes } = words.verifyAsk;
  const asks = { headline: headline(channel), text: text(channel, who), yes };
  show(link, questionOf(row.id, view, asks));
}

function show(link: ChatLink, engagement: ReturnType<typeof questionOf>): void {
  link.send({ type: 'engage', engagement });
}

/** The channel, and how the contact is known in it: their name, and what their address says. */
async function writerOf(
  { channels, conversations }: VerificationParts,
  account: AccountId,
  { at, conversation }: VerificationRow,
): Promise<[string, string]> {
  const name = (await channels.nameOf(account, at.channel)) ?? '';
  const talk = await conversations.load(account, conversation);
  const isSpoken = /^\+?\d{5,}$|@/.test(at.address);
  const who = [talk?.visitorName ?? '', isSpoken ? at.address : ''].filter((each) => each !== '');
  return [name, who.join(', ') || '…'];
}

/** The visitor of a browser that opened the link said yes or no. */
export async function answerPage(
  use: VerificationParts,
  { account, visitor }: ChatLink,
  { id, isYes }: { readonly id: string; readonly isYes: boolean },
): Promise<void> {
  const now = use.world.clock.now();
  const row = await use.records.withAccount(account, async (sql) => {
    const asked = await askedNow(sql, id, now);
    if (asked?.visitor !== visitor) return null;
    if (!isYes) await endVerification(sql, id, { state: 'declined', now });
    return isYes ? asked : null;
  });
  if (row !== null) await join(use, account, row, visitorAddress(visitor));
}

/** A contact wrote something. It may be the code that their conversation was asked for. */
export async function hearCode(
  use: VerificationParts,
  account: AccountId,
  { by, conversation, text }: Heard,
): Promise<void> {
  const code = codeIn(text);
  if (code === null) return;
  const now = use.world.clock.now();
  const row = await use.records.withAccount(account, async (sql) => {
    const asked = await codeAskedIn(sql, conversation, now);
    if (asked === null || !isSameAddress(asked.at, by)) return null;
    if (isSameHash(hashOfCode(use.key, asked.id, code), asked.secretHash)) return asked;
    await noteTry(sql, asked.id, now);
    return null;
  });
  if (row?.to) await join(use, account, row, row.to);
}

/** Whether what a caller typed, or told an agent, is the code that was sent to their contact. */
export async function typedCode(
  use: VerificationParts,
  account: AccountId,
  conversation: ConversationId,
  digits: string,
): Promise<boolean> {
  const now = use.world.clock.now();
  const isRight = await use.records.withAccount(account, async (sql) => {
    const asked = await codeAskedIn(sql, conversation, now);
    if (asked === null) return false;
    if (!isSameHash(hashOfCode(use.key, asked.id, digits), asked.secretHash)) {
      await noteTry(sql, asked.id, now);
      return false;
    }
    // Another one may have been as quick.
    if ((await askedNow(sql, asked.id, now)) === null) return false;
    await endVerification(sql, asked.id, { state: 'verified', now });
    return true;
  });
  if (!isRight) return false;
  const page = await pageOf(use, account, conversation);
  const aside = { type: 'caller-code', result: 'sent' } as const;
  await use.desk.proveCaller(account, conversation, page, aside);
  return true;
}

/** The browser of the contact that was verified and seen last. No contacts are joined by a call. */
async function pageOf(
  { conversations, verifiedOf }: VerificationParts,
  account: AccountId,
  id: ConversationId,
): Promise<AtPage | null> {
  const talk = await conversations.load(account, id);
  if (talk === null) return null;
  const browser = (await verifiedOf(account, talk.contact)).findLast(
    ({ channel }) => channel === webChannel,
  );
  if (browser === undefined) return null;
  const [last] = await conversations.list(account, { ...browser, before: null, limit: 1 });
  if (last === undefined || last.site === null || last.visitor === null) return null;
  return { site: last.site, visitor: last.visitor };
}

async function join(
  { world, join: joinBoth, desk }: VerificationParts,
  account: AccountId,
  { id, at, conversation, way }: VerificationRow,
  other: AddressAt,
): Promise<void> {
  const now = world.clock.now();
  const isJoined = await joinBoth(account, [at, other], {
    stands: async (sql) => (await askedNow(sql, id, now)) !== null,
    note: (sql, joined) => endVerification(sql, id, { state: joined ? 'verified' : 'failed', now }),
  });
  if (isJoined) await desk.note(account, conversation, { type: 'verified', by: way });
}
