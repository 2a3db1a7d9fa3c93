// Reads the declarations of a stylesheet in one pass. It is forgiving and never goes back, so that
// its work grows with the length of the text, whatever it holds.

export interface Declaration {
  /** The innermost selector, in lower case. Empty inside a style attribute. */
  readonly selector: string;
  /** In lower case. */
  readonly property: string;
  readonly value: string;
}

/** Longer selectors and values are cut or left out. */
const most = { selector: 1000, value: 200, depth: 16 } as const;

export function* declarationsOf(css: string): Generator<Declaration> {
  const text = withoutComments(css);
  const selectors: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (sign === '"' || sign === "'" || sign === '(') {
      at = text.indexOf(sign === '(' ? ')' : sign, at + 1);
      // What is never closed ends the stylesheet.
      if (at < 0) return;
    } else if (sign === '{') {
      if (depth < most.depth) selectors[depth] = selectorOf(text.slice(start, at));
      depth += 1;
      start = at + 1;
    } else if (sign === ';' || sign === '}') {
      const around = innermost(selectors, Math.min(depth, most.depth));
      const found = declarationOf(text.slice(start, at), around);
      if (found !== null) yield found;
      if (sign === '}') depth = Math.max(0, depth - 1);
      start = at + 1;
    }
  }
  const last = declarationOf(text.slice(start), '');
  if (last !== null && depth === 0) yield last;
}

function withoutComments(css: string): string {
  const kept: string[] = [];
  let at = 0;
  for (;;) {
    const open = css.indexOf('/*', at);
    if (open < 0) return kept.length === 0 ? css : [...kept, css.slice(at)].join(' ');
    kept.push(css.slice(at, open));
    const close = css.indexOf('*/', open + 2);
    if (close < 0) return kept.join(' ');
    at = close + 2;
  }
}

const selectorOf = (text: string): string => text.trim().slice(0, most.selector).toLowerCase();

/** The innermost selector that is no rule such as `@media`. */
function innermost(selectors: readonly string[], depth: number): string {
  for (let at = depth - 1; at >= 0; at--) {
    const selector = selectors[at] ?? '';
    if (!selector.startsWith('@')) return selector;
  }
  return '';
}

function declarationOf(text: string, selector: string): Declaration | null {
  const colon = text.indexOf(':');
  if (colon <= 0 || text.length - colon > most.value) return null;
  const property = text.slice(0, colon).trim().toLowerCase();
  const value = text.slice(colon + 1).trim();
  return { selector, property, value };
}
