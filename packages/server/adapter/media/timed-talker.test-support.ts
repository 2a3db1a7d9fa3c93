// One side of a call for the bench of voice: a connection of its own that says when it sent each packet, and
// counts what it receives and how old that is. Sound is 60 bytes every 20 ms, as browsers send it. Packets
// go past the library, which would cost more than what is measured.
import { MediaStreamTrack, RTCPeerConnection } from 'werift';
import { guard } from './gate.ts';
import { direct, type Direct } from './rtp/direct.ts';
import type { Packet } from './voices.ts';

const frameMs = 20;
const payloadBytes = 60;

export class Talker {
  sent = 0;
  received = 0;
  /** Of each packet that came since this was last emptied, in ms. */
  readonly delays: number[] = [];
  /** When the first packet came. */
  firstAt: number | null = null;
  readonly #connection = new RTCPeerConnection({ iceServers: [], bundlePolicy: 'max-bundle' });
  readonly #microphone = this.#connection.addTransceiver(new MediaStreamTrack({ kind: 'audio' }), {
    direction: 'sendonly',
  });
  readonly #place = this.#connection.addTransceiver('audio', { direction: 'recvonly' });
  readonly #sound: Direct = direct(this.#connection, this.#place, (packet, nowMs) =>
    this.#hear(packet, nowMs),
  );
  #sending: NodeJS.Timeout | undefined;
  #sequence = 0;

  async offer(): Promise<string> {
    await this.#connection.setLocalDescription(await this.#connection.createOffer());
    return this.#connection.localDescription?.sdp ?? '';
  }

  /** Speaks from now on. */
  async accept(sdp: string): Promise<void> {
    await this.#connection.setRemoteDescription({ type: 'answer', sdp });
    guard(this.#connection, this.#sound.take);
    const begun = performance.now();
    this.#sending = setInterval(() => {
      // By the clock: a timer alone is late each time.
      while (this.#sequence * frameMs < performance.now() - begun) this.#speak();
    }, frameMs);
  }

  /** Begins to count anew. */
  count(): void {
    Object.assign(this, { sent: 0, received: 0 }).delays.length = 0;
  }

  async close(): Promise<void> {
    clearInterval(this.#sending);
    await this.#connection.close();
  }

  #speak(): void {
    this.#sequence += 1;
    this.sent += 1;
    const payload = Buffer.alloc(payloadBytes);
    payload.writeDoubleLE(performance.now());
    const [sequence, timestamp] = [this.#sequence & 0xffff, (this.#sequence * 960) >>> 0];
    this.#sound.send(this.#microphone, { sequence, timestamp, isFirst: false, payload });
  }

  /** Music, which waits for the other side, has other lengths. */
  #hear({ payload }: Packet, nowMs: number): void {
    if (payload.length !== payloadBytes) return;
    this.firstAt ??= nowMs;
    this.received += 1;
    this.delays.push(nowMs - payload.readDoubleLE());
  }
}
