// Pieces of files, which players ask for.

export interface Piece {
  readonly from: number;
  readonly to: number;
}

/** What a `Range` header asks for (RFC 9110, 14). Null: all of it. `none`: there is no such piece. */
export function pieceOf(range: string | undefined, sizeBytes: number): Piece | 'none' | null {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(range ?? '') ?? [];
  if (first === '' && last === '') return null;
  const from = first === '' ? Math.max(0, sizeBytes - Number(last)) : Number(first);
  const to = first === '' || last === '' ? sizeBytes - 1 : Math.min(sizeBytes - 1, Number(last));
  return from > to || from >= sizeBytes ? 'none' : { from, to };
}

/** Of a file that is read from its beginning. */
export async function* pieceIn(
  content: AsyncIterable<Uint8Array>,
  { from, to }: Piece,
): AsyncGenerator<Uint8Array> {
  let at = 0;
  for await (const chunk of content) {
    const part = chunk.subarray(Math.max(0, from - at), Math.max(0, to + 1 - at));
    at += chunk.length;
    if (part.length > 0) yield part;
    if (at > to) return;
  }
}
