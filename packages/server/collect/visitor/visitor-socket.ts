// The visitor socket: carries a session's frames over WebSocket, with bounds in both directions. A
// frame that is too large, a slow reader and a silent line each close the socket with their own
// code.
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { HeldBytes } from '@opportune/core/bounds/held-bytes.ts';
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import { errorTable, problem, type Problem } from '@opportune/protocol/errors.ts';
import type { ServerFrame } from '@opportune/protocol/frames-visitor.ts';
import { socketLimits } from '@opportune/protocol/limits/connections.ts';
import { intakeLimits } from '@opportune/protocol/limits/intake.ts';
import { addressPrefix } from '../../http/address/address-prefix.ts';
import {
  adoptSocket,
  isBetweenFrames,
  type LineSource,
  type LiveLine,
  stopReading,
} from '../../http/sockets/live-lines.ts';
import { shedUnread, type UnreadLine } from '../../http/sockets/shed-unread.ts';
import { gently } from './gently.ts';
import { HandedVisitor } from './handed-visitor.ts';
import { PacedLine } from './paced-line.ts';
import type { Opening } from '../greeting/greeting.ts';
import { parseJson } from '../reading/json.ts';
import type { Carrier } from './browser-link.ts';
import { chargeAddress, type WorkMeter } from '../charging.ts';
import { frameSize } from './visitor-frames.ts';
import type { UnplacedSocket } from './unplaced-socket.ts';
import { placeByHello, placeUpgrade } from './visitor-elsewhere.ts';
import { VisitorSession, type SessionDependencies } from './visitor-session.ts';

const path = '/v1/socket';
/** A socket without a hello after this time is closed. */
const helloMs = 10_000;
const sweepMs = 1000;
/**
 * How long the peer may take to answer a close before the line is cut, with any frame that is still
 * arriving.
 */
const closeMs = 1000;
/** The same for a line that holds bytes which others need. */
const givenUpMs = 100;

interface SocketDependencies extends SessionDependencies {
  /** Bytes of partly arrived frames, among everything that is arriving. */
  readonly arriving: HeldBytes;
}

export interface VisitorSockets extends LineSource {
  readonly size: number;
  /** How many are passed on to the process in which their account is at home. */
  readonly passed: number;
  /** Closes those whose browsers are furthest behind, until about this many bytes are free. */
  shed(bytes: number): void;
  /** Asks every browser to reconnect later, and stops. */
  close(): void;
}

/** Serves `/v1/socket`. */
export function serveVisitorSockets(use: SocketDependencies): VisitorSockets {
  const server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: intakeLimits.requestSizeBytes,
  });
  const lines = new Set<Line>();
  const unplaced = new Set<UnplacedSocket>();
  const passed = new Set<Duplex>();
  const soon = gently();
  use.http.upgrade(path, (request, socket, head) => {
    const payer = addressPrefix(use.clientAddress(request));
    const places = admit(use.budgets, payer);
    if (places === null) return refuseUpgrade(socket);
    const { leave, keyKnown } = places;
    socket.once('close', leave);
    const opening = { request, payer, keyKnown };
    const place = { request, socket, payer, keyKnown, unplaced, passed };
    placeUpgrade(use, { ...place, head }, () =>
      server.handleUpgrade(request, socket, head, (client) =>
        placeByHello(use, { ...place, client }, () => {
          lines.add(new Line(use, { socket: client, stream: socket, payer, opening }, lines));
        }),
      ),
    );
  });
  const sweep = setInterval(() => sweepSilent(lines, use.clock.now()), sweepMs);
  sweep.unref();
  return {
    get size() {
      return lines.size;
    },
    get passed() {
      return passed.size;
    },
    shed: (bytes: number) => shedUnread([...lines, ...unplaced], bytes),
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
      const payer = handed.data.payer ?? '';
      const leave = use.budgets.enter([{ budget: 'sessions.address', payer }]);
      if (leave !== null) socket.once('close', leave);
      const line = new Line(use, { socket: adopted, stream: socket, payer, opening: null }, lines);
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

interface Places {
  /** Releases everything that is still held. */
  readonly leave: () => void;
  /** Releases the place among sockets without a known key. */
  readonly keyKnown: () => void;
}

/**
 * Null if the address has too many sockets, too many without a known key, or opens them too fast.
 */
function admit(budgets: Budgets, payer: string): Places | null {
  if (chargeAddress(budgets, 'requests.address', payer, 1) !== null) return null;
  const leaveSessions = budgets.enter([{ budget: 'sessions.address', payer }]);
  const keyKnown = budgets.enter([{ budget: 'greetings.address', payer }]);
  const leave = (): void => {
    leaveSessions?.();
    keyKnown?.();
  };
  if (leaveSessions !== null && keyKnown !== null) return { leave, keyKnown };
  leave();
  return null;
}

function refuseUpgrade(socket: Duplex): void {
  socket.end('HTTP/1.1 429 Too Many Requests\r\nConnection: close\r\nRetry-After: 1\r\n\r\n');
}

function sweepSilent(lines: ReadonlySet<Line>, now: number): void {
  for (const line of lines) {
    if (now - line.heardAt > (line.greeted ? socketLimits.silenceMs : helloMs))
      line.end(problem('socket.silent'));
  }
}

/** One socket and its session. */
class Line implements Carrier, LiveLine, UnreadLine {
  /** What the socket writes to. */
  readonly socket: Duplex;
  readonly #socket: WebSocket;
  readonly #session: VisitorSession;
  readonly #pace: PacedLine;
  readonly #budgets: Budgets;
  readonly #payer: string;
  #helloBytes = 0;
  readonly #clock: Clock;
  readonly #log: Log;
  /** In milliseconds of the server's clock. */
  heardAt: number;
  greeted = false;

  constructor(
    use: SocketDependencies,
    {
      socket,
      stream,
      payer,
      opening,
    }: {
      readonly socket: WebSocket;
      readonly stream: Duplex;
      readonly payer: string;
      readonly opening: Opening | null;
    },
    lines: Set<Line>,
  ) {
    this.socket = stream;
    this.#socket = socket;
    this.#clock = use.clock;
    this.#log = use.log;
    this.heardAt = use.clock.now();
    this.#budgets = use.budgets;
    this.#payer = payer;
    this.#session = new VisitorSession(use, this, opening && this.#paidBack(opening));
    this.#pace = new PacedLine({
      socket,
      stream,
      payer,
      arriving: use.arriving,
      turns: use.turns,
      take: (bytes) => this.#read(bytes),
      end: () => this.#giveUp(),
    });
    this.#listen(lines);
  }

  /** A separate method, so that no closure that lives as long as the socket retains the request. */
  #listen(lines: Set<Line>): void {
    this.#socket.on('message', (data, isBinary) => this.#heard(data, isBinary));
    // After the listener of ws, which takes the frames that are whole.
    this.socket.on('data', () => this.#pace.countPartial());
    this.#socket.on('close', () => {
      lines.delete(this);
      this.#pace.close();
      this.#session.close();
    });
    // For a frame that is too large or invalid UTF-8, ws itself closes with 1009 or 1007.
    this.#socket.on('error', ignore);
  }

  goOn(handed: HandedVisitor, soon: (run: () => void) => void): void {
    this.greeted = true;
    this.#session.goOn(handed, soon);
  }

  isAnswered(): boolean {
    return this.#session.isAnswered && !this.#pace.isWaiting;
  }

  told(): HandedVisitor | null {
    // Reading had resumed after a held frame got its turn.
    stopReading(this.socket);
    return isBetweenFrames(this.#socket, this.socket) ? this.#session.handed() : null;
  }

  send(frame: ServerFrame): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#socket.bufferedAmount > socketLimits.outboundBytes) return this.drop();
    // Sent as bytes. For a waiting string, only its characters would be counted.
    this.#socket.send(Buffer.from(JSON.stringify(frame)), { binary: false });
  }

  end(why: Problem): void {
    const { close } = closeOf(why);
    this.send({ type: 'problem', problem: why });
    this.#session.close();
    this.#pace.close();
    this.#socket.close(close, why.code);
    this.#cutSoon();
  }

  /**
   * A partly arrived frame stays in memory until the socket is gone, and others need the room now.
   */
  #giveUp(): void {
    this.end(problem('server.overloaded'));
    this.#cutSoon(givenUpMs);
  }

  opened(meter: WorkMeter): void {
    this.#pace.begin(meter);
  }

  #heard(data: RawData, isBinary: boolean): void {
    this.heardAt = this.#clock.now();
    if (isBinary || !Buffer.isBuffer(data)) return this.end(problem('request.malformed'));
    if (!this.greeted && !this.#mayGreet(data)) return;
    this.greeted = true;
    this.#pace.came(data);
    if (this.#session.isOpening) this.#pace.pause();
  }

  /**
   * Nobody has paid for the first frame yet, so it must be small. The address pays until its key is
   * known.
   */
  #mayGreet({ length }: Buffer): boolean {
    this.#helloBytes = length;
    const why =
      length > intakeLimits.helloSizeBytes
        ? problem('request.too_large')
        : chargeAddress(this.#budgets, 'unknown.address', this.#payer, length);
    if (why !== null) this.end(why);
    return why === null;
  }

  /** The hello's bytes are released with its place, whatever else refuses the visitor. */
  #paidBack(opening: Opening): Opening {
    const keyKnown = (): void => {
      opening.keyKnown?.();
      const hello = { payer: this.#payer, amount: this.#helloBytes };
      this.#budgets.refund([{ budget: 'unknown.address', ...hello }]);
    };
    return { ...opening, keyKnown };
  }

  #read(bytes: Buffer): Promise<void> | null {
    const parsed = parseJson(bytes);
    if (!parsed.ok) {
      this.end(problem('request.malformed'));
      return null;
    }
    try {
      return this.#session.receive(parsed.value, frameSize(bytes));
    } catch (error) {
      // Rethrown, it would end the server. A browser's frames may end at most its own line.
      this.#log.error('collect.frame_failed', { error: String(error) });
      this.end(problem('server.failed'));
      return null;
    }
  }

  /** A close frame would wait behind unread bytes, so the line is cut after a moment. */
  get unreadBytes(): number {
    return this.#socket.bufferedAmount;
  }

  drop(): void {
    this.#session.close();
    this.#pace.close();
    this.#socket.close(errorTable['socket.too_slow'].close, 'socket.too_slow');
    this.#cutSoon();
  }

  #cutSoon(afterMs = closeMs): void {
    setTimeout(() => this.#socket.terminate(), afterMs).unref();
  }
}

function ignore(): void {}

function closeOf({ code }: Problem): { close: number } {
  const row: { readonly close?: number } = errorTable[code];
  return { close: row.close ?? 4400 };
}
