// Sends the parts of a message, up to five with one call. The first call answers with the reply
// token of the contact's newest message while it is fresh, which costs nothing. Every other call is a
// push with a retry key, so that it has its effect once however often it is repeated.
// https://developers.line.biz/en/docs/messaging-api/retrying-api-request/
import { createHash } from 'node:crypto';
import type { SendOrder, SendOutcome } from '@opportune/core/ports/channel.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import { z } from 'zod';
import { type Called, callLine, type LineBot } from './line-api.ts';
import { type LineMessage, messageOf } from './line-messages.ts';

/** Messages of one call. */
const mostMessages = 5;
/** A reply token holds for about a minute, and LINE promises no time. */
const freshMs = 50_000;

const Taken = z.object({ sentMessages: z.array(z.object({ id: z.string() })) });

export async function sendLine(bot: LineBot, clock: Clock, order: SendOrder): Promise<SendOutcome> {
  const externalIds: string[] = [];
  const endsBy = performance.now() + order.withinMs;
  let token = freshToken(order, clock.now());
  for (let at = 0; at < order.parts.length; at += mostMessages) {
    const messages = order.parts.slice(at, at + mostMessages).map(messageOf);
    const withinMs = Math.ceil(endsBy - performance.now());
    if (withinMs <= 0) return { type: 'unreachable', detail: late, externalIds };
    const rest = order.parts.length - at;
    const sent = await send(bot, order, { messages, token, rest, withinMs });
    token = null;
    if (sent.type === 'bad')
      return { type: 'refused', reason: reasonOf(sent.detail), detail: sent.detail, externalIds };
    if (sent.type !== 'ok') return { ...sent, externalIds };
    externalIds.push(
      ...idsOf(sent.json, { reference: order.reference, rest, of: messages.length }),
    );
  }
  return { type: 'sent', externalIds };
}

const late = 'There was no time left.';

interface Sending {
  readonly messages: readonly LineMessage[];
  readonly token: string | null;
  /** How many parts are left, which tells calls with equal messages apart. */
  readonly rest: number;
  readonly withinMs: number;
}

async function send(bot: LineBot, order: SendOrder, sending: Sending): Promise<Called> {
  const { messages, token, rest, withinMs } = sending;
  if (token !== null) {
    const body = { replyToken: token, messages };
    const replied = await callLine(bot, { ...post, path: '/v2/bot/message/reply', body, withinMs });
    // Used before, or too old.
    if (!(replied.type === 'bad' && /reply token/i.test(replied.detail)))
      return mayHaveArrived(replied);
  }
  const body = { to: order.address, messages };
  const retryKey = keyOf(`${order.reference} ${rest} ${JSON.stringify(messages)}`);
  return callLine(bot, { ...post, path: '/v2/bot/message/push', body, retryKey, withinMs });
}

const post = { method: 'POST' } as const;

/** A reply has no retry key: a push that repeats it could arrive beside it. */
function mayHaveArrived(replied: Called): Called {
  return replied.type === 'uncertain' ? { ...replied, again: false } : replied;
}

function freshToken({ answers }: SendOrder, now: number): string | null {
  return answers !== null && now - answers.at < freshMs ? answers.token : null;
}

/** A UUID of the text, as RFC 9562 makes them of a digest (version 8). */
function keyOf(text: string): string {
  const bytes = createHash('sha256').update(text).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** LINE's ids. If its answer has none, made-up ones count the parts. */
function idsOf(
  json: unknown,
  {
    reference,
    rest,
    of,
  }: { readonly reference: string; readonly rest: number; readonly of: number },
): readonly string[] {
  const taken = Taken.safeParse(json).data?.sentMessages.map(({ id }) => id) ?? [];
  return Array.from({ length: of }, (_, at) => taken[at] ?? `${reference}:${rest - at}`);
}

function reasonOf(detail: string) {
  return /failed to send messages|property, 'to'/i.test(detail) ? 'no-such-address' : 'not-taken';
}
