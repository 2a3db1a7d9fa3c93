// Addresses that a letter may link to, and those of its pictures.

// oxlint-disable-next-line no-control-regex -- browsers skip them within a scheme
const ignored = /[\u0000-\u0020\u007f-\u00a0\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]/g;
const longest = 4_000;

/** Null: it leads nowhere that a link may lead. */
export function safeLink(given: string): string | null {
  const address = given.trim().slice(0, longest);
  if (!/^(?:https?:|mailto:|tel:)/i.test(address.replace(ignored, ''))) return null;
  const url = URL.parse(address.replace(/[\t\r\n]/g, ''));
  if (url === null || !['http:', 'https:', 'mailto:', 'tel:'].includes(url.protocol)) return null;
  // A name before the host makes a link look as if it led elsewhere.
  url.username = '';
  url.password = '';
  return url.href;
}

export type Picture =
  | { readonly type: 'inline'; readonly contentId: string }
  | { readonly type: 'remote'; readonly url: string };

/** Null: it is none that may ever be shown. */
export function pictureOf(given: string): Picture | null {
  const address = given.trim().slice(0, longest);
  const [, contentId] = /^cid:(.{1,995})$/i.exec(address) ?? [];
  if (contentId !== undefined) return { type: 'inline', contentId: plainId(contentId) };
  const url = URL.parse(address.startsWith('//') ? `https:${address}` : address);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) return null;
  url.username = '';
  url.password = '';
  return { type: 'remote', url: url.href };
}

function plainId(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
