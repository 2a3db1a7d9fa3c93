// The visitor socket's frames over HTTP, for networks that block sockets. POST /v1/frames sends
// frames and waits for others (a long poll). Sessions expire and are bounded in number
// (poll-room.ts) and bytes. A session's name is its credential. A lost response ends nothing that
// cannot resume.
import type { ServerResponse } from 'node:http';
import { HeldBytes, type Holder } from '@opportune/core/bounds/held-bytes.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import { problem, type Problem } from '@opportune/protocol/errors.ts';
import { FramesRequest, type ServerFrame } from '@opportune/protocol/frames-visitor.ts';
import { socketLimits } from '@opportune/protocol/limits/connections.ts';
import { passingBy, passingFor, type Passing } from '../../http/elsewhere/pass-on.ts';
import { answerJson, answerProblem } from '../answer.ts';
import { WorkMeter } from '../charging.ts';
import {
  passBody,
  payAndWait,
  refuseCall,
  serveBodies,
  unpackUnknown,
  type HttpIntake,
  type Received,
} from '../http-call.ts';
import { grantFor } from '../greeting/key-check.ts';
import { type Polled, PollRoom } from './poll-room.ts';
import type { Carrier } from './browser-link.ts';
import type { Opening } from '../greeting/greeting.ts';
import { parseJson } from '../reading/json.ts';
import { itemsAt, itemSizes, textAt } from '../reading/scan-json.ts';
import { frameSize, type FrameSize } from './visitor-frames.ts';
import { VisitorSession, type SessionDependencies } from './visitor-session.ts';

const sweepMs = 1000;

export interface VisitorPolls {
  readonly size: number;
  close(): void;
}

interface PollDependencies extends SessionDependencies, HttpIntake {
  /** The frames of all sessions that wait to be fetched. */
  readonly outbound: HeldBytes;
}

/** Serves `/v1/frames`. */
export function serveVisitorPolls(
  collector: SessionDependencies & HttpIntake & { readonly passing: HeldBytes },
): VisitorPolls {
  const use = { ...collector, outbound: new HeldBytes(socketLimits.pollBytes, collector.passing) };
  const sessions = new PollRoom<PollSession>(use.budgets);
  serveBodies(use, '/v1/frames', (received) => poll(use, sessions, received));
  const sweep = setInterval(() => expire(sessions, use.clock.now()), sweepMs);
  sweep.unref();
  return {
    get size() {
      return sessions.size;
    },
    close() {
      clearInterval(sweep);
      for (const session of sessions.all()) session.end(problem('server.stopping'));
    },
  };
}

/**
 * Finds the payer before anything is parsed: the session, or the key in the hello that begins one.
 */
async function poll(use: PollDependencies, sessions: Sessions, received: Received): Promise<void> {
  const { response, payer } = received;
  const unpacked = await unpackUnknown(use, received.packed, payer);
  if (!unpacked.ok) return answerProblem(response, unpacked.problem);
  const { bytes, charged } = unpacked.value;
  const name = textAt(bytes, ['session']);
  const passing = passingOf(use, name);
  if (passing !== null) return passBody(use, passing, received);
  const known = name === null ? null : sessions.get(name);
  if (known === undefined || (known !== null && known.origin !== received.origin))
    return answerProblem(response, problem('request.not_found'));
  const meter = known?.meter ?? (await meterOfHello(use, received, bytes));
  if (!(meter instanceof WorkMeter)) return refuseCall(received, meter);
  const home = known === null ? passingFor(use.http.homes, meter.account) : null;
  if (home !== null) return passBody(use, home, received);
  use.budgets.refund([{ budget: 'unknown.address', payer, amount: charged }]);
  const refused = await payAndWait(use, meter, bytes, { sizes: sizesWithin(bytes) });
  if (refused !== null) return answerProblem(response, refused);
  await answerPoll(use, sessions, received, { bytes, known, meter });
}

/** A session goes on in the process that began it. */
function passingOf({ http }: PollDependencies, session: string | null): Passing | null {
  return session === null ? null : passingBy(http.homes, session.split('.', 1)[0] ?? '');
}

/** Names the process that has it, if there are several. */
function nameIn({ http, ids }: PollDependencies): string {
  return http.homes.name === '' ? ids.next() : `${http.homes.name}.${ids.next()}`;
}

/** The hello is the first frame of a new session. */
async function meterOfHello(
  use: PollDependencies,
  { payer, origin }: Received,
  bytes: Buffer,
): Promise<WorkMeter | Problem> {
  if (textAt(bytes, ['frames', 0, 'type']) !== 'hello') return problem('request.malformed');
  const asked = { payer, visitor: null, page: true, raw: () => ({ bytes: bytes.length }) };
  const granted = await grantFor(use, textAt(bytes, ['frames', 0, 'key']) ?? '', origin, asked);
  return granted.ok ? new WorkMeter(use.budgets, granted.grant, payer) : granted.problem;
}

async function answerPoll(
  use: PollDependencies,
  sessions: Sessions,
  received: Received,
  paid: { readonly bytes: Buffer; readonly known: PollSession | null; readonly meter: WorkMeter },
): Promise<void> {
  const { response } = received;
  const json = parseJson(paid.bytes);
  const parsed = FramesRequest.safeParse(json.ok ? json.value : undefined);
  if (!parsed.success) {
    const path = parsed.error.issues[0]?.path.join('.') ?? '';
    return answerProblem(response, problem('request.malformed', { path }));
  }
  const { frames, wait } = parsed.data;
  const session = paid.known ?? begin(use, sessions, received, paid.meter);
  if (!(session instanceof PollSession)) return answerProblem(response, session);
  const sizes = frameSizes(paid.bytes);
  for (const [at, frame] of frames.entries()) {
    await use.turns.rest(session.meter.account);
    await session.receive(frame, sizes[at] ?? { sizeBytes: paid.bytes.length, eventSizes: null });
  }
  sessions.used(session);
  await session.answer(response, paid.known === null ? socketLimits.heartbeatMs : wait);
  sessions.used(session);
}

/** The bytes of each frame, and of each event in it. */
function sizesWithin(bytes: Buffer): readonly number[] {
  return (itemsAt(bytes, ['frames']) ?? []).flatMap((frame) => [
    frame.length,
    ...(itemSizes(frame, ['events']) ?? []),
  ]);
}

function frameSizes(bytes: Buffer): readonly FrameSize[] {
  // Each is measured within its own bytes. Searching from the beginning for each would take
  // quadratic time.
  return (itemsAt(bytes, ['frames']) ?? []).map((frame) => frameSize(frame));
}

/** Begins a session, or returns the reason why not. */
function begin(
  use: PollDependencies,
  sessions: Sessions,
  { request, payer }: Received,
  meter: WorkMeter,
): PollSession | Problem {
  return sessions.begin(
    payer,
    (gone) => new PollSession(use, { name: nameIn(use), request, payer, meter, gone }),
  );
}

function expire(sessions: Sessions, now: number): void {
  for (const session of sessions.all()) {
    if (!session.waiting && now - session.heardAt > socketLimits.silenceMs)
      session.end(problem('socket.silent'));
  }
}

type Sessions = PollRoom<PollSession>;

interface Beginning extends Opening {
  readonly name: string;
  readonly meter: WorkMeter;
  readonly gone: () => void;
}

/** One session, and the frames that wait to be fetched. */
class PollSession implements Carrier, Polled {
  readonly name: string;
  readonly origin: string | undefined;
  /** Charges what the session sends. */
  readonly meter: WorkMeter;
  readonly #session: VisitorSession;
  readonly #gone: () => void;
  #outbound: ServerFrame[] = [];
  #outboundBytes = 0;
  readonly #room: HeldBytes;
  readonly #payer: string;
  #held: Holder | null = null;
  #ended: Problem | null = null;
  /** Answers the waiting poll. */
  #wake: (() => void) | null = null;
  readonly #clock: Clock;
  /** In milliseconds of the server's clock. */
  heardAt: number;

  constructor(use: PollDependencies, { name, request, payer, meter, gone }: Beginning) {
    this.name = name;
    this.origin = request.headers.origin;
    this.meter = meter;
    this.#gone = gone;
    this.#clock = use.clock;
    this.#room = use.outbound;
    this.#payer = payer;
    this.heardAt = use.clock.now();
    this.#session = new VisitorSession(use, this, { request, payer });
  }

  get waiting(): boolean {
    return this.#wake !== null;
  }

  receive(frame: unknown, size: FrameSize): Promise<void> | null {
    this.heardAt = this.#clock.now();
    return this.#session.receive(frame, size);
  }

  /** Does nothing, because each request is charged as it arrives. */
  opened(): void {}

  send(frame: ServerFrame): void {
    if (this.#ended !== null) return;
    const sizeBytes = Buffer.byteLength(JSON.stringify(frame));
    this.#outboundBytes += sizeBytes;
    if (this.#outboundBytes > socketLimits.outboundBytes)
      return this.end(problem('socket.too_slow'));
    this.#outbound.push(frame);
    this.#held ??= this.#room.hold(this.#payer, () => this.#drop());
    this.#held.grow(sizeBytes);
    this.#wake?.();
  }

  end(why: Problem): void {
    if (this.#ended !== null) return;
    this.#ended = why;
    this.#session.close();
    this.#gone();
    this.#held?.release();
    this.#held = null;
    this.#wake?.();
  }

  /** All sessions hold too much. What this one holds is dropped; the browser resumes. */
  #drop(): void {
    this.#forget();
    this.end(problem('socket.too_slow'));
  }

  #forget(): void {
    this.#held?.release();
    this.#held = null;
    this.#outbound = [];
    this.#outboundBytes = 0;
  }

  /**
   * Answers with the pending frames, or waits up to `waitMs` for one. A later poll releases an
   * earlier one.
   */
  async answer(response: ServerResponse, waitMs: number): Promise<void> {
    if (waitMs > 0 && this.#outbound.length === 0 && this.#ended === null)
      await this.#something(response, Math.min(waitMs, socketLimits.heartbeatMs));
    this.heardAt = this.#clock.now();
    // Frames from before the end are still sent, such as the welcome with the site's settings.
    if (this.#ended !== null && this.#outbound.length === 0)
      return refuseCall({ response }, this.#ended);
    if (response.destroyed) return;
    answerJson(response, 200, { session: this.name, frames: this.#outbound });
    this.#forget();
  }

  #something(response: ServerResponse, waitMs: number): Promise<void> {
    this.#wake?.();
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        response.off('close', done);
        if (this.#wake === done) this.#wake = null;
        resolve();
      };
      const timer = setTimeout(done, waitMs);
      response.on('close', done);
      this.#wake = done;
    });
  }
}
