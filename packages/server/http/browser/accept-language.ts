// The language that a request asks for, of those that the product speaks. The console names the one
// that was chosen there; a browser by itself names its own.
import type { IncomingHttpHeaders } from 'node:http';
import { languageOf, type Language } from '@opportune/words/language.ts';

/** By `Accept-Language`, most wanted first (RFC 9110, 12.5.4); English where none is spoken. */
export function languageOfRequest(headers: IncomingHttpHeaders): Language {
  const wished = (headers['accept-language'] ?? '').split(',').map((part) => {
    const [tag = '', quality = ''] = part.trim().split(/;\s*q=/);
    return { tag, quality: quality === '' ? 1 : Number(quality) || 0 };
  });
  return languageOf(
    wished
      .filter(({ quality }) => quality > 0)
      .toSorted((one, other) => other.quality - one.quality)
      .map(({ tag }) => tag),
  );
}
