// The messages of a stream of sound, as carriers send and take them. Their order is checked here: first
// `connected`, then `start`, then sound, keys and marks of that stream, at last `stop`.
// https://www.twilio.com/docs/voice/media-streams/websocket-messages, checked 2026-11-26
import { z } from 'zod';

const sid = z.string().min(1).max(64);

const Start = z.object({
  event: z.literal('start'),
  start: z.object({
    streamSid: sid,
    callSid: sid,
    customParameters: z.object({ token: z.string().max(64) }),
    mediaFormat: z.object({
      encoding: z.literal('audio/x-mulaw'),
      sampleRate: z.literal(8000),
      channels: z.literal(1),
    }),
  }),
});

const Message = z.discriminatedUnion('event', [
  z.object({ event: z.literal('connected') }),
  Start,
  z.object({
    event: z.literal('media'),
    streamSid: sid,
    media: z.object({ payload: z.base64() }),
  }),
  z.object({
    event: z.literal('dtmf'),
    streamSid: sid,
    dtmf: z.object({ digit: z.string().regex(/^[0-9*#A-D]$/) }),
  }),
  z.object({ event: z.literal('mark'), streamSid: sid }),
  z.object({ event: z.literal('stop'), streamSid: sid }),
]);

export type Heard =
  | { readonly type: 'started'; readonly callSid: string; readonly token: string }
  | { readonly type: 'sound'; readonly sound: Uint8Array }
  | { readonly type: 'key'; readonly key: string }
  | { readonly type: 'over' }
  | { readonly type: 'nothing' };

export class StreamMessages {
  #state: 'new' | 'connected' | 'started' | 'over' = 'new';
  #streamSid = '';

  /** Null: it is not a message, or not one that may come now. */
  read(text: string): Heard | null {
    const message = Message.safeParse(jsonOf(text)).data;
    if (message === undefined) return null;
    switch (message.event) {
      case 'connected':
        return this.#goes('new', 'connected') ? { type: 'nothing' } : null;
      case 'start':
        return this.#goes('connected', 'started') ? this.#started(message.start) : null;
      default:
    }
    if (this.#state !== 'started' || message.streamSid !== this.#streamSid) return null;
    switch (message.event) {
      case 'media':
        return { type: 'sound', sound: Buffer.from(message.media.payload, 'base64') };
      case 'dtmf':
        return { type: 'key', key: message.dtmf.digit };
      case 'mark':
        return { type: 'nothing' };
      case 'stop':
        this.#state = 'over';
        return { type: 'over' };
    }
  }

  /** The message that carries 20 ms of sound to the telephone. */
  sound(sound: Uint8Array): string {
    const payload = Buffer.from(sound).toString('base64');
    return JSON.stringify({ event: 'media', streamSid: this.#streamSid, media: { payload } });
  }

  #started({ streamSid, callSid, customParameters }: z.infer<typeof Start>['start']): Heard {
    this.#streamSid = streamSid;
    return { type: 'started', callSid, token: customParameters.token };
  }

  #goes(from: 'new' | 'connected', to: 'connected' | 'started'): boolean {
    if (this.#state !== from) return false;
    this.#state = to;
    return true;
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
