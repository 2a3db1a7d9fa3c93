// Files of messages. Twilio asks for the credentials and then leads to another host, which must not see
// them. https://www.twilio.com/docs/messaging/api/media-resource, checked 2026-11-25
import type { Fetched, MediaBounds } from '@opportune/core/ports/channel.ts';
import { fetchFile } from '../../provider/fetch-file.ts';
import { notReached } from '../../provider/read-answer.ts';
import { basicOf, type TwilioNumber } from './twilio-api.ts';

export async function fetchTwilioMedia(
  at: TwilioNumber,
  reference: string,
  bounds: MediaBounds,
): Promise<Fetched> {
  if (!isOfTwilio(at, reference)) return { type: 'gone' };
  const headers = { authorization: basicOf(at) };
  const { withinMs } = bounds;
  const asked = await at.reach({ url: reference, method: 'GET', headers, withinMs });
  if (asked.type === 'forbidden') return { type: 'gone' };
  if (asked.type !== 'answered') return { type: 'unreachable', detail: notReached(asked).detail };
  const { status, body } = asked;
  const length = Number(asked.headers['content-length'] ?? 0);
  if (status === 200 && length <= bounds.mostBytes)
    return { type: 'media', name: null, bytes: body };
  body.destroy();
  if (status === 200) return { type: 'too-large' };
  if (status === 401) return { type: 'reconnect', detail: `It answered ${status}.` };
  const next = status >= 300 && status < 400 ? (asked.headers.location ?? '') : '';
  if (next !== '' && URL.canParse(next, reference))
    return fetchFile(at.reach, new URL(next, reference).href, {}, bounds);
  if (status === 429) return { type: 'rate', retryAfterMs: null };
  return status >= 500
    ? { type: 'unreachable', detail: `It answered ${status}.` }
    : { type: 'gone' };
}

/** The credentials go to Twilio alone, whatever address was named. */
function isOfTwilio({ base }: TwilioNumber, reference: string): boolean {
  const url = URL.parse(reference);
  if (url === null) return false;
  if (url.origin === new URL(base).origin) return true;
  return url.protocol === 'https:' && /(^|\.)twilio\.com$/.test(url.hostname);
}
