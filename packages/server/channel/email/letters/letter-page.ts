// The HTML of an e-mail as a page of its own, in which nothing runs, submits or is loaded: its inline pictures
// are in it, and those of other servers are loaded only if the reader asked for them.

/** Bytes of one inline picture, and of all in a page. Beyond, a picture is not shown. */
export const pictureBytes = { one: 2 * 1024 * 1024, all: 6 * 1024 * 1024 } as const;

export interface LetterPage {
  readonly html: string;
  /** By content id, as URLs with their data. */
  readonly pictures: ReadonlyMap<string, string>;
  /** Load the pictures of other servers. */
  readonly isRemote: boolean;
}

const style = `body{margin:12px;font:15px/1.5 system-ui,sans-serif;color:#1a1a1a;background:#fff;
overflow-wrap:anywhere}img{max-width:100%;height:auto}table{max-width:100%}pre{white-space:pre-wrap}
blockquote{margin:0 0 0 8px;padding-left:10px;border-left:2px solid #ccc}`;

export function letterPage({ html, pictures, isRemote }: LetterPage): string {
  const shown = html
    .replace(/<img data-cid="([^"]*)"/g, (tag, id: string) => {
      const url = pictures.get(plain(id));
      return url === undefined ? tag : `<img src="${url}"`;
    })
    .replace(/<img data-remote="([^"]*)"/g, (tag, url: string) =>
      isRemote ? `<img src="${url}" referrerpolicy="no-referrer"` : tag,
    );
  return (
    '<!doctype html><html><head><meta charset="utf-8">' +
    '<meta name="referrer" content="no-referrer">' +
    `<style>${style}</style></head><body>${shown}</body></html>`
  );
}

/** As the sanitiser escapes an attribute. */
function plain(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&gt;', '>')
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&');
}

/** Content ids of the pictures that the HTML shows. */
export function contentIdsIn(html: string): readonly string[] {
  return [...html.matchAll(/<img data-cid="([^"]*)"/g)].map(([, id = '']) => plain(id));
}

/** Its own origin is opaque, so that it shares nothing with the console that frames it. */
export function letterHeaders(isRemote: boolean) {
  const policy = [
    "default-src 'none'",
    `img-src data:${isRemote ? ' https: http:' : ''}`,
    "style-src 'unsafe-inline'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
    'sandbox allow-popups allow-popups-to-escape-sandbox',
  ];
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy.join('; '),
    'x-frame-options': 'SAMEORIGIN',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  } as const;
}
