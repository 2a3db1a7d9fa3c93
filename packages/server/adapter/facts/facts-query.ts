// The one builder of queries over facts (promise 6). It replaces `$events` and the other tables by
// their account's rows only, and refuses SQL that could reach a table in another way. It checks
// names, not meaning: the engine decides whether the rest is valid.
import { factTables } from '@opportune/core/ports/facts.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { EngineError } from '../engine-error.ts';
import { type EndedRun, isStale } from './ended-runs.ts';
import { type Token, tokenise } from './facts-tokens.ts';

export interface ScopedQuery {
  readonly sql: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** The parameter that carries the account. A caller cannot set it. */
const accountParam = 'opportune_account';
const tables = new Set<string>(factTables);
/** Words that end a statement's safe part: output, settings, verbs of other statements. */
const forbiddenWords = new Set([
  'settings',
  'format',
  'outfile',
  'infile',
  'system',
  'insert',
  'alter',
  'drop',
  'create',
  'attach',
  'set',
  'use',
  'explain',
  'show',
  'describe',
]);
/** Functions that read a table, a file or a host named in an argument, or that only waste time. */
const forbiddenFunctions =
  /^(dictget\w*|dicthas|dictisin|joinget\w*|hascolumnintable|file|sleep\w*|url|remote\w*|cluster\w*|s3\w*|merge|getserverport|getsetting|evalmlmethod|catboostevaluate|executable|mysql|postgresql|jdbc|odbc|sqlite|mongodb|redis|hdfs|azure\w*|iceberg\w*|deltalake\w*|hudi|view|viewifpermitted|loop|input|generaterandom|nullif_table)$/;
/** Table functions that read nobody's data. */
const harmlessSources = new Set([
  'numbers',
  'zeros',
  'values',
  'generateseries',
  'generate_series',
]);

/**
 * The query with each table narrowed to the account, and to rows that are not stale: `ended` are the runs
 * whose later rows are. Throws `facts.unscoped`.
 */
export function scopeQuery(
  account: AccountId,
  sql: string,
  params: Readonly<Record<string, unknown>> = {},
  ended: readonly EndedRun[] = [],
): ScopedQuery {
  const tokens = tokenise(sql);
  const first = tokens[0]?.word;
  if (first !== 'select' && first !== 'with') refuse('a query starts with SELECT or WITH');
  if (Object.hasOwn(params, accountParam))
    refuse(`the parameter ${accountParam} is set by the store`);
  const common = commonTables(tokens);
  tokens.forEach((token, at) => {
    checkWord(token, tokens[at + 1]);
    if (isSource(tokens, at)) checkSource(tokens, at + 1, common);
  });
  const rows = [`account = {${accountParam}:String}`, ...ended.map((run) => `NOT ${isStale(run)}`)];
  return {
    sql: narrow(sql, tokens, rows.join(' AND ')),
    params: { ...params, [accountParam]: account },
  };
}

function refuse(why: string): never {
  throw new EngineError('facts.unscoped', `The query over facts was refused: ${why}.`);
}

function checkWord(token: Token, next: Token | undefined): void {
  if (token.text === ';') refuse('it holds more than one statement');
  if (token.type === 'table' && !tables.has(token.word)) refuse(`there is no table $${token.word}`);
  if (token.type === 'parameter' && /identifier/.test(token.word)) {
    refuse('a parameter cannot be a name');
  }
  if (token.type !== 'name') return;
  if (!token.quoted && forbiddenWords.has(token.word))
    refuse(`\`${token.text}\` is not for reports`);
  if (next?.text === '(' && forbiddenFunctions.test(token.word))
    refuse(`the function ${token.text} is not for reports`);
}

/** Names that the query itself defines: `WITH name AS (…)`. */
function commonTables(tokens: readonly Token[]): ReadonlySet<string> {
  const names = new Set<string>();
  tokens.forEach((token, at) => {
    const defines = tokens[at + 1]?.word === 'as' && tokens[at + 2]?.text === '(';
    const opens =
      ['with', 'recursive'].includes(tokens[at - 1]?.word ?? '') || tokens[at - 1]?.text === ',';
    if (token.type === 'name' && defines && opens) names.add(token.text);
  });
  for (const name of names)
    if (tables.has(name.toLowerCase())) refuse(`\`${name}\` is the name of a fact table`);
  return names;
}

/** Whether a table is expected after this token. */
function isSource(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  if (token === undefined || token.type !== 'name' || token.quoted) return false;
  if (token.word === 'from') return !insideFunction(tokens, at);
  if (token.word === 'join') return tokens[at - 1]?.word !== 'array';
  return token.word === 'in';
}

/** `trim(LEADING x FROM y)`, `extract(day FROM t)`, `substring(a FROM 1)`: no table follows. */
function insideFunction(tokens: readonly Token[], at: number): boolean {
  let depth = 0;
  for (let back = at - 1; back >= 0; back -= 1) {
    const { text, word } = tokens[back]!;
    if (text === ')') depth += 1;
    if (text === '(' && depth > 0) depth -= 1;
    else if (text === '(')
      return ['trim', 'extract', 'substring', 'overlay'].includes(tokens[back - 1]?.word ?? '');
    if (depth === 0 && word === 'select') return false;
  }
  return false;
}

function checkSource(tokens: readonly Token[], at: number, common: ReadonlySet<string>): void {
  const source = tokens[at];
  if (source === undefined) refuse('it ends where a table is expected');
  const afterIn = tokens[at - 1]?.word === 'in';
  if (source.type === 'name') checkNamedSource(source, tokens, at, common);
  else if (!afterIn && source.type !== 'table' && source.text !== '(') {
    refuse(`${source.text} stands where a table is expected`);
  }
  if (!afterIn) refuseComma(tokens, at);
}

function checkNamedSource(
  source: Token,
  tokens: readonly Token[],
  at: number,
  common: ReadonlySet<string>,
): void {
  const next = tokens[at + 1]?.text;
  if (next === '(' && (harmlessSources.has(source.word) || tokens[at - 1]?.word === 'in')) return;
  if (next !== '.' && next !== '(' && common.has(source.text)) return;
  refuse(
    `it reads \`${source.text}\`; tables are ${[...tables].map((name) => `$${name}`).join(', ')}`,
  );
}

const clauseEnds = new Set([
  'where',
  'prewhere',
  'group',
  'order',
  'having',
  'limit',
  'union',
  'intersect',
  'except',
  'window',
  'qualify',
  'select',
  'with',
  'array',
  'offset',
  'fetch',
]);

/** `FROM a, b` would hide a second table, so joins must be written out. */
function refuseComma(tokens: readonly Token[], from: number): void {
  let depth = 0;
  for (let at = from; at < tokens.length; at += 1) {
    const { text, word, quoted } = tokens[at]!;
    if ('([{'.includes(text)) depth += 1;
    if (')]}'.includes(text)) depth -= 1;
    if (depth < 0 || (depth === 0 && !quoted && clauseEnds.has(word))) return;
    if (depth === 0 && text === ',') refuse('a comma joins tables; write JOIN');
  }
}

function narrow(sql: string, tokens: readonly Token[], rows: string): string {
  let result = '';
  let copied = 0;
  for (const token of tokens) {
    if (token.type !== 'table') continue;
    result += `${sql.slice(copied, token.start)}(SELECT * FROM ${token.word} WHERE ${rows})`;
    copied = token.end;
  }
  return result + sql.slice(copied);
}
