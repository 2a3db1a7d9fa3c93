// Picks the language of a response from those that the product has. The console sends the language
// chosen in it; a browser otherwise sends its own.
import type { IncomingHttpHeaders } from 'node:http';
import { languageOf, type Language } from '@opportune/words/language.ts';

/**
 * Picks by `Accept-Language`, most preferred first (RFC 9110, 12.5.4). English if none is
 * available.
 */
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
