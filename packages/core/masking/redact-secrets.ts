// Hides secrets in a text that people are shown: tokens, JWTs, secret keys, passwords, credentials,
// and visitors' IP addresses reported by a server. Recognises them by their form, and by their name
// in JSON, in a query, in a header or in a list of fields. Works on any text, cut or whole, valid
// JSON or not. When in doubt it hides.
import { endOfValue } from './end-of-value.ts';
import { WordSearch } from './word-search.ts';

/** Replaces what is hidden. */
export const hidden = '•••';

/** Endings of the names of secrets, in JSON, in queries and in headers. */
const endings =
  '(?:token|secret|passwor[dt]|passwd|pwd|passphrase|passcode|kennwort|mot[_-]?de[_-]?passe|' +
  'contrase(?:ñ|n\\u0303?)a|authori[sz]ation|credential|cookie|jwt|signature|sess(?:ion)?[_-]?id|' +
  '(?:api|access|private|secret|signing)[ _-]?key)' +
  '(?:s|[_-]?(?:value|confirm(?:ation)?|repeat(?:ed)?|again|\\d{1,2}))?';

/** Names that only as a whole are those of a secret or an IP address. */
const whole =
  '(?:(?:x[_-])?(?:pass|pin|otp|auth|sid|sig)|' +
  '(?:(?:client|remote|user|visitor)[_-]?)?ip(?:[_-]?addr(?:ess)?)?|x-forwarded-for|' +
  'opportune_(?:trial|verify))';

/** Not within a word, or right after a percent-encoded character. */
const begins = '(?:(?<![A-Za-z0-9])|(?<=%[0-9A-Fa-f]{2}))';

// Forms of a secret that need no name. If a text was cut, its end may be half of one.

// JWTs (RFC 7519) and their encrypted kind: a header in JSON begins like this in base64url.
// Longer ones without a dot are JSON in base64, whose content is not examined.
const webToken = /eyJ[\w-]{6,}(?:\.[\w-]*)+|eyJ[\w+/-]{20,}={0,2}|eyJ[\w+/-]*$/g;
// JSON in base64 that begins with a space, a line break or a list.
const jsonInBase64 = /(?<![\w+/-])(?:eyAi|eyAg|ewo[gJi]|W3si|WyJ)[\w+/-]{20,}={0,2}/g;
// A JWT inside a text in base64: `eyJ` at each of the three offsets in a group.
const webTokenInBase64 = /(?<![\w+/-])[\w+/-]*?(?:ZXlK|[GWm2]V5S[g-v]|leU[op])[\w+/-]{20,}={0,2}/g;
// Our own: secret keys, sessions, one-time links. Others' secret keys often begin like this too.
const ourKey = new RegExp(`${begins}(?:sk|rk|os|ol)_[\\w-]{12,}`, 'g');
const ourKeyCut = new RegExp(`${begins}(?:sk|rk|os|ol)_[\\w-]*$`, 'g');
const visitorToken = new RegExp(`${begins}v1\\.(?:[\\w-]{43}|[\\w-]*$)`, 'g');
const otherKey = new RegExp(
  `${begins}(?:gh[a-z]_|github_pat_|glpat-|xox[a-z]-|whsec_|AKIA|AIza)[\\w-]{12,}`,
  'g',
);
const privateKey = /-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----[^"]*/g;

/** HTTP credentials. They contain a digit or a symbol; words in a sentence do not. */
const authorization =
  /\b(bearer|basic)((?:\s|%20|\+)+)(?=[A-Za-z]*[\d=_.~+/-])[A-Za-z0-9._~+/=-]{6,}/gi;

/**
 * Behind the name of `"token":`, also with backslashes in a JSON string. It is read backwards from
 * its end, so that only what may be a name is examined.
 */
const property = new RegExp(
  `(?<=(?<!\\\\)(\\\\*)"(?:[^"\\\\]*${endings}[\\[\\]()]*|${whole}))`,
  'iy',
);
/** The end of a name in JSON, and what separates it from its value. */
const separator = /"(?=\s*:)/g;
const beforeValue = /"\s*:\s*/y;

/** An object without nesting, such as a field of a form with its name and value. */
const field = /\{[^{}]*(?:\}|$)/g;
const namedSecret = new RegExp(
  `(?<!\\\\)(\\\\*)"(?:name|key|field|id|label|type|header)\\1"\\s*:\\s*\\1"(?:[^"\\\\]*${endings}[\\[\\]()]*|${whole})\\1"`,
  'i',
);
const holdsValue = /"(?:value|content|text)\\*"/i;
const valueOf = /(?<=(?<!\\)(\\*)"(?:value|content|text))/iy;

/** The value of a parameter, even if the address is percent-encoded inside another. */
const parameterValue = `(?:(?!%(?:25)*(?:26|23)|\\\\)[^&#;\\s"'<>])+`;

/** `?token=…`, `token=…` and `token = …`. */
const parameter = new RegExp(
  `(^|[^\\w.-]|%(?:25)*(?:3F|26|23|5B|20))(?=[\\w.-]+(?:[ ñ\\u0303][\\w.-]*)?(?:\\]|%(?:25)*5D)?[ \\t]{0,4}[=%])((?:[\\w.-]*${endings}|${whole})(?:\\]|%(?:25)*5D)?)([ \\t]{0,4}(?:=(?!=)|%(?:25)*3D)(?:[ \\t]|\\\\+[tnr]){0,4})${parameterValue}`,
  'gi',
);

/** `?key=…`. Anywhere else a key is a name. */
const keyParameter = new RegExp(
  `((?:[?&#;]|%(?:25)*(?:3F|26|23|3B))key(?:=|%(?:25)*3D))${parameterValue}`,
  'gi',
);

/** `X-Api-Key: …` and `{token: '…'}` in a text, from the beginning of the name. */
const header = new RegExp(
  `((?:[\\w-]*${endings}|${whole})'?\\s*:\\s*(?:\\\\+"|')?(?:(?:bearer|basic|digest|token|apikey)\\s+)?)[^\\s"'\\\\<>,;{}[\\]]+`,
  'iy',
);
const cookies = /(?<![\w-])((?:set-)?cookie\s*:\s*)[^"\\\r\n]+/gi;

/** `https://user:password@host` */
const userOfUrl = /(\/\/[^/\s"'<>@:?#\\]*:)[^/\s"'<>@?#\\]+(?=@)/g;

/** `/reset-password/…` */
const linkPath =
  /(\/(?=[\w-]*(?:reset|recover|magic|invit|activat|verif|confirm))[\w-]+\/)(?=[\w.~-]*\d)[\w.~-]{16,}/gi;

/** One way to hide secrets, and words of which every text that it changes has one. */
interface Kind {
  readonly words: readonly string[];
  readonly hide: (text: string) => string;
}

/** What every name of `endings` contains. */
const names = [
  ...['token', 'secret', 'passwor', 'passwd', 'pwd', 'passphrase', 'passcode', 'kennwort', 'jwt'],
  ...['contrase', 'authorisation', 'authorization', 'credential', 'cookie', 'signature'],
  ...['', '_', '-'].flatMap((sign) => [`mot${sign}de`, `sess${sign}id`, `session${sign}id`]),
  ...['', '_', '-', ' '].flatMap((sign) => [`api${sign}key`, `access${sign}key`]),
  ...['', '_', '-', ' '].flatMap((sign) => [`private${sign}key`, `signing${sign}key`]),
];
/** What every name of `whole` contains. */
const wholeNames = [
  'pass',
  'pin',
  'otp',
  'auth',
  'sid',
  'sig',
  'ip',
  'x-forwarded-for',
  'opportune_',
];
const links = ['reset', 'recover', 'magic', 'invit', 'activat', 'verif', 'confirm'];
const letters = Array.from('abcdefghijklmnopqrstuvwxyz');
const otherKeys = ['github_pat_', 'glpat-', 'xox', 'whsec_', 'akia', 'aiza'];

/** In this order. */
const kinds: readonly Kind[] = [
  { words: names, hide: (text) => hideValues(text, property) },
  { words: names, hide: hideFields },
  { words: ['cookie'], hide: replacing(cookies, `$1${hidden}`) },
  { words: names, hide: hideParameters },
  {
    words: Array.from('?&#;bf36', (sign) => `${sign}key`),
    hide: replacing(keyParameter, `$1${hidden}`),
  },
  { words: ['bearer', 'basic'], hide: replacing(authorization, `$1$2${hidden}`) },
  { words: names, hide: hideHeaders },
  { words: ['@'], hide: replacing(userOfUrl, `$1${hidden}`) },
  { words: links, hide: replacing(linkPath, `$1${hidden}`) },
  { words: ['eyj'], hide: replacing(webToken, hidden) },
  {
    words: ['eyai', 'eyag', 'ewog', 'ewoj', 'ewoi', 'w3si', 'wyj'],
    hide: replacing(jsonInBase64, hidden),
  },
  { words: ['zxlk', 'v5s', 'leuo', 'leup'], hide: replacing(webTokenInBase64, hidden) },
  { words: ['sk_', 'rk_', 'os_', 'ol_'], hide: replacing(ourKey, hidden) },
  { words: ['sk_', 'rk_', 'os_', 'ol_'], hide: replacing(ourKeyCut, hidden) },
  { words: ['v1.'], hide: replacing(visitorToken, hidden) },
  {
    words: [...otherKeys, ...letters.map((letter) => `gh${letter}_`)],
    hide: replacing(otherKey, hidden),
  },
  { words: ['-----begin '], hide: replacing(privateKey, hidden) },
];

const search = new WordSearch([...kinds.map(({ words }) => words), wholeNames]);
const [named, wholeNamed] = [bitsOf(({ words }) => words === names), 1 << kinds.length];

function bitsOf(wanted: (kind: Kind) => boolean): number {
  return kinds.reduce((bits, kind, at) => (wanted(kind) ? bits | (1 << at) : bits), 0);
}

/**
 * A whole name may begin after the end of a percent-encoded character, but not inside a word: the
 * `sId` of `anonymousId` is none.
 */
const wholeName = new RegExp(`(?<![ac-eg-z_1245789-])${whole}(?![a-z])`, 'i');

/** The text with every recognised secret replaced by `•••`. Redacting twice changes nothing. */
export function redactSecrets(text: string): string {
  const found = kindsIn(text);
  let redacted = text;
  for (let at = 0; found >> at !== 0; at++)
    if (((found >> at) & 1) === 1) redacted = kinds[at]?.hide(redacted) ?? redacted;
  return redacted;
}

/** The kinds that may change a text, one bit each. 0 for nearly every text. */
function kindsIn(text: string): number {
  const found = search.groupsIn(text);
  const isNamed = (found & wholeNamed) !== 0 && (found & named) === 0 && wholeName.test(text);
  return (isNamed ? found | named : found) & ~wholeNamed;
}

function replacing(secret: RegExp, by: string): (text: string) => string {
  return (text) => text.replace(secret, by);
}

function hideParameters(text: string): string {
  return /=|3D/i.test(text) ? text.replace(parameter, `$1$2$3${hidden}`) : text;
}

function hideFields(text: string): string {
  if (!holdsValue.test(text)) return text;
  return text.replace(field, (each) => (namedSecret.test(each) ? hideValues(each, valueOf) : each));
}

/** Reads each name backwards from its colon: most colons of JSON follow a quote, and no name. */
function hideHeaders(text: string): string {
  let shown = '';
  let from = 0;
  for (let colon = text.indexOf(':'); colon >= 0; colon = text.indexOf(':', colon + 1)) {
    for (const start of headerStarts(text, colon)) {
      if (start < from) continue;
      header.lastIndex = start;
      const found = header.exec(text);
      if (found === null) continue;
      shown += `${text.slice(from, start)}${found[1]}${hidden}`;
      from = header.lastIndex;
      break;
    }
  }
  return from === 0 ? text : shown + text.slice(from);
}

/** Where the name before a colon may begin: one word, or two with a space or `ñ` between them. */
function headerStarts(text: string, colon: number): readonly number[] {
  let end = colon;
  while (end > 0 && isSpace(text.charCodeAt(end - 1))) end--;
  if (text.charCodeAt(end - 1) === apostrophe) end--;
  const last = startOfWord(text, end);
  if (last === end) return [];
  if (!joins.has(text.charCodeAt(last - 1))) return [last];
  return [startOfWord(text, last - 1), last];
}
const apostrophe = 0x27;
/** Space, `ñ` in both cases, and its tilde apart. */
const joins = new Set([0x20, 0xf1, 0xd1, 0x303]);

function startOfWord(text: string, end: number): number {
  let start = end;
  while (start > 0 && isOfName(text.charCodeAt(start - 1))) start--;
  return start;
}

/** `[\w-]` */
function isOfName(code: number): boolean {
  const letter = code | 0x20;
  return (
    (letter >= 0x61 && letter <= 0x7a && code < 0x7b) ||
    (code >= 0x30 && code <= 0x39) ||
    code === 0x5f ||
    code === 0x2d
  );
}

/** `\s` */
function isSpace(code: number): boolean {
  return (
    code === 0x20 ||
    (code >= 9 && code <= 13) ||
    (code >= 0xa0 && space.test(String.fromCharCode(code)))
  );
}
const space = /\s/;

/** Hides the values after names: any value except `true`, `false` and `null`. */
function hideValues(text: string, name: RegExp): string {
  let shown = '';
  let from = 0;
  let read = 0;
  separator.lastIndex = 0;
  while (separator.test(text)) {
    const quote = separator.lastIndex - 1;
    const slashes = slashesOf(text, quote, name, read);
    if (slashes === null) continue;
    beforeValue.lastIndex = quote;
    beforeValue.test(text);
    const value = beforeValue.lastIndex;
    read = endOfValue(text, value, slashes.length);
    separator.lastIndex = read;
    if (read === value) continue;
    shown += `${text.slice(from, value)}${slashes}"${hidden}${slashes}"`;
    from = read;
  }
  return shown + text.slice(from);
}

/**
 * The backslashes before each quote of a name that a quote ends. Null if it is no such name, or
 * begins in what was read before.
 */
function slashesOf(text: string, quote: number, name: RegExp, read: number): string | null {
  let end = quote;
  while (text.charCodeAt(end - 1) === backslash) end--;
  name.lastIndex = end;
  if (!name.test(text)) return null;
  name.lastIndex = end;
  const slashes = name.exec(text)?.[1] ?? '';
  const isWhole = slashes.length === quote - end;
  return isWhole && text.lastIndexOf('"', end - 1) - slashes.length >= read ? slashes : null;
}
const backslash = 0x5c;
