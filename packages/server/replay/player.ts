// Plays recorded visits through the public intake exactly as a tag sends them: one socket a visitor,
// hello, events in frames, and every frame kept until it is acknowledged. What is refused for now is
// sent again, as late as the server asks.
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { Problem } from '@opportune/protocol/errors.ts';
import type { ClientEvent } from '@opportune/protocol/behaviour/event.ts';
import { protocolVersion, type ServerFrame } from '@opportune/protocol/frames-visitor.ts';
import { PageViewId } from '@opportune/protocol/ids.ts';
import { fingerprint, type RecordedEvent, type RecordedVisit } from './clickstream.ts';
import type { TimedVisit } from './timetable.ts';

export interface Target {
  /** Where the server is, such as `http://localhost:7700`. */
  readonly url: string;
  readonly writeKey: string;
  /** An allowed origin of the site. */
  readonly origin: string;
}

export interface Tally {
  events: number;
  acknowledged: number;
  engagements: number;
  readonly refused: Map<string, number>;
}

export interface Playable extends RecordedVisit {
  readonly userAgent?: string;
  readonly referrer?: string;
}

const person =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
const attempts = 8;
const ackTimeoutMs = 20_000;
const tooManyRequests = 429;

/** Plays all visits at their instants; `progress` is called after each event. */
export async function play(
  target: Target,
  timed: readonly TimedVisit<Playable>[],
  speed: number,
  progress: (tally: Tally) => void,
): Promise<Tally> {
  const tally: Tally = { events: 0, acknowledged: 0, engagements: 0, refused: new Map() };
  const began = performance.now();
  const until = (ms: number): Promise<void> => wait(Math.max(0, began + ms - performance.now()));
  await Promise.all(
    timed.map(async ({ visit, startMs }) => {
      await until(startMs);
      const line = new VisitLine(target, visit, tally);
      for (const event of visit.events) {
        await until(startMs + event.offsetMs / speed);
        await line.send(event);
        progress(tally);
      }
      line.close();
    }),
  );
  return tally;
}

type Ack = Extract<ServerFrame, { type: 'ack' }>;

/** One visitor's connection, reconnecting until what was sent is acknowledged. */
class VisitLine {
  readonly #target: Target;
  readonly #visit: Playable;
  readonly #tally: Tally;
  #socket: WebSocket | null = null;
  #token: string | undefined;
  #batch = 0;
  #waiting: { batch: number; acked: (frame: Ack) => void; failed: (error: Error) => void } | null =
    null;

  constructor(target: Target, visit: Playable, tally: Tally) {
    this.#target = target;
    this.#visit = visit;
    this.#tally = tally;
  }

  /** Resolves when the event is acknowledged as stored. Throws after several failures. */
  async send(event: RecordedEvent): Promise<void> {
    this.#tally.events++;
    for (let attempt = 1; ; attempt++) {
      try {
        const socket = await this.#connected(event);
        const ack = await this.#acknowledged(socket, event);
        const forNow = ack.refused.find(({ retry }) => retry);
        if (forNow === undefined || attempt === attempts) return this.#count(ack);
        await wait(forNow.retryAfterMs ?? backOffMs(attempt));
      } catch (error) {
        this.close();
        if (attempt === attempts) throw error;
        await wait(Math.max(backOffMs(attempt), toldToWaitMs(error)));
      }
    }
  }

  close(): void {
    this.#socket?.close();
    this.#socket = null;
  }

  #count({ refused }: Ack): void {
    this.#tally.acknowledged++;
    for (const { code } of refused)
      this.#tally.refused.set(code, (this.#tally.refused.get(code) ?? 0) + 1);
  }

  async #connected(event: RecordedEvent): Promise<WebSocket> {
    if (this.#socket !== null && this.#socket.readyState === WebSocket.OPEN) return this.#socket;
    const { url, origin } = this.#target;
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/v1/socket`, {
      origin,
      headers: { 'user-agent': this.#visit.userAgent ?? person },
      perMessageDeflate: false,
    });
    this.#socket = socket;
    const welcome = new Promise<void>((resolve, reject) => {
      socket.on('message', (data: Buffer) => {
        const frame = JSON.parse(data.toString('utf8')) as ServerFrame;
        if (frame.type === 'welcome') this.#token = frame.token;
        if (frame.type === 'welcome') resolve();
        if (frame.type === 'ack' && frame.batch === this.#waiting?.batch)
          this.#waiting.acked(frame);
        if (frame.type === 'engage') this.#tally.engagements++;
        if (frame.type === 'problem') {
          reject(refusalOf(frame.problem));
          this.#waiting?.failed(refusalOf(frame.problem));
        }
      });
      socket.on('unexpected-response', (request, { statusCode, headers }) => {
        request.destroy();
        const seconds = Number(headers['retry-after'] ?? 0);
        const told = statusCode === tooManyRequests ? { retryAfterMs: 1000 * seconds } : {};
        reject(Object.assign(new Error(`the socket was refused with ${statusCode}`), told));
      });
      socket.on('error', reject);
      socket.on('close', () => {
        reject(new Error('the connection closed'));
        this.#waiting?.failed(new Error('the connection closed'));
      });
    });
    socket.on('open', () => socket.send(JSON.stringify(this.#hello(event))));
    await welcome;
    return socket;
  }

  #hello(event: RecordedEvent): Record<string, unknown> {
    return {
      type: 'hello',
      version: protocolVersion,
      key: this.#target.writeKey,
      visitor: this.#visit.visitor,
      fresh: false,
      ...(this.#token === undefined ? {} : { token: this.#token }),
      pageView: pageViewOf(event),
      page: this.#page(event),
      language: 'en',
      timeZone: 'UTC',
      viewportWidth: 1280,
    };
  }

  async #acknowledged(socket: WebSocket, event: RecordedEvent): Promise<Ack> {
    const batch = ++this.#batch;
    const now = Date.now();
    const answer = new Promise<Ack>((acked, failed) => {
      this.#waiting = { batch, acked, failed };
    });
    const late = setTimeout(
      () => this.#waiting?.failed(new Error('no acknowledgement in time')),
      ackTimeoutMs,
    );
    const { id, kind, name, properties } = event;
    const on = { pageView: pageViewOf(event), page: this.#page(event) };
    const sent: ClientEvent = { id, kind, name, at: now, ...on, properties };
    socket.send(JSON.stringify({ type: 'events', batch, sentAt: now, events: [sent] }));
    return answer.finally(() => clearTimeout(late));
  }

  #page({ path, title }: RecordedEvent): NonNullable<ClientEvent['page']> {
    const referrer = this.#visit.referrer ?? '';
    return { url: `${this.#target.origin}${path}`, path, search: '', title, referrer };
  }
}

function backOffMs(attempt: number): number {
  return 100 * 2 ** attempt;
}

function refusalOf({ code, message, retryAfterMs = 0 }: Problem): Error {
  return Object.assign(new Error(`${code}: ${message}`), { retryAfterMs });
}

/** What a refusal says of when to come again. */
function toldToWaitMs(error: unknown): number {
  const told = error instanceof Error && 'retryAfterMs' in error ? error.retryAfterMs : 0;
  return typeof told === 'number' ? told : 0;
}

function pageViewOf(event: RecordedEvent): PageViewId {
  return PageViewId.parse(fingerprint(`view|${event.id}`));
}
