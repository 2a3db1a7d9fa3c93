// Twilio's signature of a request: base64 of HMAC-SHA1 with the auth token, over the URL that Twilio
// called and the fields of the form, sorted by name, each name followed by its value.
// https://www.twilio.com/docs/usage/webhooks/webhooks-security, checked 2026-11-25
import { createHmac } from 'node:crypto';
import { isSameSecret } from '../../provider/same-secret.ts';

export function twilioSignature(url: string, form: URLSearchParams, authToken: string): string {
  // A field that comes several times counts with each of its values once.
  const names = [...new Set(form.keys())].toSorted();
  const fields = names.flatMap((name) =>
    [...new Set(form.getAll(name))].toSorted().map((value) => name + value),
  );
  return createHmac('sha1', authToken)
    .update(url + fields.join(''), 'utf8')
    .digest('base64');
}

/** Twilio signs the URL with its port for some products, and without it for others. */
export function isSignedByTwilio(
  given: string,
  url: string,
  form: URLSearchParams,
  authToken: string,
): boolean {
  const checked = urlsOf(url).map((each) =>
    isSameSecret(given, twilioSignature(each, form, authToken)),
  );
  return checked.includes(true);
}

function urlsOf(url: string): readonly string[] {
  const { protocol, port } = new URL(url);
  const origin = /^([a-z]+:\/\/[^/?#]*)(.*)$/.exec(url);
  if (origin === null) return [url];
  const [, host = '', rest = ''] = origin;
  return port === ''
    ? [url, `${host}:${/^(https|wss):$/.test(protocol) ? 443 : 80}${rest}`]
    : [url, `${host.slice(0, -port.length - 1)}${rest}`];
}
