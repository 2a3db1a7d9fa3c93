// The visitor socket's frames over HTTP, for networks that block sockets: POST /v1/frames sends
// frames and waits for others (a long poll). Sessions are bounded in number and bytes and expire.
// The session's name is its credential; an answer lost on the way ends nothing that cannot resume.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '@opportune/core/world/world.ts';
import { problem, type Problem } from '@opportune/protocol/errors.ts';
import { FramesRequest, type ServerFrame } from '@opportune/protocol/frames-visitor.ts';
import { socketLimits } from '@opportune/protocol/limits.ts';
import { answerJson, answerProblem } from './answer.ts';
import { forbidOrigin, servePost, type Call } from './http-call.ts';
import type { Carrier } from './browser-link.ts';
import { VisitorSession, type SessionDependencies } from './visitor-session.ts';

const sessionsAtOnce = 20_000;
const sweepMs = 1000;

export interface VisitorPolls {
  readonly size: number;
  close(): void;
}

/** Serves `/v1/frames`. */
export function serveVisitorPolls(use: SessionDependencies): VisitorPolls {
  const sessions = new Map<string, PollSession>();
  servePost(use, '/v1/frames', async (call) => {
    const parsed = FramesRequest.safeParse(call.body);
    if (!parsed.success) {
      return answerProblem(
        call.response,
        problem('request.malformed', { path: parsed.error.issues[0]?.path.join('.') ?? '' }),
      );
    }
    const { session: name, frames, wait } = parsed.data;
    const session = name === undefined ? begin(use, sessions, call) : sessions.get(name);
    if (session === null) return answerProblem(call.response, problem('server.overloaded'));
    if (session === undefined || session.origin !== call.origin)
      return answerProblem(call.response, problem('request.not_found'));
    for (const frame of frames) session.receive(frame, call.sizeBytes);
    await session.answer(call.response, name === undefined ? socketLimits.heartbeatMs : wait);
  });
  const sweep = setInterval(() => expire(sessions, use.clock.now()), sweepMs);
  sweep.unref();
  return {
    get size() {
      return sessions.size;
    },
    close() {
      clearInterval(sweep);
      for (const session of sessions.values()) session.end(problem('server.stopping'));
    },
  };
}

function begin(
  use: SessionDependencies,
  sessions: Map<string, PollSession>,
  { request }: Call,
): PollSession | null {
  if (sessions.size >= sessionsAtOnce) return null;
  const name = use.ids.next();
  const session = new PollSession(use, name, request, () => sessions.delete(name));
  sessions.set(name, session);
  return session;
}

function expire(sessions: ReadonlyMap<string, PollSession>, now: number): void {
  for (const session of sessions.values()) {
    if (!session.waiting && now - session.heardAt > socketLimits.silenceMs)
      session.end(problem('socket.silent'));
  }
}

/** One session and what waits to be fetched. */
class PollSession implements Carrier {
  readonly name: string;
  readonly origin: string | undefined;
  readonly #session: VisitorSession;
  readonly #gone: () => void;
  #outbound: ServerFrame[] = [];
  #outboundBytes = 0;
  #ended: Problem | null = null;
  /** Answers the poll that waits. */
  #wake: (() => void) | null = null;
  readonly #clock: Clock;
  /** ms of the server's clock. */
  heardAt: number;

  constructor(use: SessionDependencies, name: string, request: IncomingMessage, gone: () => void) {
    this.name = name;
    this.origin = request.headers.origin;
    this.#gone = gone;
    this.#clock = use.clock;
    this.heardAt = use.clock.now();
    this.#session = new VisitorSession(use, this, request);
  }

  get waiting(): boolean {
    return this.#wake !== null;
  }

  receive(frame: unknown, sizeBytes: number): void {
    this.heardAt = this.#clock.now();
    this.#session.receive(frame, sizeBytes);
  }

  send(frame: ServerFrame): void {
    if (this.#ended !== null) return;
    this.#outboundBytes += Buffer.byteLength(JSON.stringify(frame));
    if (this.#outboundBytes > socketLimits.outboundBytes)
      return this.end(problem('socket.too_slow'));
    this.#outbound.push(frame);
    this.#wake?.();
  }

  end(why: Problem): void {
    if (this.#ended !== null) return;
    this.#ended = why;
    this.#session.close();
    this.#gone();
    this.#wake?.();
  }

  /** Answers with what is there, or waits for something up to `waitMs`. A later poll releases an earlier one. */
  async answer(response: ServerResponse, waitMs: number): Promise<void> {
    if (waitMs > 0 && this.#outbound.length === 0 && this.#ended === null)
      await this.#something(response, Math.min(waitMs, socketLimits.heartbeatMs));
    this.heardAt = this.#clock.now();
    // What was said before the end is still for the browser: the welcome that names the site's terms.
    if (this.#ended !== null && this.#outbound.length === 0) {
      if (this.#ended.code === 'origin.not_allowed') forbidOrigin(response);
      return answerProblem(response, this.#ended);
    }
    if (response.destroyed) return;
    answerJson(response, 200, { session: this.name, frames: this.#outbound });
    this.#outbound = [];
    this.#outboundBytes = 0;
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
