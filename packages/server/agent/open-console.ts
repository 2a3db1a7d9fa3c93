// One connected console: its line, its user, and its session once that has begun. Earlier frames
// wait for the session, in order. While a console sends faster than it is answered, it is not read.
import { socketLimits } from '@opportune/protocol/limits/connections.ts';
import type { IncomingMessage } from 'node:http';
import type { RawData } from 'ws';
import type { Principal } from '../http/access/principal.ts';
import { inTime } from '../http/in-time.ts';
import { problemFor } from '../http/problem/answer-errors.ts';
import { isBetweenFrames, type LiveLine } from '../http/sockets/live-lines.ts';
import type { AgentLine } from './agent-line.ts';
import type { AgentSession } from './agent-session.ts';
import { credentialsOf, type HandedConsole } from './handed-console.ts';

export class OpenConsole {
  readonly line: AgentLine;
  readonly request: IncomingMessage;
  /** Its session is due to be checked. */
  isDue = false;
  #principal: Principal;
  /** Null until it has begun. */
  #session: AgentSession | null = null;
  /** Frames taken and not answered yet. */
  #unanswered = 0;
  /** Pings since anything was last received from it. */
  #asked = 0;
  /** The bytes that waited for it at the last ping. */
  #waitingBytes = 0;

  constructor(line: AgentLine, principal: Principal, request: IncomingMessage) {
    this.line = line;
    this.#principal = principal;
    this.request = request;
  }

  /** With their current account data. */
  get principal(): Principal {
    return this.#principal;
  }

  /** Awaits `turn` before each frame. */
  begin(starting: Promise<AgentSession>, turn: () => Promise<void>): void {
    const { socket } = this.line;
    const begun = inTime(starting).then((session) => {
      this.#session = session;
      session.changed(this.#principal.user);
      return session;
    });
    begun.catch((error: unknown) => this.line.end(problemFor(error).code));
    let behind: Promise<unknown> = begun.catch(() => {});
    socket.on('message', (data) => {
      this.#asked = 0;
      if (++this.#unanswered >= socketLimits.consoleFrames) socket.pause();
      behind = behind
        .then(() => begun)
        .then(async (session) => {
          await turn();
          return session.receive(textOf(data));
        })
        // A frame that was neither performed nor refused is resent over another line.
        .catch((error: unknown) => this.line.end(problemFor(error).code))
        .then(() => {
          if (--this.#unanswered < socketLimits.consoleFrames && socket.isPaused) socket.resume();
        });
    });
    socket.on('pong', () => {
      this.#asked = 0;
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      // Also if it began too late for its console.
      starting.then(
        (session) => session.end(),
        () => {},
      );
    });
  }

  change(principal: Principal): void {
    this.#principal = principal;
    this.#session?.changed(principal.user);
  }

  /**
   * Pings the console, or ends it if it did not answer and returns false. It counts beats instead
   * of time, because a server that stood still has received nothing.
   */
  beat(): boolean {
    const { socket } = this.line;
    // A slow reader of a long list answers after it.
    if (socket.bufferedAmount < this.#waitingBytes) this.#asked = 0;
    if (this.#asked >= socketLimits.consoleMisses) {
      this.line.end('socket.silent');
      return false;
    }
    this.#waitingBytes = socket.bufferedAmount;
    this.#asked += 1;
    socket.ping();
    return true;
  }

  /** The line, as it continues in a successor. */
  live(): LiveLine {
    const { socket, stream } = this.line;
    const isAnswered = () => this.#session !== null && this.#unanswered === 0;
    return {
      socket: stream,
      isAnswered,
      told: () => {
        this.line.flush();
        return isAnswered() && isBetweenFrames(socket, stream) ? this.#handed() : null;
      },
    };
  }

  #handed(): HandedConsole | null {
    const handed = this.#session?.handed() ?? null;
    if (handed === null) return null;
    const headers = credentialsOf(this.request.headers);
    return { principal: this.#principal, headers, ...handed };
  }
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return (data instanceof ArrayBuffer ? Buffer.from(data) : data).toString('utf8');
}
