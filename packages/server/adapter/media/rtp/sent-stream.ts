// One place of a browser as a source of packets: it numbers them for encryption and counts what was sent,
// for the reports that tell the browser which instant each timestamp means (RFC 3550, 6.4.1).
import { RtcpSenderInfo, RtcpSrPacket } from 'werift';
import type { NumberedPacket } from '../voices.ts';
import { Indexes } from './indexes.ts';
import { sealed, type SrtpKeys } from './srtp.ts';

export class SentStream {
  readonly #ssrc: number;
  readonly #payloadType: number;
  readonly #indexes = new Indexes();
  #packets = 0;
  #bytes = 0;
  /** Of the newest packet: its timestamp, and when it was sent, as NTP counts. */
  #timestamp = 0;
  #sentAt = 0n;

  constructor(ssrc: number, payloadType: number) {
    this.#ssrc = ssrc;
    this.#payloadType = payloadType;
  }

  /** Encrypted. Null: one of this number was sent, or one much newer. */
  seal({ sequence, timestamp, isFirst, payload }: NumberedPacket, keys: SrtpKeys): Buffer | null {
    const index = this.#indexes.of(sequence);
    if (!this.#indexes.isNew(index)) return null;
    if (index > this.#indexes.highest) {
      this.#timestamp = timestamp;
      this.#sentAt = ntpNow();
    }
    this.#indexes.take(index);
    this.#packets += 1;
    this.#bytes += payload.length;
    const header = Buffer.allocUnsafe(12);
    header[0] = version;
    header[1] = this.#payloadType | (isFirst ? marker : 0);
    header.writeUInt16BE(sequence, 2);
    header.writeUInt32BE(timestamp, 4);
    header.writeUInt32BE(this.#ssrc, 8);
    return sealed(keys, header, payload, index);
  }

  /** Null: nothing was sent. */
  report(): RtcpSrPacket | null {
    if (this.#packets === 0) return null;
    const senderInfo = new RtcpSenderInfo({
      ...{ ntpTimestamp: this.#sentAt, rtpTimestamp: this.#timestamp },
      ...{ packetCount: this.#packets >>> 0, octetCount: this.#bytes >>> 0 },
    });
    return new RtcpSrPacket({ ssrc: this.#ssrc, senderInfo });
  }
}

/** Seconds since 1900 in 32.32 bits (RFC 5905, 6). */
function ntpNow(): bigint {
  const ms = performance.timeOrigin + performance.now();
  const seconds = Math.floor(ms / 1000);
  const fraction = Math.floor(((ms - seconds * 1000) / 1000) * 0x1_0000_0000);
  return (BigInt(seconds + secondsTo1970) << 32n) | BigInt(fraction);
}

const version = 0x80;
const marker = 0x80;
const secondsTo1970 = 2_208_988_800;
