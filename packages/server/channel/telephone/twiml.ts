// What a carrier is told to do with a call, in TwiML. https://www.twilio.com/docs/voice/twiml,
// checked 2026-11-26
import type { WebhookAnswer } from '@opportune/core/ports/channel.ts';

/** A sentence that the carrier says, in a language as BCP 47 names it. Null: its own. */
export interface Said {
  readonly text: string;
  readonly language: string | null;
}

export interface StreamTo {
  readonly url: string;
  /** Comes back in the first message of the stream. */
  readonly token: string;
}

export function twiml(...verbs: readonly string[]): WebhookAnswer {
  const body = `<?xml version="1.0" encoding="UTF-8"?><Response>${verbs.join('')}</Response>`;
  return { status: 200, contentType: 'text/xml; charset=utf-8', body };
}

/** Nothing, if there is nothing to say. */
export function say({ text, language }: Said): string {
  const region = language === null ? undefined : regions[language.split('-')[0] ?? ''];
  const as = region === undefined ? '' : ` language="${region}"`;
  return text.trim() === '' ? '' : `<Say${as}>${escaped(text)}</Say>`;
}

/** The carrier goes on after it once the stream has ended. */
export function connect({ url, token }: StreamTo): string {
  const parameter = `<Parameter name="token" value="${escaped(token)}"/>`;
  return `<Connect><Stream url="${escaped(url)}">${parameter}</Stream></Connect>`;
}

/** Asks for one key, whichever it is, while it speaks and for `seconds` after. Both lead to `url`. */
export function gather(
  words: readonly Said[],
  { url, seconds }: { readonly url: string; readonly seconds: number },
): string {
  return keys(words, url, { many: 1, seconds }) + redirect(url);
}

/** Speaks. Up to `many` keys lead to `url`, once none has followed for two seconds, and nothing otherwise. */
export function hearing(words: readonly Said[], url: string, many: number): string {
  return keys(words, url, { many, seconds: 2 });
}

function keys(
  words: readonly Said[],
  url: string,
  { many, seconds }: { readonly many: number; readonly seconds: number },
): string {
  const asked = `input="dtmf" numDigits="${many}" finishOnKey="" timeout="${seconds}" action="${escaped(url)}" method="POST"`;
  return `<Gather ${asked}>${words.map(say).join('')}</Gather>`;
}

export function redirect(url: string): string {
  return `<Redirect method="POST">${escaped(url)}</Redirect>`;
}

/** Whether carriers have a voice for a language, as BCP 47 names it. */
export function isSpoken(language: string): boolean {
  return Object.hasOwn(regions, language);
}

export const hangUp = '<Hangup/>';
export const busy = '<Reject reason="busy"/>';

/** Carriers name voices by language and region. */
const regions: Readonly<Record<string, string>> = {
  ...{ da: 'da-DK', de: 'de-DE', en: 'en-US', es: 'es-ES', fi: 'fi-FI', fr: 'fr-FR', it: 'it-IT' },
  ...{ ja: 'ja-JP', ko: 'ko-KR', nb: 'nb-NO', nl: 'nl-NL', pl: 'pl-PL', pt: 'pt-PT', sv: 'sv-SE' },
};

const signs: Readonly<Record<string, string>> = {
  ...{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' },
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => signs[sign] ?? '').replaceAll(/\p{Cc}/gu, ' ');
}
