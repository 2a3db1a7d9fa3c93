// Hides what opens something from a text that people are shown: tokens, JWTs, secret keys, passwords,
// credentials. It knows them by their form, and by the name they stand under in JSON or in a query.
// It works on the text, cut or whole, valid JSON or not. It hides too much rather than too little.

/** In place of what is hidden. */
export const hidden = '•••';

/** How the names of secrets end, in JSON, in queries and in headers. */
const names =
  '(?:token|secret|passwor[dt]|passwd|contraseña|authori[sz]ation|credential|cookie|jwt|signature|' +
  '(?:api|access|private|secret|signing)[_-]?key|session[_-]?id)s?';

/** Not within a word, or right behind a percent-encoded sign. */
const begins = '(?:(?<![A-Za-z0-9])|(?<=%[0-9A-Fa-f]{2}))';

/** The forms of a secret that need no name. Where a text was cut, its end may be half of one. */
const forms: readonly RegExp[] = [
  // JWTs (RFC 7519) and their encrypted kind: a header in JSON begins so in base64url.
  /eyJ[\w-]{6,}(?:\.[\w-]*)+|eyJ[\w-]*$/g,
  // Our own: secret keys, sessions, one-time links. Others' secret keys often begin so too.
  new RegExp(`${begins}(?:sk|rk|os|ol)_[\\w-]{12,}`, 'g'),
  new RegExp(`${begins}(?:sk|rk|os|ol)_[\\w-]*$`, 'g'),
  // Our visitor token.
  new RegExp(`${begins}v1\\.(?:[\\w-]{43}|[\\w-]*$)`, 'g'),
];

/** Credentials of HTTP. They hold a digit or a sign, words in a sentence do not. */
const authorization =
  /\b(bearer|basic)((?:\s|%20|\+)+)(?=[A-Za-z]*[\d=_.~+/-])[A-Za-z0-9._~+/=-]{6,}/gi;

/** A number, or a list or object of plain values. */
const plain = '-?[\\d.]+|\\[[^\\[\\]{}]*(?:\\]|$)|\\{[^\\[\\]{}]*(?:\\}|$)';

/** `"token": …` */
const property = new RegExp(
  `()"([\\w.$-]*${names})"(\\s*:\\s*)(?:"(?:[^"\\\\]|\\\\[^])*(?:"|$)|${plain})`,
  'gi',
);

/**
 * `\"token\": …`, in JSON that is a text in JSON. More backslashes before a quote are of its value. It
 * begins at the first of them: to try from each would take the square of their number.
 */
const propertyWithin = new RegExp(
  `(?<!\\\\)(\\\\+)"([\\w.$-]*${names})\\1"(\\s*:\\s*)(?:\\1"(?:[^"\\\\]|\\\\+(?!["\\\\])|\\1\\\\+")*(?:\\1")?|${plain})`,
  'gi',
);

/** `?token=…`, also where the address is percent-encoded within another. */
const parameter = new RegExp(
  `([?&#;]|%3F|%26|%23)([\\w.-]*${names})(=|%3D)(?:(?!%26|%23|\\\\)[^&#;\\s"'<>])+`,
  'gi',
);

/** The text with every secret that was recognised replaced by `•••`. Redacting twice changes nothing. */
export function redactSecrets(text: string): string {
  let redacted = text
    .replaceAll(property, hideValue)
    .replaceAll(propertyWithin, hideValue)
    .replaceAll(parameter, `$1$2$3${hidden}`)
    .replaceAll(authorization, `$1$2${hidden}`);
  for (const form of forms) redacted = redacted.replaceAll(form, hidden);
  return redacted;
}

function hideValue(_: string, slashes: string, name: string, colon: string): string {
  const quote = `${slashes}"`;
  return `${quote}${name}${quote}${colon}${quote}${hidden}${quote}`;
}
