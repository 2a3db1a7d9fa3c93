// Decides who or what wrote a letter, and whether anything automatic may answer it.
import type { LetterKind } from '../letter.ts';
import type { Header } from '../mime/headers.ts';
import type { Part } from '../mime/parts.ts';
import { automaticOf, refusesAnswers } from './automatic.ts';
import { originalInWords, originalOf, readReports, reportsInWords } from './bounce.ts';
import type { Calendar } from './calendar.ts';

export interface Judged {
  readonly root: Part;
  /** Every part, in the order of the letter. */
  readonly parts: readonly Part[];
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  readonly calendar: Calendar | null;
}

export function kindOf(letter: Judged): LetterKind {
  const { root, parts, subject, calendar } = letter;
  const report = reportType(root);
  if (report === 'disposition-notification')
    return { type: 'read-receipt', original: originalIn(parts, 'original-message-id') };
  if (report === 'feedback-report') return { type: 'complaint', original: originalOf(parts) };
  const bounce = bounceOf(letter, report);
  if (bounce !== null) return bounce;
  const automatic = automaticOf(root.header, subject);
  if (automatic?.type === 'auto-reply') return automatic;
  if (calendar !== null) return { type: 'calendar', calendar };
  const list = listOf(root.header);
  if (list !== null) return { type: 'list', list };
  return automatic ?? { type: 'person' };
}

/** RFC 3834, section 2: also what has no return path, and what a machine or a list sent. */
export function isAutomatic(kind: LetterKind, header: Header): boolean {
  if (kind.type !== 'person' && kind.type !== 'calendar') return true;
  if (isFromNobody(header) || refusesAnswers(header)) return true;
  if (automaticOf(header, '') !== null) return true;
  return /\b(list|bulk|junk)\b/i.test(header.one('precedence') ?? '');
}

function reportType({ type }: Part): string {
  return type.value === 'multipart/report'
    ? (type.parameters.get('report-type')?.toLowerCase() ?? '')
    : '';
}

function bounceOf({ root, parts, from, subject, text }: Judged, report: string): LetterKind | null {
  const reports = readReports(parts);
  if (report === 'delivery-status' || reports.length > 0) {
    const said = reports.length > 0 ? reports : reportsInWords(root.header, text);
    return { type: 'bounce', bounce: { reports: said, original: originalOf(parts) } };
  }
  const isPostmaster = postmaster.test(from) || isFromNobody(root.header);
  const isReport = root.header.one('x-failed-recipients') !== null || failure.test(subject);
  if (!isPostmaster || !isReport) return null;
  const original = originalOf(parts) ?? originalInWords(text);
  return { type: 'bounce', bounce: { reports: reportsInWords(root.header, text), original } };
}

function isFromNobody(header: Header): boolean {
  return /^<\s*>$/.test(header.one('return-path')?.trim() ?? '');
}

const postmaster = /^(mailer-daemon|postmaster|mail-daemon|mailerdaemon|double-bounce)@/i;
const failure =
  /undeliver|delivery (status|failure|has failed|incomplete)|returned mail|failure notice|mail delivery|nicht zustellbar|unzustellbar|zustellung fehlgeschlagen|non remis|échec de (la )?remise|no se (ha )?(pudo )?entreg|no entregad|devuelto|non recapitabile|mancato recapito|niet (af)?leverbaar|niedostarczon|недоставлен|не доставлен|配信不能|退信|无法投递/i;

function originalIn(parts: readonly Part[], field: string): string | null {
  for (const part of parts) {
    if (part.type.value !== 'message/disposition-notification') continue;
    const words = Buffer.from(part.bytes()).toString('latin1');
    const id = new RegExp(`^${field}:\\s*(<[^<>\\s]+>)`, 'im').exec(words)?.[1];
    if (id !== undefined) return id;
  }
  return originalOf(parts);
}

/** RFC 2919: the id of the list. Announcements have only a way to unsubscribe. */
function listOf(header: Header): string | null {
  const id = header.one('list-id');
  if (id !== null) return /<([^<>]+)>/.exec(id)?.[1] ?? id.trim();
  if (header.one('list-post') !== null || header.one('list-unsubscribe') !== null)
    return header.one('list-post') ?? '';
  return /^list\b/i.test(header.one('precedence') ?? '') ? '' : null;
}
