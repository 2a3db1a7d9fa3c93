// Finds left and right in styles. Styles must name sides by the direction of reading, start and
// end, so that pages are also correct in languages that run from right to left.

const sides: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/\b(margin|padding|border)-(left|right)\b/, 'margin-inline-start …'],
  [/^\s*(left|right):/, 'inset-inline-start …'],
  [/text-align:\s*(left|right)/, 'text-align: start …'],
  [/float:\s*(left|right)/, 'inline-start …'],
  [/border-(top|bottom)-(left|right)-radius/, 'border-start-start-radius …'],
];
const shorthand = /^\s*(margin|padding|inset):\s*([^;]+);/;

/** One line per finding. `style` is the text of a style sheet. */
export function sideFindings(file: string, style: string): string[] {
  return style.split('\n').flatMap((line, at) => {
    const named = sides.find(([pattern]) => pattern.test(line));
    const instead = named?.[1] ?? unevenIn(line);
    return instead === null ? [] : [`${file}:${at + 1} ${line.trim()} (write ${instead})`];
  });
}

/** Finds four values with different left and right. */
function unevenIn(line: string): string | null {
  const [, property, values] = shorthand.exec(line) ?? [];
  if (property === undefined || values === undefined) return null;
  // A function such as max(…, env(…)) is one value.
  const four = values
    .replace(/\([^()]*(\([^()]*\)[^()]*)*\)/g, '()')
    .trim()
    .split(/\s+/);
  return four.length === 4 && four[1] !== four[3] ? `${property}-inline: start end` : null;
}
