// An account's own patterns for masking: expressions in RE2's syntax, each with its replacement.
// Their number, length and size are bounded, and so is their time.
import { compileExpression } from '../behaviour/condition/compare.ts';
import { type MaskPattern, maskLimits } from '@opportune/protocol/rest/conversation/masking.ts';

export interface OwnPattern {
  readonly replacement: string;
  readonly expression: NonNullable<ReturnType<typeof compileExpression>>;
}

/** What is wrong with a pattern, or null. */
export type PatternFault = 'no-expression' | 'too-large' | 'matches-nothing' | 'matches-itself';

export function patternFault({ expression, replacement }: MaskPattern): PatternFault | null {
  const compiled = compileExpression(expression);
  if (compiled === null) return 'no-expression';
  if (compiled.programSize() > maskLimits.programSize) return 'too-large';
  if (compiled.matcher('').find()) return 'matches-nothing';
  return compiled.matcher(replacement).find() ? 'matches-itself' : null;
}

/** The valid ones, compiled. */
export function compilePatterns(patterns: readonly MaskPattern[]): readonly OwnPattern[] {
  return patterns.flatMap((pattern) => {
    if (patternFault(pattern) !== null) return [];
    const expression = compileExpression(pattern.expression);
    return expression === null ? [] : [{ replacement: pattern.replacement, expression }];
  });
}

/**
 * The text with each match replaced. Existing replacements are left alone, so that masking twice
 * changes nothing more. If a part has too many matches, all the rest is replaced.
 */
export function replaceOwn(text: string, patterns: readonly OwnPattern[]): string {
  let parts: readonly Part[] = [{ text, done: false }];
  for (const { replacement } of patterns)
    parts = parts.flatMap((part) => (part.done ? [part] : apart(part.text, replacement)));
  for (const pattern of patterns)
    parts = parts.flatMap((part) => (part.done ? [part] : replaceIn(part.text, pattern)));
  return parts.map((part) => part.text).join('');
}

interface Part {
  readonly text: string;
  /** It is a replacement. */
  readonly done: boolean;
}

function apart(text: string, replacement: string): readonly Part[] {
  if (!text.includes(replacement)) return [{ text, done: false }];
  return text
    .split(replacement)
    .flatMap((part, index) => [
      ...(index === 0 ? [] : [{ text: replacement, done: true }]),
      { text: part, done: false },
    ]);
}

function replaceIn(text: string, { expression, replacement }: OwnPattern): readonly Part[] {
  const parts: Part[] = [];
  const matcher = expression.matcher(text);
  let from = 0;
  for (let matches = 0; matcher.find(); matches++) {
    const [start, end] = [matcher.start(), matcher.end()];
    if (start === end) continue;
    if (matches >= maskLimits.matches) {
      parts.push({ text: replacement, done: true });
      return parts;
    }
    parts.push({ text: text.slice(from, start), done: false }, { text: replacement, done: true });
    from = end;
  }
  if (from === 0) return [{ text, done: false }];
  parts.push({ text: text.slice(from), done: false });
  return parts;
}
