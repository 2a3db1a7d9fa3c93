// Predefined answers as files: JSON as in the API, and CSV (RFC 4180) for spreadsheets. Reading
// accepts both, with columns in any order. It refuses answers without shortcut, title or text.
import {
  AnswerDraft,
  type PredefinedAnswer,
} from '@opportune/protocol/rest/conversation/answers.ts';

const columns = ['shortcut', 'title', 'text', 'folder', 'skill', 'language', 'needs'] as const;

export type ReadAnswers =
  | { readonly type: 'answers'; readonly answers: readonly AnswerDraft[] }
  | { readonly type: 'unread' }
  /** An answer is invalid; `at` counts from 1. */
  | { readonly type: 'wrong'; readonly at: number };

export function answersJson(answers: readonly PredefinedAnswer[]): string {
  const bare = answers.map(({ id: _, own: __, ...draft }) => draft);
  return `${JSON.stringify({ answers: bare }, null, 2)}\n`;
}

export function answersCsv(answers: readonly PredefinedAnswer[]): string {
  const rows = answers.map((answer) => columns.map((column) => textOf(answer[column])));
  return [columns, ...rows].map((row) => row.map(cellOf).join(',')).join('\r\n') + '\r\n';
}

/** Ids are separated by a space. */
function textOf(value: string | readonly string[] | null): string {
  return typeof value === 'string' ? value : (value ?? []).join(' ');
}

export function readAnswers(file: string): ReadAnswers {
  const entries = entriesOf(file.replace(/^\uFEFF/, ''));
  if (entries === null) return { type: 'unread' };
  const answers: AnswerDraft[] = [];
  for (const [at, entry] of entries.entries()) {
    const parsed = AnswerDraft.safeParse(entry);
    if (!parsed.success) return { type: 'wrong', at: at + 1 };
    answers.push(parsed.data);
  }
  return answers.length === 0 ? { type: 'unread' } : { type: 'answers', answers };
}

function entriesOf(file: string): readonly unknown[] | null {
  if (/^\s*[[{]/.test(file)) return entriesOfJson(file);
  const [head, ...rows] = cellsOf(file);
  const names = head?.map((name) => name.trim().toLowerCase()) ?? [];
  if (!names.includes('shortcut')) return null;
  return rows.map((row) =>
    Object.fromEntries(
      names.flatMap((name, at) => {
        const cell = undefused(row[at] ?? '');
        // An empty cell means no skill or no language.
        return cell === '' ? [] : [[name, name === 'needs' ? cell.trim().split(/\s+/) : cell]];
      }),
    ),
  );
}

function entriesOfJson(file: string): readonly unknown[] | null {
  try {
    const value: unknown = JSON.parse(file);
    if (Array.isArray(value)) return value;
    const listed = typeof value === 'object' && value !== null && 'answers' in value;
    return listed && Array.isArray(value.answers) ? value.answers : null;
  } catch {
    return null;
  }
}

/** A spreadsheet would run a cell that begins so as a formula. */
const formula = /^[=+\-@\t\r]/;

function cellOf(text: string): string {
  const safe = formula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function undefused(cell: string): string {
  return cell.startsWith("'") && formula.test(cell.slice(1)) ? cell.slice(1) : cell;
}

/** Rows of cells, separated by comma or semicolon as in the first line. Skips empty lines. */
function cellsOf(file: string): readonly (readonly string[])[] {
  const first = file.slice(0, Math.max(0, file.search(/\r?\n|$/)));
  const comma = first.includes(',') || !first.includes(';') ? ',' : ';';
  const rows: string[][] = [];
  let row: string[] = [];
  let text = '';
  let quoted = false;
  const endCell = (): void => {
    row.push(text);
    text = '';
  };
  const endRow = (): void => {
    endCell();
    if (row.some((each) => each !== '')) rows.push(row);
    row = [];
  };
  for (let at = 0; at < file.length; at += 1) {
    const char = file[at] ?? '';
    if (quoted) {
      if (char !== '"') text += char;
      else if (file[at + 1] === '"') {
        text += '"';
        at += 1;
      } else quoted = false;
    } else if (char === '"' && text === '') quoted = true;
    else if (char === comma) endCell();
    else if (char === '\n') endRow();
    else if (char !== '\r') text += char;
  }
  endRow();
  return rows;
}
