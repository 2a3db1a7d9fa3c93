// Splits a query over facts into names, tables, texts and signs, as ClickHouse would, so that the
// inside of a text or a comment is never taken for a name. It refuses what it cannot split.
import { EngineError } from '../engine-error.ts';

export interface Token {
  readonly type: 'name' | 'table' | 'text' | 'number' | 'parameter' | 'sign';
  readonly text: string;
  /** The text in lower case. For a table, its name without the sign. */
  readonly word: string;
  /** A name in quotation marks is never a keyword. */
  readonly quoted: boolean;
  readonly start: number;
  readonly end: number;
}

const pattern = new RegExp(
  [
    String.raw`(?<space>\s+|--[^\n]*|/\*[\s\S]*?\*/)`,
    String.raw`(?<text>'(?:[^'\\]|\\[\s\S]|'')*')`,
    String.raw`(?<parameter>\{\s*[A-Za-z_]\w*\s*:[A-Za-z0-9_(), ']+\})`,
    String.raw`(?<table>\$[A-Za-z_]\w*)`,
    '(?<quoted>`(?:[^`\\\\]|\\\\[\\s\\S]|``)*`|"(?:[^"\\\\]|\\\\[\\s\\S]|"")*")',
    String.raw`(?<number>\d[\w.]*)`,
    String.raw`(?<name>[A-Za-z_]\w*)`,
    String.raw`(?<sign>->|<=|>=|!=|<>|==|\|\||::|[-+*/%=<>!?:;,.()[\]{}])`,
  ].join('|'),
  'y',
);

/** The tokens of a query, without spaces and comments. Throws `facts.unscoped`. */
export function tokenise(sql: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < sql.length) {
    pattern.lastIndex = at;
    const found = pattern.exec(sql);
    if (found === null) {
      throw new EngineError(
        'facts.unscoped',
        `The query over facts cannot be read at ${JSON.stringify(sql.slice(at, at + 20))}.`,
      );
    }
    const end = at + found[0].length;
    if (found.groups?.['space'] === undefined) tokens.push(toToken(found, at, end));
    at = end;
  }
  return tokens;
}

function toToken(found: RegExpExecArray, start: number, end: number): Token {
  const text = found[0];
  const groups = found.groups ?? {};
  const quoted = groups['quoted'] !== undefined;
  const bare = quoted || groups['table'] !== undefined ? text.replace(/^["`$]|["`]$/g, '') : text;
  const type = quoted ? 'name' : typeOf(groups);
  return { type, text: quoted ? bare : text, word: bare.toLowerCase(), quoted, start, end };
}

function typeOf(groups: Readonly<Record<string, string | undefined>>): Token['type'] {
  for (const type of ['table', 'text', 'number', 'parameter', 'name'] as const) {
    if (groups[type] !== undefined) return type;
  }
  return 'sign';
}
