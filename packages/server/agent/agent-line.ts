// Sends frames to one console. Frames for everybody are batched for a moment, so that two hundred
// consoles cost one write each per moment, not one per change. The order is kept: a frame that is
// sent at once takes waiting ones with it. A reader that falls too far behind is disconnected.
import { type ErrorCode, errorTable } from '@opportune/protocol/errors.ts';
import type { ConsoleServerFrame } from '@opportune/protocol/frames-console.ts';
import { socketLimits } from '@opportune/protocol/limits/connections.ts';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { UnreadLine } from '../http/sockets/shed-unread.ts';

/** Lines with batched frames. */
export class Gathering {
  readonly #lines = new Set<AgentLine>();
  #pause: NodeJS.Timeout | undefined;

  /**
   * Sends at the end of this turn of the loop or, shortly after another batch, at the end of that
   * moment.
   */
  add(line: AgentLine): void {
    this.#lines.add(line);
    this.#pause ??= setTimeout(() => this.#send(), 0);
  }

  close(): void {
    clearTimeout(this.#pause);
    this.#lines.clear();
  }

  #send(): void {
    this.#pause = undefined;
    if (this.#lines.size === 0) return;
    const due = [...this.#lines];
    this.#lines.clear();
    for (const line of due) line.flush();
    this.#pause = setTimeout(() => this.#send(), socketLimits.gatherMs);
  }
}

export class AgentLine implements UnreadLine {
  readonly socket: WebSocket;
  /** What the socket writes to. */
  readonly stream: Duplex;
  readonly #gathering: Gathering;
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  /** A console's first list may be long, which does not make it a slow reader. */
  #largestBytes = 0;

  constructor(socket: WebSocket, stream: Duplex, gathering: Gathering) {
    this.socket = socket;
    this.stream = stream;
    this.#gathering = gathering;
  }

  get isBehind(): boolean {
    return this.socket.bufferedAmount > socketLimits.outboundBytes + this.#largestBytes;
  }

  get unreadBytes(): number {
    return this.socket.bufferedAmount;
  }

  drop(): void {
    this.end('socket.too_slow');
  }

  send(frame: ConsoleServerFrame): void {
    this.#write([...this.#taken(), encoded(frame)]);
  }

  /** Sends a moment later, batched with others. */
  sendSoon(frame: ConsoleServerFrame): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    const bytes = encoded(frame);
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    if (this.#waitingBytes > socketLimits.gatheredBytes) this.flush();
    else this.#gathering.add(this);
  }

  flush(): void {
    if (this.#waiting.length > 0) this.#write(this.#taken());
  }

  /** A reader that is behind would not read the close frame either, so do not wait for it. */
  end(code: ErrorCode): void {
    const row: { readonly close?: number } = errorTable[code];
    this.socket.close(row.close ?? 1011, code);
    if (code === 'socket.too_slow' || code === 'socket.silent')
      setTimeout(() => this.socket.terminate(), 1000).unref();
  }

  #taken(): readonly Buffer[] {
    const taken = this.#waiting;
    this.#waiting = [];
    this.#waitingBytes = 0;
    return taken;
  }

  /**
   * One write for all frames. Disconnects a reader that is too far behind instead of buffering
   * more.
   */
  #write(frames: readonly Buffer[]): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    if (this.isBehind) return this.end('socket.too_slow');
    this.stream.cork();
    for (const bytes of frames) {
      this.#largestBytes = Math.max(this.#largestBytes, bytes.length);
      this.socket.send(bytes, { binary: false });
    }
    this.stream.uncork();
  }
}

/** A frame for many sockets is serialised once. */
const written = new WeakMap<ConsoleServerFrame, Buffer>();

function encoded(frame: ConsoleServerFrame): Buffer {
  const known = written.get(frame);
  if (known !== undefined) return known;
  const bytes = Buffer.from(JSON.stringify(frame));
  written.set(frame, bytes);
  return bytes;
}
