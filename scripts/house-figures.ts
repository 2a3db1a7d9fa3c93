// Measures the length of functions, for `npm run house`.
import { parseAst } from 'vite';

export interface Source {
  /** Relative to the root, with slashes. */
  readonly file: string;
  readonly text: string;
}

export interface FunctionLength {
  readonly lines: number;
  /** `file:line` of its first line. */
  readonly place: string;
}

/**
 * The functions of a source with their lines, including the lines of inner functions. An arrow on
 * one line without a block is an expression and does not count.
 */
export function functionsIn({ file, text }: Source): readonly FunctionLength[] {
  const starts = lineStarts(text);
  const found: FunctionLength[] = [];
  visit(parseAst(text, { lang: file.endsWith('x') ? 'tsx' : 'ts' }).body, (node) => {
    if (!functionTypes.has(node.type)) return;
    const first = lineAt(starts, node.start);
    const lines = lineAt(starts, node.end) - first + 1;
    const isExpression = node.type === 'ArrowFunctionExpression' && node['expression'] === true;
    if (lines > 1 || !isExpression) found.push({ lines, place: `${file}:${first}` });
  });
  return found;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

const functionTypes = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
]);

function visit(part: unknown, see: (node: Node) => void): void {
  if (Array.isArray(part)) for (const each of part) visit(each, see);
  else if (isNode(part)) {
    see(part);
    for (const each of Object.values(part)) visit(each, see);
  }
}

function isNode(part: unknown): part is Node {
  return typeof part === 'object' && part !== null && 'type' in part && 'start' in part;
}

function lineStarts(text: string): readonly number[] {
  return [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
}

/** The line of a position, from 1. */
function lineAt(starts: readonly number[], place: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= place) low = middle;
    else high = middle;
  }
  return low + 1;
}
