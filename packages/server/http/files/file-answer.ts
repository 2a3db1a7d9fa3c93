// How a file that somebody sent is answered: as what it is and nothing else, opened in the browser only
// where it is a picture, and then in a place where nothing of it may run.
import type { Attachment } from '@opportune/protocol/conversation/attachment.ts';

/** Besides these every answer carries its own rules of who may read it. */
export function fileHeaders({ name, mediaType, picture }: Attachment, sizeBytes: number) {
  const shown = picture !== undefined;
  return {
    'content-type': mediaType === 'text/plain' ? 'text/plain; charset=utf-8' : mediaType,
    'content-length': String(sizeBytes),
    'content-disposition': `${shown ? 'inline' : 'attachment'}; ${named(name)}`,
    'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'private, max-age=86400, immutable',
  } as const;
}

/** RFC 6266, section 4.3: a plain name for old readers, and the name as it is. */
function named(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const whole = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `filename="${plain}"; filename*=UTF-8''${whole}`;
}
