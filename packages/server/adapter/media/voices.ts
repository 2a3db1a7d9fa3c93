// Which voice fills which place of a listener, and how its packets are numbered there. A place keeps
// its voice as long as the table does, so that switching one voice disturbs no other. A new voice
// carries on the numbers and the clock of the place: the browser hears no gap and renegotiates
// nothing.
import type { Codec } from '@opportune/core/call/call.ts';
import { mediaLimits } from '@opportune/protocol/limits/calls.ts';

export interface Packet {
  readonly sequence: number;
  readonly timestamp: number;
  readonly payload: Buffer;
}

export interface NumberedPacket extends Packet {
  /** The first one of a voice. */
  readonly isFirst: boolean;
}

/** Ticks of Opus in a millisecond (RFC 7587, 4.1), and of PCMU (RFC 3551, 4.5.14). */
const ticksPerMs = { opus: 48, pcmu: 8 } as const satisfies Record<Codec, number>;
const sequences = 0x1_0000;

export class Place {
  readonly #ticksPerMs: number;
  #voice: string | null = null;
  #base: number | null = null;
  #sequenceOffset = 0;
  #timestampOffset = 0;
  #sequence = 0;
  #timestamp = 0;
  #sentAt = 0;

  constructor(codec: Codec = 'opus') {
    this.#ticksPerMs = ticksPerMs[codec];
  }

  get voice(): string | null {
    return this.#voice;
  }

  /** Null: nobody. */
  give(voice: string | null): void {
    if (voice === this.#voice) return;
    this.#voice = voice;
    this.#base = null;
  }

  /** Null: it is older than the first packet of this voice here, so it would overwrite another. */
  number(packet: Packet, nowMs: number): NumberedPacket | null {
    const isFirst = this.#base === null;
    if (isFirst) this.#carryOn(packet, nowMs);
    const ahead = modulo(packet.sequence - (this.#base ?? 0), sequences);
    if (ahead >= sequences / 2) return null;
    const sequence = modulo(packet.sequence + this.#sequenceOffset, sequences);
    const timestamp = (packet.timestamp + this.#timestampOffset) >>> 0;
    if (modulo(sequence - this.#sequence, sequences) < sequences / 2) {
      this.#sequence = sequence;
      this.#timestamp = timestamp;
      this.#sentAt = nowMs;
    }
    // What is far behind the newest one is compared with the newest one from now on.
    if (ahead > sequences / 4) this.#base = modulo(packet.sequence - 1, sequences);
    return { sequence, timestamp, payload: packet.payload, isFirst };
  }

  #carryOn(packet: Packet, nowMs: number): void {
    const passed = this.#sentAt === 0 ? 0 : Math.round((nowMs - this.#sentAt) * this.#ticksPerMs);
    this.#base = packet.sequence;
    this.#sequenceOffset = this.#sequence + 1 - packet.sequence;
    this.#timestampOffset = this.#timestamp + passed - packet.timestamp;
  }
}

/**
 * What a voice may send: speech is 50 packets and 8 KB a second. Beyond, packets are dropped, so that one
 * leg costs the others nothing.
 */
export class Allowance {
  #packets = 0;
  #bytes = 0;
  #since = 0;

  /** Whether a packet of so many bytes may pass now. */
  admits(bytes: number, nowMs: number): boolean {
    if (nowMs - this.#since >= 1000) {
      this.#since = nowMs;
      this.#packets = 0;
      this.#bytes = 0;
    }
    this.#packets += 1;
    this.#bytes += bytes;
    return this.#packets <= mediaLimits.packets && this.#bytes <= mediaLimits.packetBytes;
  }
}

/** Gives each place its voice. A voice without a free place is not heard. */
export function seat(places: readonly Place[], voices: ReadonlySet<string>): void {
  for (const place of places)
    if (place.voice !== null && !voices.has(place.voice)) place.give(null);
  const seated = new Set(places.map(({ voice }) => voice));
  const free = places.filter(({ voice }) => voice === null);
  for (const voice of voices) if (!seated.has(voice)) free.shift()?.give(voice);
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
