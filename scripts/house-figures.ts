// What `npm run house` measures of sources: how long functions are, and which files import one
// another in a circle.
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
 * The functions of a source with their lines, those of functions inside them included. An arrow that
 * stands on one line and has no block is not counted: it is an expression.
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

/** Groups of files that reach one another over `imports`: the strongly connected parts of two or more. */
export function circlesIn(
  imports: ReadonlyMap<string, readonly string[]>,
): readonly (readonly string[])[] {
  // Tarjan, Depth-first search and linear graph algorithms, 1972.
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const circles: string[][] = [];
  const lower = (file: string, to: number) =>
    lowest.set(file, Math.min(lowest.get(file) ?? to, to));

  const enter = (file: string): void => {
    order.set(file, order.size);
    lower(file, order.size - 1);
    open.push(file);
    isOpen.add(file);
    for (const next of imports.get(file) ?? []) {
      if (!imports.has(next)) continue;
      if (!order.has(next)) {
        enter(next);
        lower(file, lowest.get(next) ?? 0);
      } else if (isOpen.has(next)) lower(file, order.get(next) ?? 0);
    }
    if (lowest.get(file) !== order.get(file)) return;
    const circle = open.splice(open.indexOf(file));
    for (const each of circle) isOpen.delete(each);
    if (circle.length > 1) circles.push(circle.toSorted());
  };
  for (const file of imports.keys()) if (!order.has(file)) enter(file);
  return circles.toSorted(([one = ''], [other = '']) => (one < other ? -1 : 1));
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

/** The line, from 1, in which a place stands. */
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
