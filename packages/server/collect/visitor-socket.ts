// The visitor socket: carries a session's frames over WebSocket. Bounded both ways: a frame too
// large, a reader too slow and a line gone silent each close the socket with their own code.
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import { errorTable, problem, type Problem } from '@opportune/protocol/errors.ts';
import type { ServerFrame } from '@opportune/protocol/frames-visitor.ts';
import { intakeLimits, socketLimits } from '@opportune/protocol/limits.ts';
import {
  adoptSocket,
  isBetweenFrames,
  type LineSource,
  type LiveLine,
  stopReading,
} from '../http/live-lines.ts';
import { gently } from './gently.ts';
import { HandedVisitor } from './handed-visitor.ts';
import { parseJson } from './json.ts';
import type { Carrier } from './browser-link.ts';
import { VisitorSession, type SessionDependencies } from './visitor-session.ts';

const path = '/v1/socket';
/** A socket that has not said hello by then is closed. */
const helloMs = 10_000;
const sweepMs = 1000;

export interface VisitorSockets extends LineSource {
  readonly size: number;
  /** Tells every browser to come back later, and stops. */
  close(): void;
}

/** Serves `/v1/socket`. */
export function serveVisitorSockets(use: SessionDependencies): VisitorSockets {
  const server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: intakeLimits.requestSizeBytes,
  });
  const lines = new Set<Line>();
  const soon = gently();
  use.http.upgrade(path, (request, socket, head) => {
    if (use.rates.addresses.takeUpTo(use.clientAddress(request), 1, use.clock.now()) === 0) {
      socket.end('HTTP/1.1 429 Too Many Requests\r\nConnection: close\r\nRetry-After: 1\r\n\r\n');
      return;
    }
    server.handleUpgrade(request, socket, head, (webSocket) =>
      lines.add(new Line(use, { socket: webSocket, stream: socket, request }, lines)),
    );
  });
  const sweep = setInterval(() => sweepSilent(lines, use.clock.now()), sweepMs);
  sweep.unref();
  return {
    get size() {
      return lines.size;
    },
    stay() {
      const staying = [...lines];
      lines.clear();
      for (const { socket } of staying) stopReading(socket);
      return staying;
    },
    adopt(socket: Socket, told) {
      const handed = HandedVisitor.safeParse(told);
      const adopted = handed.success ? adoptSocket(server, socket) : null;
      if (!handed.success || adopted === null) return false;
      const line = new Line(use, { socket: adopted, stream: socket, request: null }, lines);
      lines.add(line);
      line.goOn(handed.data, soon);
      return true;
    },
    close() {
      clearInterval(sweep);
      for (const line of lines) line.end(problem('server.stopping'));
      server.close();
    },
  };
}

function sweepSilent(lines: ReadonlySet<Line>, now: number): void {
  for (const line of lines) {
    if (now - line.heardAt > (line.greeted ? socketLimits.silenceMs : helloMs))
      line.end(problem('socket.silent'));
  }
}

/** One socket and its session. */
class Line implements Carrier, LiveLine {
  /** What the socket writes to. */
  readonly socket: Duplex;
  readonly #socket: WebSocket;
  readonly #session: VisitorSession;
  readonly #clock: Clock;
  readonly #log: Log;
  /** ms of the server's clock. */
  heardAt: number;
  greeted = false;

  constructor(
    use: SessionDependencies,
    {
      socket,
      stream,
      request,
    }: {
      readonly socket: WebSocket;
      readonly stream: Duplex;
      readonly request: IncomingMessage | null;
    },
    lines: Set<Line>,
  ) {
    this.socket = stream;
    this.#socket = socket;
    this.#clock = use.clock;
    this.#log = use.log;
    this.heardAt = use.clock.now();
    this.#session = new VisitorSession(use, this, request);
    this.#listen(lines);
  }

  /** On its own, so that nothing that lives as long as the socket holds on to the request. */
  #listen(lines: Set<Line>): void {
    this.#socket.on('message', (data, isBinary) => this.#heard(data, isBinary));
    this.#socket.on('close', () => {
      lines.delete(this);
      this.#session.close();
    });
    // Too large a frame or invalid UTF-8: ws closes with 1009 or 1007 by itself.
    this.#socket.on('error', ignore);
  }

  goOn(handed: HandedVisitor, soon: (run: () => void) => void): void {
    this.greeted = true;
    this.#session.goOn(handed, soon);
  }

  isAnswered(): boolean {
    return this.#session.isAnswered;
  }

  told(): HandedVisitor | null {
    return isBetweenFrames(this.#socket, this.socket) ? this.#session.handed() : null;
  }

  send(frame: ServerFrame): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#socket.bufferedAmount > socketLimits.outboundBytes) return this.#drop();
    // As bytes: of a string that waits only the characters would be counted.
    this.#socket.send(Buffer.from(JSON.stringify(frame)), { binary: false });
  }

  end(why: Problem): void {
    const { close } = closeOf(why);
    this.send({ type: 'problem', problem: why });
    this.#session.close();
    this.#socket.close(close, why.code);
  }

  #heard(data: RawData, isBinary: boolean): void {
    this.heardAt = this.#clock.now();
    this.greeted = true;
    const bytes = Buffer.isBuffer(data) ? data : null;
    const parsed = isBinary || bytes === null ? { ok: false as const } : parseJson(bytes);
    if (!parsed.ok) return this.end(problem('request.malformed'));
    try {
      this.#session.receive(parsed.value, bytes?.length ?? 0);
    } catch (error) {
      // Thrown on, it would end the server: whatever one browser sends ends its own line at the most.
      this.#log.error('collect.frame_failed', { error: String(error) });
      this.end(problem('server.failed'));
    }
  }

  /** A close frame would wait behind what is not being read, so the line is cut after a moment. */
  #drop(): void {
    this.#session.close();
    this.#socket.close(errorTable['socket.too_slow'].close, 'socket.too_slow');
    setTimeout(() => this.#socket.terminate(), 1000).unref();
  }
}

function ignore(): void {}

function closeOf({ code }: Problem): { close: number } {
  const row: { readonly close?: number } = errorTable[code];
  return { close: row.close ?? 4400 };
}
