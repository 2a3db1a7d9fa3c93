// Paces the reading of one socket. A frame is taken in a turn of its account, once its work is paid
// for. Until then it is held and nothing more is read from the socket, so a sender of too much
// waits at their own end. Measuring a frame also needs a turn, because a large one costs work.
// Everything waits while the hello is answered. Held and partly arrived bytes count as arriving. It
// parses nothing.
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Holder, HeldBytes } from '@opportune/core/bounds/held-bytes.ts';
import type { FairTurns } from '@opportune/core/bounds/fair-turns.ts';
import type { Problem } from '@opportune/protocol/errors.ts';
import { type WorkMeter, workUnits } from '../charging.ts';
import { scanBody } from '../reading/scan-json.ts';
import { PartialFrame } from './partial-frame.ts';

/** The least pause before a retry, because thousands of sockets may wait for one budget. */
const againMs = 100;

/** A frame, and its cost once measured. */
interface Held {
  readonly bytes: Buffer;
  units: number | null;
}

export interface PacedLineParts {
  readonly socket: WebSocket;
  readonly stream: Duplex;
  readonly arriving: HeldBytes;
  readonly payer: string;
  readonly turns: FairTurns;
  /** Takes one paid frame in a turn of its account. Later frames wait for a returned promise. */
  readonly take: (bytes: Buffer) => Promise<void> | null;
  /** Ends the line, because it holds too many bytes that others need. */
  readonly end: () => void;
}

export class PacedLine {
  readonly #of: PacedLineParts;
  readonly #held: Held[] = [];
  #heldBytes: Holder | null = null;
  /** Null until the key is known. Until then only the hello is taken. */
  #meter: WorkMeter | null = null;
  #waits: NodeJS.Timeout | null = null;
  /** Cancels the turn for which the first held frame waits. */
  #leaveTurns: (() => void) | null = null;
  #isPaused = false;
  /** A frame is being taken in parts. */
  #isTaking = false;
  #isOver = false;
  readonly #partial: PartialFrame;

  constructor(of: PacedLineParts) {
    this.#of = of;
    this.#partial = new PartialFrame(of);
  }

  /** Whether a frame that was read waits for its turn. */
  get isWaiting(): boolean {
    return this.#leaveTurns !== null;
  }

  /** Call when a frame has arrived. */
  came(bytes: Buffer): void {
    this.#partial.arrived();
    if (this.#isOver) return;
    const frame = { bytes, units: null };
    if (!this.#isPaused && this.#mayTake(frame)) this.#take(bytes);
    else this.#hold(frame);
  }

  /** Call while the hello is answered. Further frames wait. */
  pause(): void {
    if (this.#isPaused) return;
    this.#isPaused = true;
    this.#of.socket.pause();
  }

  /** Call when the key is known. Its payers pay from then on. */
  begin(meter: WorkMeter): void {
    this.#meter = meter;
    if (this.#isPaused) this.#goOn();
  }

  /** Counts the arrived bytes of an incomplete frame. Call it whenever some have arrived. */
  countPartial(): void {
    if (!this.#isOver) this.#partial.count();
  }

  /**
   * Releases everything and takes nothing more. The socket is still read, so that it can be closed.
   */
  close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    if (this.#waits !== null) clearTimeout(this.#waits);
    this.#leaveTurns?.();
    this.#leaveTurns = null;
    this.#held.length = 0;
    this.#heldBytes?.release();
    this.#partial.release();
    if (this.#isPaused) this.#of.socket.resume();
  }

  /** Whether the first frame has its turn and is paid for. If not, it is retried when it may be. */
  #mayTake(frame: Held): boolean {
    const meter = this.#meter;
    // The hello: its payers are not known yet.
    if (meter === null) return true;
    const { turns, payer } = this.#of;
    if (turns.isFree()) return this.#isPaid(frame, meter);
    this.pause();
    this.#leaveTurns = turns.wait(meter.account, 0, () => this.#takeInTurn(meter), payer);
    return false;
  }

  #isPaid(frame: Held, meter: WorkMeter): boolean {
    frame.units ??= unitsOf(frame.bytes);
    const refused = meter.charge(frame.units);
    if (refused === null) return true;
    this.pause();
    this.#waits = setTimeout(() => this.#goOn(), waitOf(refused));
    return false;
  }

  #hold(frame: Held): void {
    const { arriving, payer, end } = this.#of;
    this.#held.push(frame);
    this.#heldBytes ??= arriving.hold(payer, end);
    this.#heldBytes.grow(frame.bytes.length);
  }

  #takeInTurn(meter: WorkMeter): void {
    this.#leaveTurns = null;
    const [first] = this.#held;
    if (first === undefined || !this.#isPaid(first, meter)) return;
    this.#takeFirst();
    this.#goOn();
  }

  #takeFirst(): void {
    const first = this.#held.shift();
    if (first !== undefined) this.#take(first.bytes);
  }

  #take(bytes: Buffer): void {
    const taken = this.#of.take(bytes);
    if (taken === null) return;
    this.pause();
    this.#isTaking = true;
    void taken.then(() => {
      this.#isTaking = false;
      this.#goOn();
    });
  }

  #goOn(): void {
    this.#waits = null;
    for (;;) {
      if (this.#isOver || this.#isTaking) return;
      const [first] = this.#held;
      if (first === undefined) break;
      if (!this.#mayTake(first)) return;
      this.#takeFirst();
    }
    this.#heldBytes?.release();
    this.#heldBytes = null;
    this.#isPaused = false;
    this.#of.socket.resume();
  }
}

function waitOf({ retryAfterMs = againMs }: Problem): number {
  return Math.min(Math.max(retryAfterMs, againMs), 10_000);
}

function unitsOf(bytes: Buffer): number {
  const { sizes, values } = scanBody(bytes, 'type', 'events');
  return workUnits(bytes, sizes, values);
}
