// The pace at which one socket is read: a frame is taken once its work is paid for and its account has
// its turn. Until then it is held, and nothing more is read of the socket, so that whoever sends too
// much waits at their own end. While the hello is answered everything waits. What is held, or half
// arrived, counts among the bytes that are arriving. It parses nothing.
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Holder, HeldBytes } from '@opportune/core/bounds/held-bytes.ts';
import type { FairTurns } from '@opportune/core/bounds/fair-turns.ts';
import type { Problem } from '@opportune/protocol/errors.ts';
import { type WorkMeter, workUnits } from './charging.ts';
import { itemSizes } from './reading/scan-json.ts';

/** What of a frame that has not arrived whole is not worth counting. */
const smallBytes = 16 * 1024;
/** A refusal that does not say when: asked again after this. */
const againMs = 100;

export interface PacedLineParts {
  readonly socket: WebSocket;
  readonly stream: Duplex;
  readonly arriving: HeldBytes;
  readonly payer: string;
  readonly turns: FairTurns;
  /** Takes one frame that is paid for, in a turn of its account. */
  readonly take: (bytes: Buffer) => void;
  /** It holds too much while others need the room. */
  readonly end: () => void;
}

export class PacedLine {
  readonly #of: PacedLineParts;
  readonly #held: Buffer[] = [];
  #heldBytes: Holder | null = null;
  /** Null until the key is known: then nothing but the hello is taken. */
  #meter: WorkMeter | null = null;
  #waits: NodeJS.Timeout | null = null;
  /** The first that is held is paid for and waits for its turn; this takes it back. */
  #leaveTurns: (() => void) | null = null;
  #isPaused = false;
  #isOver = false;
  #bytesReadAtFrame: number;
  #partial: { readonly holder: Holder; counted: number } | null = null;

  constructor(of: PacedLineParts) {
    this.#of = of;
    this.#bytesReadAtFrame = bytesReadOf(of.stream);
  }

  /** Whether a frame that is paid for waits for its turn. */
  get isWaiting(): boolean {
    return this.#leaveTurns !== null;
  }

  /** A frame came. */
  came(bytes: Buffer): void {
    this.#endPartial();
    if (this.#isOver) return;
    if (!this.#isPaused && this.#mayTake(bytes)) this.#of.take(bytes);
    else this.#hold(bytes);
  }

  /** The hello is being answered: what comes waits for that. */
  pause(): void {
    if (this.#isPaused) return;
    this.#isPaused = true;
    this.#of.socket.pause();
  }

  /** The key is known; from now on its payers pay. */
  begin(meter: WorkMeter): void {
    this.#meter = meter;
    if (this.#isPaused) this.#goOn();
  }

  /** Counts what has arrived of a frame that is not whole. Call it now and then. */
  countPartial(): void {
    const sizeBytes = bytesReadOf(this.#of.stream) - this.#bytesReadAtFrame;
    if (sizeBytes < smallBytes || this.#isOver) return;
    const { arriving, payer, end } = this.#of;
    this.#partial ??= { holder: arriving.hold(payer, end), counted: 0 };
    const { holder, counted } = this.#partial;
    this.#partial.counted = sizeBytes;
    holder.grow(sizeBytes - counted);
  }

  /** Lets go of everything and takes nothing more. The socket is read on, so that it can be closed. */
  close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    if (this.#waits !== null) clearTimeout(this.#waits);
    this.#leaveTurns?.();
    this.#leaveTurns = null;
    this.#held.length = 0;
    this.#heldBytes?.release();
    this.#partial?.holder.release();
    this.#partial = null;
    if (this.#isPaused) this.#of.socket.resume();
  }

  #endPartial(): void {
    this.#bytesReadAtFrame = bytesReadOf(this.#of.stream);
    this.#partial?.holder.release();
    this.#partial = null;
  }

  /** Whether the first frame is paid for and has its turn; if not, it is tried again once that is so. */
  #mayTake(bytes: Buffer): boolean {
    const meter = this.#meter;
    // The hello: whose it is nobody knows yet.
    if (meter === null) return true;
    const refused = meter.charge(workUnits(bytes, itemSizes(bytes, ['events'])));
    const { turns } = this.#of;
    if (refused === null && turns.isFree()) return true;
    this.pause();
    if (refused !== null) this.#waits = setTimeout(() => this.#goOn(), waitOf(refused));
    else this.#leaveTurns = turns.wait(meter.account, 0, () => this.#takeInTurn());
    return false;
  }

  #hold(bytes: Buffer): void {
    const { arriving, payer, end } = this.#of;
    this.#held.push(bytes);
    this.#heldBytes ??= arriving.hold(payer, end);
    this.#heldBytes.grow(bytes.length);
  }

  #takeInTurn(): void {
    this.#leaveTurns = null;
    this.#takeFirst();
    this.#goOn();
  }

  #takeFirst(): void {
    const first = this.#held.shift();
    if (first !== undefined) this.#of.take(first);
  }

  #goOn(): void {
    this.#waits = null;
    for (let first = this.#held[0]; first !== undefined && !this.#isOver; first = this.#held[0]) {
      if (!this.#mayTake(first)) return;
      this.#takeFirst();
    }
    if (this.#isOver) return;
    this.#heldBytes?.release();
    this.#heldBytes = null;
    this.#isPaused = false;
    this.#of.socket.resume();
  }
}

function waitOf({ retryAfterMs = againMs }: Problem): number {
  return Math.min(retryAfterMs, 10_000);
}

function bytesReadOf(stream: Duplex): number {
  const read: unknown = Reflect.get(stream, 'bytesRead');
  return typeof read === 'number' ? read : 0;
}
