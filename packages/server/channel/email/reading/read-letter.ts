// Reads an e-mail: who wrote it to whom, what they wrote, what is quoted, its files, and what kind of letter
// it is. Nothing of it is trusted, everything is bounded, and nothing throws: what cannot be read is said.
import { foldedOf, wordsOf } from '@opportune/core/mail/cut/cut.ts';
import { letterLimits as limits } from '@opportune/protocol/limits/mail.ts';
import { collect, type Collected } from './body/collect.ts';
import { type Shown, shownText } from './body/shown-text.ts';
import { readAddresses } from './header/addresses.ts';
import { authenticatedBy } from './header/authenticated.ts';
import { readDate } from './header/dates.ts';
import { readMessageIds } from './header/message-ids.ts';
import { sanitise } from './html/sanitise.ts';
import { readCalendar } from './kind/calendar.ts';
import { isAutomatic, kindOf } from './kind/kind-of.ts';
import type { Letter, LetterFile, MailAddress, OwnMail } from './letter.ts';
import type { Header } from './mime/headers.ts';
import { parseParts } from './mime/parts.ts';
import { decodeWords } from './mime/words.ts';
import type { Unread } from './unread.ts';

/** `raw`: the whole message as it came. */
export async function readLetter(raw: Uint8Array, own: OwnMail): Promise<Letter> {
  return readLetterNow(raw, own);
}

/** The same at once, for callers that cannot wait. */
export function readLetterNow(raw: Uint8Array, own: OwnMail): Letter {
  const { root, unread } = parseParts(raw);
  const { header } = root;
  const collected = collect(root);
  const shown = shownText(collected.said);
  const safe = shown.nodes === null || shown.isCut ? null : sanitise(shown.nodes);
  const from = readAddresses(header.one('from'))[0] ?? senderOf(header);
  const subject = subjectOf(header);
  const text = wordsOf(shown.cuts);
  const calendar = calendarOf(collected);
  const said = shown.cuts.map((cut) => cut.text).join('');
  const judged = { root, subject, calendar, from: from?.address ?? '', text: said };
  const kind = kindOf({ ...judged, parts: collected.parts });
  return {
    ...addressesOf(header),
    ...{ from, subject, kind, text },
    messageId: readMessageIds(header.one('message-id'))[0] ?? null,
    inReplyTo: readMessageIds(header.one('in-reply-to')),
    references: readMessageIds(header.one('references')),
    at: readDate(header.one('date')),
    language: languageOf(header, shown),
    folded: foldedOf(shown.cuts),
    html: safe?.html ?? null,
    remoteImages: safe?.remoteImages ?? false,
    files: filesOf(collected, safe?.contentIds ?? null),
    automatic: isAutomatic(kind, header),
    loop: isLoop(header, from, own),
    authenticated: authenticatedBy(header, own.authservId),
    signed: collected.signed,
    unread: eachOnce([...unread, ...collected.unread, ...htmlUnread(shown)]),
  };
}

type Addresses = Pick<Letter, 'to' | 'cc' | 'replyTo' | 'recipients'>;

/** Where a server notes whom it delivered to, beside the fields that its writer sees. */
const deliveredFields = ['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to'] as const;

function addressesOf(header: Header): Addresses {
  const lists = (name: string): readonly MailAddress[] =>
    header.all(name).flatMap(readAddresses).slice(0, limits.addresses);
  const [to, cc] = [lists('to'), lists('cc')];
  const all = [...to, ...cc, ...deliveredFields.flatMap(lists)].map(({ address }) => address);
  return { to, cc, replyTo: lists('reply-to'), recipients: [...new Set(all)] };
}

function senderOf(header: Header): MailAddress | null {
  return readAddresses(header.one('sender'))[0] ?? null;
}

function subjectOf(header: Header): string {
  return decodeWords(header.one('subject') ?? '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, limits.subjectLength);
}

function languageOf(header: Header, { language }: Shown): string | null {
  const said = /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})?/.exec(
    header.one('content-language')?.trim() ?? '',
  );
  return said?.[0] ?? language;
}

function calendarOf({ calendars }: Collected) {
  return calendars.map(readCalendar).find((calendar) => calendar !== null) ?? null;
}

/** Of ours, or gone round so often that it must be a circle (RFC 5321, section 6.3). */
function isLoop(header: Header, from: MailAddress | null, { addresses }: OwnMail): boolean {
  const ours = addresses.map((address) => address.toLowerCase());
  const isOurs = (address: string): boolean =>
    ours.includes(address.toLowerCase().replace(/\+[^@]*@/, '@')) ||
    ours.includes(address.toLowerCase());
  if (from !== null && isOurs(from.address)) return true;
  const looped = header.all('x-loop').flatMap(readAddresses);
  if (looped.some(({ address }) => isOurs(address))) return true;
  return header.all('received').length > limits.hops;
}

/** A picture is inline only if the HTML shows it. */
function filesOf({ files }: Collected, shown: ReadonlySet<string> | null): readonly LetterFile[] {
  return files.map((file) => ({
    ...file,
    inline: file.contentId !== null && shown?.has(file.contentId) === true,
  }));
}

function htmlUnread({ isCut }: Shown): readonly Unread[] {
  return isCut ? [{ what: 'html', name: '' }] : [];
}

function eachOnce(unread: readonly Unread[]): readonly Unread[] {
  const keys = unread.map(({ what, name }) => `${what} ${name}`);
  return unread.filter((_, at) => keys.indexOf(keys[at] ?? '') === at);
}
