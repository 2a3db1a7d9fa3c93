// Posts one message to a system, all its parts together, and reads what the answer means. A message
// is posted under the same id each time, so that the system takes it once.
import type { NotSent, SendOrder, SendOutcome } from '@opportune/core/ports/channel.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { CustomDelivery } from '@opportune/protocol/channel/custom.ts';
import type { Part } from '@opportune/protocol/channel/parts.ts';
import type { Reach } from '../reach.ts';
import { signedHeaders } from '../../http/signed/standard-webhooks.ts';

export interface Posting {
  readonly reach: Reach;
  readonly clock: Clock;
  /** Those that are valid then, newest first. */
  readonly keys: (now: number) => readonly Buffer[];
  readonly deliverTo: string;
}

export async function postCustom(posting: Posting, order: SendOrder): Promise<SendOutcome> {
  const { address, parts, reference, author, withinMs } = order;
  const { reach, clock, keys, deliverTo } = posting;
  const now = clock.now();
  const delivery: CustomDelivery = {
    ...{ type: 'message', id: reference, to: { address }, from: { name: author } },
    ...{ text: parts.map(wordsOf).join('\n'), parts: [...parts], at: now },
  };
  const body = JSON.stringify(delivery);
  // The convention has no dots in ids, which it signs between dots.
  const id = reference.replaceAll('.', '_');
  const headers = {
    'content-type': 'application/json',
    ...signedHeaders(keys(now), id, body, now),
  };
  const reached = await reach({ url: deliverTo, method: 'POST', headers, body, withinMs });
  if (reached.type !== 'answered') return { ...notReached(reached), externalIds: [] };
  reached.body.destroy();
  const { status } = reached;
  if (status >= 200 && status < 300) return { type: 'sent', externalIds: [reference] };
  return { ...notTaken(status, reached.headers['retry-after']), externalIds: [] };
}

function notReached(reached: {
  readonly type: 'forbidden' | 'unreachable' | 'silent';
  readonly detail: string;
}): NotSent {
  const { type, detail } = reached;
  if (type === 'forbidden') return { type: 'refused', reason: 'address-forbidden', detail };
  return { type: type === 'silent' ? 'uncertain' : 'unreachable', detail };
}

/** What is wrong with the message is refused; what is wrong with the system is tried again. */
function notTaken(status: number, retryAfter: string | undefined): NotSent {
  const detail = `It answered ${status}.`;
  switch (status) {
    case 400:
    case 422:
      return { type: 'refused', reason: 'not-taken', detail };
    case 413:
      return { type: 'refused', reason: 'too-large', detail };
    // By the convention, 410 says to send nothing more.
    case 401:
    case 410:
      return { type: 'reconnect', detail };
    case 429:
    case 503: {
      const seconds = /^\d{1,6}$/.test(retryAfter ?? '') ? Number(retryAfter) : null;
      if (status === 503 && seconds === null) return { type: 'unreachable', detail };
      return { type: 'rate', retryAfterMs: seconds === null ? null : seconds * 1000 };
    }
    default:
      return { type: 'unreachable', detail };
  }
}

/** In plain words, for a system that shows nothing else. */
function wordsOf(part: Part): string {
  switch (part.type) {
    case 'file':
      return `${part.file.name}\n${part.file.link}`;
    case 'cards':
      return part.cards.map(({ title, text }) => `${title}\n${text}`.trim()).join('\n');
    case 'location':
      return part.name ?? `${part.latitude}, ${part.longitude}`;
    case 'template':
      return part.template.text;
    case 'text':
    case 'replies':
    case 'buttons':
    case 'list':
    case 'form':
      return part.text;
  }
}
