// Hides what opens something from a text that people are shown: tokens, JWTs, secret keys, passwords,
// credentials; and the IP addresses that a server says its visitors have. It knows them by their form, and by the name they stand under in JSON, in a query, in a
// header or in a list of fields. It works on the text, cut or whole, valid JSON or not. It hides too
// much rather than too little.
import { endOfValue } from './end-of-value.ts';

/** In place of what is hidden. */
export const hidden = '•••';

/** How the names of secrets end, in JSON, in queries and in headers. */
const endings =
  '(?:token|secret|passwor[dt]|passwd|pwd|passphrase|passcode|kennwort|mot[_-]?de[_-]?passe|' +
  'contrase(?:ñ|n\\u0303?)a|authori[sz]ation|credential|cookie|jwt|signature|sess(?:ion)?[_-]?id|' +
  '(?:api|access|private|secret|signing)[ _-]?key)' +
  '(?:s|[_-]?(?:value|confirm(?:ation)?|repeat(?:ed)?|again|\\d{1,2}))?';

/** Names that are those of a secret or of an IP address as a whole only. */
const whole =
  '(?:(?:x[_-])?(?:pass|pin|otp|auth|sid|sig)|' +
  '(?:(?:client|remote|user|visitor)[_-]?)?ip(?:[_-]?addr(?:ess)?)?|x-forwarded-for)';

/** Not within a word, or right behind a percent-encoded sign. */
const begins = '(?:(?<![A-Za-z0-9])|(?<=%[0-9A-Fa-f]{2}))';

/** The forms of a secret that need no name. Where a text was cut, its end may be half of one. */
const forms: readonly RegExp[] = [
  // JWTs (RFC 7519) and their encrypted kind: a header in JSON begins so in base64url. Longer ones
  // without a dot are JSON in base64, in which nothing is looked for.
  /eyJ[\w-]{6,}(?:\.[\w-]*)+|eyJ[\w+/-]{20,}={0,2}|eyJ[\w+/-]*$/g,
  // JSON in base64 that begins with a space, a line or a list.
  /(?<![\w+/-])(?:eyAi|eyAg|ewo[gJi]|W3si|WyJ)[\w+/-]{20,}={0,2}/g,
  // A JWT within a text in base64: `eyJ` at each of the three places that it may have in a group.
  /(?<![\w+/-])[\w+/-]*?(?:ZXlK|[GWm2]V5S[g-v]|leU[op])[\w+/-]{20,}={0,2}/g,
  // Our own: secret keys, sessions, one-time links. Others' secret keys often begin so too.
  new RegExp(`${begins}(?:sk|rk|os|ol)_[\\w-]{12,}`, 'g'),
  new RegExp(`${begins}(?:sk|rk|os|ol)_[\\w-]*$`, 'g'),
  // Our visitor token.
  new RegExp(`${begins}v1\\.(?:[\\w-]{43}|[\\w-]*$)`, 'g'),
  // Others'.
  new RegExp(`${begins}(?:gh[a-z]_|github_pat_|glpat-|xox[a-z]-|whsec_|AKIA|AIza)[\\w-]{12,}`, 'g'),
  /-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----[^"]*/g,
];

/** Credentials of HTTP. They hold a digit or a sign, words in a sentence do not. */
const authorization =
  /\b(bearer|basic)((?:\s|%20|\+)+)(?=[A-Za-z]*[\d=_.~+/-])[A-Za-z0-9._~+/=-]{6,}/gi;

/**
 * `"token":`, also with backslashes in JSON that is a text in JSON. It begins at the first of them: to
 * try from each would take the square of their number.
 */
const property = new RegExp(
  `(?<!\\\\)(\\\\*)"(?:[^"\\\\]*${endings}[\\[\\]()]*|${whole})\\1"\\s*:\\s*`,
  'gi',
);

/** An object in which nothing is nested, such as a field of a form with its name and value. */
const field = /\{[^{}]*(?:\}|$)/g;
const namedSecret = new RegExp(
  `(?<!\\\\)(\\\\*)"(?:name|key|field|id|label|type|header)\\1"\\s*:\\s*\\1"(?:[^"\\\\]*${endings}[\\[\\]()]*|${whole})\\1"`,
  'i',
);
const valueOf = /(?<!\\)(\\*)"(?:value|content|text)\1"\s*:\s*/gi;

/** The value of a parameter, also where the address is percent-encoded within others. */
const parameterValue = `(?:(?!%(?:25)*(?:26|23)|\\\\)[^&#;\\s"'<>])+`;

/** `?token=…`, `token=…` and `token = …`. */
const parameter = new RegExp(
  `(^|[^\\w.-]|%(?:25)*(?:3F|26|23|5B|20))((?:[\\w.-]*${endings}|${whole})(?:\\]|%(?:25)*5D)?)([ \\t]{0,4}(?:=(?!=)|%(?:25)*3D)(?:[ \\t]|\\\\+[tnr]){0,4})${parameterValue}`,
  'gi',
);

/** `?key=…`: anywhere else a key is a name. */
const keyParameter = new RegExp(
  `((?:[?&#;]|%(?:25)*(?:3F|26|23|3B))key(?:=|%(?:25)*3D))${parameterValue}`,
  'gi',
);

/** `X-Api-Key: …` and `{token: '…'}` in a text. */
const header = new RegExp(
  `(?<![\\w-])((?:[\\w-]*${endings}|${whole})'?\\s*:\\s*(?:\\\\+"|')?(?:(?:bearer|basic|digest|token|apikey)\\s+)?)[^\\s"'\\\\<>,;{}[\\]]+`,
  'gi',
);
const cookies = /(?<![\w-])((?:set-)?cookie\s*:\s*)[^"\\\r\n]+/gi;

/** `https://user:password@host` */
const userOfUrl = /(\/\/[^/\s"'<>@:?#\\]*:)[^/\s"'<>@?#\\]+(?=@)/g;

/** `/reset-password/…` */
const linkPath =
  /(\/(?=[\w-]*(?:reset|recover|magic|invit|activat|verif|confirm))[\w-]+\/)(?=[\w.~-]*\d)[\w.~-]{16,}/gi;

/**
 * One of these is in every secret or stands before it: of nearly every text this is all that is asked. A
 * name as a whole begins behind the end of a percent-encoded sign at the most: the `sId` of `anonymousId`
 * is none.
 */
const hints = new RegExp(
  `${endings}|(?<![ac-eg-z_1245789-])${whole}(?![a-z])|bearer|basic|@|eyJ|[rs]k_|o[ls]_|v1\\.|gh[a-z]_|github_pat_|glpat-|` +
    'xox[a-z]-|whsec_|AKIA|AIza|eyA[ig]|ewo[gJi]|W3si|WyJ|ZXlK|V5S[g-v]|leU[op]|[?&#;BF36]key|-----BEGIN|reset|recover|magic|invit|activat|verif|confirm',
  'i',
);

/** The text with every secret that was recognised replaced by `•••`. Redacting twice changes nothing. */
export function redactSecrets(text: string): string {
  if (!hints.test(text)) return text;
  let redacted = hideValues(text, property)
    .replaceAll(field, (each) => (namedSecret.test(each) ? hideValues(each, valueOf) : each))
    .replaceAll(cookies, `$1${hidden}`)
    .replaceAll(parameter, `$1$2$3${hidden}`)
    .replaceAll(keyParameter, `$1${hidden}`)
    .replaceAll(authorization, `$1$2${hidden}`)
    .replaceAll(header, `$1${hidden}`)
    .replaceAll(userOfUrl, `$1${hidden}`)
    .replaceAll(linkPath, `$1${hidden}`);
  for (const form of forms) redacted = redacted.replaceAll(form, hidden);
  return redacted;
}

/** Hides the values behind names: whatever there is, but `true`, `false` and `null`. */
function hideValues(text: string, names: RegExp): string {
  let shown = '';
  let from = 0;
  names.lastIndex = 0;
  for (let found = names.exec(text); found !== null; found = names.exec(text)) {
    const slashes = found[1] ?? '';
    const end = endOfValue(text, names.lastIndex, slashes.length);
    if (end === names.lastIndex) continue;
    shown += `${text.slice(from, names.lastIndex)}${slashes}"${hidden}${slashes}"`;
    from = end;
    names.lastIndex = end;
  }
  return shown + text.slice(from);
}
