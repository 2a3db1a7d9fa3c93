// Finds the line of each value in a JSON text by its dotted path, so that a problem can be shown at
// its line. It reads only text that JSON.parse accepts. For other text use `syntaxLine`.

/** The line, from 1, on which the value of each path begins. The whole has the path ''. */
export function linesOf(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  let at = 0;
  let line = 1;

  function skip(): void {
    for (; at < text.length; at++) {
      const letter = text[at];
      if (letter === '\n') line++;
      else if (
        letter !== ' ' &&
        letter !== '\t' &&
        letter !== '\r' &&
        letter !== ',' &&
        letter !== ':'
      )
        return;
    }
  }
  function string(): string {
    const from = at;
    for (at++; at < text.length && text[at] !== '"'; at++) if (text[at] === '\\') at++;
    at++;
    const read: unknown = JSON.parse(text.slice(from, at));
    return String(read);
  }
  function members(path: string, close: string, nameOf: () => string): void {
    at++;
    for (skip(); at < text.length && text[at] !== close; skip()) {
      const name = nameOf();
      skip();
      value(path === '' ? name : `${path}.${name}`);
    }
    at++;
  }
  function value(path: string): void {
    skip();
    lines.set(path, line);
    let index = 0;
    if (text[at] === '{') members(path, '}', string);
    else if (text[at] === '[') members(path, ']', () => String(index++));
    else if (text[at] === '"') string();
    else while (at < text.length && /[^\s,\]}]/.test(text[at] ?? '')) at++;
  }
  value('');
  return lines;
}

/** The line of a path, or of the nearest path above it. */
export function lineOf(lines: ReadonlyMap<string, number>, path: string): number {
  for (
    let place = path;
    place !== '';
    place = place.slice(0, Math.max(0, place.lastIndexOf('.')))
  ) {
    const line = lines.get(place);
    if (line !== undefined) return line;
  }
  return lines.get('') ?? 1;
}

/**
 * The line at which a text stops being JSON, from the engine's error message. Without a position in
 * the message, the last line.
 */
export function syntaxLine(text: string, message: string): number {
  const told = /line (\d+)/.exec(message)?.[1];
  if (told !== undefined) return Number(told);
  const position = /position (\d+)/.exec(message)?.[1];
  const until = position === undefined ? text.length : Number(position);
  return text.slice(0, until).split('\n').length;
}
