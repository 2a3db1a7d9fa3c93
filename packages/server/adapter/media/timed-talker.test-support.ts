// One side of a call for the bench of voice: a connection of its own that says when it sent each packet, and
// counts what it receives and how old that is. Sound is 60 bytes every 20 ms, as browsers send it.
import { MediaStreamTrack, RTCPeerConnection, RtpHeader, RtpPacket } from 'werift';
import { holdKeys } from './srtp-keys.ts';

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
  readonly #track = new MediaStreamTrack({ kind: 'audio' });
  #sending: NodeJS.Timeout | undefined;
  #sequence = 0;

  async offer(): Promise<string> {
    this.#connection.addTransceiver(this.#track, { direction: 'sendonly' });
    this.#connection.addTransceiver('audio', { direction: 'recvonly' });
    this.#connection.onTrack.subscribe((heard) =>
      heard.onReceiveRtp.subscribe(({ payload }) => this.#hear(payload)),
    );
    await this.#connection.setLocalDescription(await this.#connection.createOffer());
    return this.#connection.localDescription?.sdp ?? '';
  }

  /** Speaks from now on. */
  async accept(sdp: string): Promise<void> {
    await this.#connection.setRemoteDescription({ type: 'answer', sdp });
    holdKeys(this.#connection);
    const begun = performance.now();
    this.#sending = setInterval(() => {
      // By the clock: a timer alone is late each time.
      while (this.#sequence * frameMs < performance.now() - begun) this.#speak();
    }, frameMs);
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
    const [sequenceNumber, timestamp] = [this.#sequence & 0xffff, this.#sequence * 960];
    const header = new RtpHeader({ payloadType: 96, sequenceNumber, timestamp });
    this.#track.writeRtp(new RtpPacket(header, payload));
  }

  /** Music, which waits for the other side, has other lengths. */
  #hear(payload: Buffer): void {
    if (payload.length !== payloadBytes) return;
    const now = performance.now();
    this.firstAt ??= now;
    this.received += 1;
    this.delays.push(now - payload.readDoubleLE());
  }
}
