// The headers of a response with a file that somebody uploaded. It is sent with its true media
// type. Only pictures open in the browser, and then in a sandbox where nothing can run.
import type { Attachment } from '@opportune/protocol/conversation/attachment.ts';

/** Every such response adds its own caching rules. */
export function fileHeaders({ name, mediaType, picture }: Attachment, sizeBytes: number) {
  const shown = picture !== undefined;
  return {
    'content-type': mediaType === 'text/plain' ? 'text/plain; charset=utf-8' : mediaType,
    'content-length': String(sizeBytes),
    'accept-ranges': 'bytes',
    'content-disposition': `${shown ? 'inline' : 'attachment'}; ${named(name)}`,
    'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    // Sound is kept for some days only.
    'cache-control':
      mediaType === 'audio/wav' ? 'private, no-store' : 'private, max-age=86400, immutable',
  } as const;
}

/** RFC 6266, section 4.3: an ASCII name for old clients, and the real name. */
function named(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const whole = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `filename="${plain}"; filename*=UTF-8''${whole}`;
}
