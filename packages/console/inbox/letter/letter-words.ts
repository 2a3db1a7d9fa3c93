// What of an e-mail is said in words: its recipients, its kind, its reports and what could not be read.
import type { LetterHead, MailPerson, UnreadPart } from '@opportune/protocol/channel/letter.ts';
import { isolated } from '../../words/isolated.ts';
import { t } from '../../words/words.ts';

/** Recipients that are named. The others are counted. */
const named = 3;

export function peopleWords(people: readonly MailPerson[]): string {
  const words = people
    .slice(0, named)
    .map(({ name, address }) => isolated(name === '' ? address : name))
    .join(', ');
  const n = people.length - named;
  return n > 0 ? t('mails.people.more', { people: words, n }) : words;
}

/** Null: a person wrote it, which needs no mark. */
export function kindWords({ kind }: LetterHead): string | null {
  if (kind.type === 'person') return null;
  if (kind.type !== 'calendar') return t(`mails.kind.${kind.type}`);
  const { method, answer, summary } = kind.calendar;
  if (summary === '') return t('mails.kind.calendar');
  return t(`mails.calendar.${answer ?? method}`, { summary: isolated(summary) });
}

/** A line each: what became of a letter of ours. */
export function reportWords({ kind }: LetterHead): readonly string[] {
  if (kind.type !== 'bounce') return [];
  return kind.reports.map(({ recipient, action, status, diagnostic }) => {
    const address = recipient === '' ? t('mails.report.somebody') : isolated(recipient);
    const why = [status, diagnostic].filter((word) => word !== '').join(' ');
    const what = t(`mails.report.${action}`, { address });
    return why === '' ? what : `${what}: ${isolated(why)}`;
  });
}

export function unreadWords({ what, name }: UnreadPart): string {
  return t(`mails.unread.${what}`, { name: isolated(name) });
}

const time = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z)?)?$/;

/**
 * The start of an invitation: an instant, or a date and a time of day as its writer meant them, in ms of
 * UTC. Null: it has none that can be read.
 */
export function startOf({
  kind,
}: LetterHead): { readonly at: number; readonly isInstant: boolean } | null {
  if (kind.type !== 'calendar') return null;
  const [, year, month, day, hour = '0', minute = '0', second = '0', utc] =
    time.exec(kind.calendar.start) ?? [];
  if (year === undefined) return null;
  const at = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  return { at, isInstant: utc !== undefined };
}
