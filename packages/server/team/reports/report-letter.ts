// A history as an e-mail: the chosen figures compared with the span before, in plain text and as a
// table in simple HTML, with the CSV file. All text is escaped. It computes nothing.
import type { Letter } from '@opportune/core/ports/mail.ts';
import {
  type Figure,
  type FigureId,
  type History,
  historyFigures,
  type ReportDraft,
  type ReportLanguage,
} from '@opportune/protocol/rest/team/history.ts';
import { escaped } from '../../http/html.ts';
import { type HistoryWords, historyWordsIn } from '../history/figure-catalogue.ts';
import { fileOf, historyCsv } from '../history/history-csv.ts';

export interface ReportLetterOf {
  readonly to: string;
  readonly account: string;
  readonly draft: ReportDraft;
  readonly history: History;
  /** The address at which the report can be changed. */
  readonly link: string;
}

interface Line {
  readonly name: string;
  readonly value: string;
  readonly before: string;
  readonly about: string;
}

export function reportLetter({ to, account, draft, history, link }: ReportLetterOf): Letter {
  const { every, figures, language } = draft;
  const words = historyWordsIn(language);
  const { from, until, timeZone, asOf } = history;
  const subject = filled(words(`letter.subject.${every}`), {
    day: dayWords(from, language),
    from: dayWords(from, language),
    until: dayWords(until, language),
  });
  const time = new Intl.DateTimeFormat(language, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone,
    hourCycle: 'h23',
  }).format(asOf);
  const about = filled(words('letter.about'), { account, zone: timeZone, time });
  const foot = filled(words('letter.foot'), { link });
  const lines = figures.map((id) => lineOf(id, history, language, words));
  const before = words(`letter.before.${every}`);
  return {
    to,
    subject,
    text: [
      subject,
      about,
      ...lines.map(
        (line) => `${line.name}: ${line.value}\n  ${before}: ${line.before}\n  ${line.about}`,
      ),
      foot,
      '',
    ].join('\n\n'),
    html: page({ subject, about, foot, before, lines, language, words }),
    attachments: [
      {
        name: fileOf(history),
        type: 'text/csv; charset=utf-8',
        content: historyCsv(history, figures, words),
      },
    ],
  };
}

function lineOf(
  id: FigureId,
  { whole, before }: History,
  language: ReportLanguage,
  words: HistoryWords,
): Line {
  return {
    name: words(`figure.${id}`),
    value: figureWords(whole[id], id, language),
    before: figureWords(before.whole[id], id, language),
    about: words(`figure.${id}.about`),
  };
}

/** A figure as the console shows it, with its base if that is another number. */
function figureWords({ value, of }: Figure, id: FigureId, language: ReportLanguage): string {
  if (value === null) return '–';
  const number = (shown: number, options: Intl.NumberFormatOptions = {}): string =>
    new Intl.NumberFormat(language, { maximumFractionDigits: 0, ...options }).format(shown);
  switch (historyFigures[id]) {
    case 'count':
      return number(value);
    case 's':
      return `${clock(value)} (${number(of)})`;
    case 'share': {
      const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
      const share = number(value, { style: 'percent', ...digits });
      // A share of the time that agents were online, or of conversations or answers.
      return `${share} (${id === 'occupancy' ? clock(of) : number(of)})`;
    }
    case 'ratio':
      return number(value, { maximumFractionDigits: 1 });
    case 'points': {
      const sign = value > 0 ? '+' : value < 0 ? '−' : '';
      return `${sign}${number(Math.abs(value))} (${number(of)})`;
    }
  }
}

/** `1:05` minutes and seconds, `2:00:07` with hours. */
function clock(seconds: number): string {
  const whole = Math.round(seconds);
  const two = (part: number): string => String(part).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0
    ? `${hours}:${two(minutes)}:${two(whole % 60)}`
    : `${minutes}:${two(whole % 60)}`;
}

function dayWords(day: string, language: ReportLanguage): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(
    Date.parse(day),
  );
}

function filled(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
}

function page(of: {
  readonly subject: string;
  readonly about: string;
  readonly foot: string;
  readonly before: string;
  readonly lines: readonly Line[];
  readonly language: ReportLanguage;
  readonly words: HistoryWords;
}): string {
  const cell = 'padding:6px 12px 6px 0;border-bottom:1px solid #ddd;vertical-align:top';
  const right = `${cell};text-align:right;white-space:nowrap`;
  const rows = of.lines.map(
    ({ name, value, before, about }) =>
      `<tr><td style="${cell}"><b>${escaped(name)}</b><br><small>${escaped(about)}</small></td>` +
      `<td style="${right}"><b>${escaped(value)}</b></td><td style="${right}">${escaped(before)}</td></tr>`,
  );
  return [
    `<!doctype html><html lang="${of.language}"><head><meta charset="utf-8">`,
    `<title>${escaped(of.subject)}</title></head>`,
    '<body style="font:15px/1.5 sans-serif;max-width:680px">',
    `<h1 style="font-size:18px">${escaped(of.subject)}</h1><p>${escaped(of.about)}</p>`,
    `<table style="border-collapse:collapse;width:100%"><thead><tr><th style="${cell};text-align:left">${escaped(of.words('letter.figure'))}</th>`,
    `<th style="${right}">${escaped(of.words('letter.value'))}</th><th style="${right}">${escaped(of.before)}</th></tr></thead>`,
    `<tbody>${rows.join('\n')}</tbody></table>`,
    `<p><small>${escaped(of.foot)}</small></p></body></html>`,
  ].join('\n');
}
