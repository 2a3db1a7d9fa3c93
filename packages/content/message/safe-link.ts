// Which addresses may be followed from a message, and what a reader must see of them. Only http,
// https, mailto and tel; no invisible characters, and no name before the host that could be
// mistaken for it.

/** What a browser would drop or not show: then the address shown would not be the one followed. */
const hidden =
  // oxlint-disable-next-line no-control-regex, no-misleading-character-class -- they are what it looks for
  /[\s\\\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\u{e0000}-\u{e0fff}]/u;
const followed: ReadonlySet<string> = new Set(['https:', 'http:', 'mailto:', 'tel:']);

export interface SafeLink {
  readonly href: string;
  /** Where it leads, as machines read it: a host in ASCII, an e-mail address, a number. */
  readonly leadsTo: string;
}

/** Null if it must not be followed. */
export function safeLink(address: string): SafeLink | null {
  const url = hidden.test(address) ? null : parsed(address);
  if (url === null || !followed.has(url.protocol) || url.username || url.password) return null;
  const { protocol, href, host } = url;
  if (protocol === 'http:' || protocol === 'https:')
    return host === '' ? null : { href, leadsTo: host };
  return { href, leadsTo: address.slice(address.indexOf(':') + 1).split('?')[0] ?? '' };
}

/** `URL.canParse` is newer than some browsers that run the tag. */
function parsed(address: string): URL | null {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}

/**
 * A bare address as it is drawn: its host in ASCII, so that no letter can be mistaken for another.
 */
export function writtenWithHost(address: string, { leadsTo }: SafeLink): string {
  return address.replace(/^(https?:\/\/)[^/?#]*/i, (_all, scheme: string) => scheme + leadsTo);
}
