// Plain text whose lines may go on in the next one (RFC 3676), as it was written: a line a paragraph.

/** `deletesSpace`: the space that ends a line is not part of the text. */
export function unflow(text: string, deletesSpace: boolean): string {
  const paragraphs: string[] = [];
  let open: { depth: number; text: string } | null = null;
  const end = (): void => {
    if (open !== null) paragraphs.push(prefixed(open.depth, open.text));
    open = null;
  };
  for (const line of text.split('\n')) {
    const depth = /^>*/.exec(line)?.[0].length ?? 0;
    const content = line.slice(depth).replace(/^ /, '');
    if (open !== null && open.depth !== depth) end();
    const before: string = open === null ? '' : (open as { text: string }).text;
    const isMark = content === '-- ';
    if (isMark) end();
    const isSoft = content.endsWith(' ') && !isMark;
    const whole =
      (isMark ? '' : before) + (isSoft && deletesSpace ? content.slice(0, -1) : content);
    open = { depth, text: whole };
    if (!isSoft) end();
  }
  end();
  return paragraphs.join('\n');
}

function prefixed(depth: number, text: string): string {
  return depth === 0 ? text : `${'>'.repeat(depth)} ${text}`;
}
