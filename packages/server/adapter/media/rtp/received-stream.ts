// The voice of a browser as it comes: decrypts its packets, takes none twice, and counts what came for the
// reports by which the browser adapts (RFC 3550, 6.4.1 and A.8).
import { RtcpReceiverInfo, type RtcpSrPacket } from 'werift';
import type { Packet } from '../voices.ts';
import { Indexes } from './indexes.ts';
import { opened, type SrtpKeys } from './srtp.ts';

export class ReceivedStream {
  readonly #payloadTypes: ReadonlySet<number>;
  readonly #ticksPerMs: number;
  readonly #indexes = new Indexes();
  /** That of its first packet. A connection brings one voice. */
  #ssrc: number | null = null;
  #first = 0;
  #packets = 0;
  #jitter = 0;
  #transit: number | null = null;
  /** As they were at the last report. */
  #reported = { expected: 0, packets: 0 };
  #heardOf: { readonly ntp: number; readonly atMs: number } | null = null;

  constructor(payloadTypes: Iterable<number>, ticksPerMs: number) {
    this.#payloadTypes = new Set(payloadTypes);
    this.#ticksPerMs = ticksPerMs;
  }

  /** Null: not of this voice, of a codec that was not agreed upon, or here already. */
  open(data: Buffer, keys: SrtpKeys, nowMs: number): Packet | null {
    const headerBytes = headerBytesOf(data);
    if (headerBytes === null || !this.#payloadTypes.has((data[1] ?? 0) & 0x7f)) return null;
    const [sequence, timestamp, ssrc] = [
      ...[data.readUInt16BE(2), data.readUInt32BE(4), data.readUInt32BE(8)],
    ] as const;
    if (this.#ssrc !== null && this.#ssrc !== ssrc) return null;
    const index = this.#indexes.of(sequence);
    if (!this.#indexes.isNew(index)) return null;
    const plain = opened(keys, data, headerBytes, index);
    if (plain === null) return null;
    if (this.#ssrc === null) [this.#ssrc, this.#first] = [ssrc, index];
    this.#indexes.take(index);
    this.#count(timestamp, nowMs);
    const payload = withoutPadding(data, plain);
    return payload === null ? null : { sequence, timestamp, payload };
  }

  /** What the browser says of its clock. */
  note({ ssrc, senderInfo }: RtcpSrPacket, nowMs: number): void {
    if (ssrc !== this.#ssrc) return;
    const ntp = Number((senderInfo.ntpTimestamp >> 16n) & 0xffff_ffffn);
    this.#heardOf = { ntp, atMs: nowMs };
  }

  /** Null: nothing came. */
  report(nowMs: number): RtcpReceiverInfo | null {
    if (this.#ssrc === null) return null;
    const expected = this.#indexes.highest - this.#first + 1;
    const due = expected - this.#reported.expected;
    const lost = due - (this.#packets - this.#reported.packets);
    this.#reported = { expected, packets: this.#packets };
    return new RtcpReceiverInfo({
      ssrc: this.#ssrc,
      fractionLost: due <= 0 || lost <= 0 ? 0 : Math.min(255, Math.floor((lost * 256) / due)),
      packetsLost: Math.min(0x7f_ffff, Math.max(0, expected - this.#packets)),
      highestSequence: this.#indexes.highest >>> 0,
      jitter: Math.floor(this.#jitter),
      lsr: this.#heardOf?.ntp ?? 0,
      dlsr: this.#heardOf === null ? 0 : Math.round((nowMs - this.#heardOf.atMs) * 65.536),
    });
  }

  #count(timestamp: number, nowMs: number): void {
    this.#packets += 1;
    const transit = (Math.round(nowMs * this.#ticksPerMs) - timestamp) | 0;
    if (this.#transit !== null)
      this.#jitter += (Math.abs((transit - this.#transit) | 0) - this.#jitter) / 16;
    this.#transit = transit;
  }
}

/** RFC 3550, 5.1 and 5.3.1. Null: it is no RTP packet. */
function headerBytesOf(data: Buffer): number | null {
  const first = data[0] ?? 0;
  let bytes = 12 + 4 * (first & 0x0f);
  if (first >> 6 !== 2 || data.length < bytes) return null;
  if ((first & 0x10) === 0) return bytes;
  if (data.length < bytes + 4) return null;
  bytes += 4 + 4 * data.readUInt16BE(bytes + 2);
  return data.length < bytes ? null : bytes;
}

/** Null: it says that it has more of it than there is, or nothing else is there. */
function withoutPadding(data: Buffer, plain: Buffer): Buffer | null {
  const padding = ((data[0] ?? 0) & 0x20) === 0 ? 0 : (plain.at(-1) ?? 0);
  return padding >= plain.length ? null : plain.subarray(0, plain.length - padding);
}
