// Somebody who speaks in a call without a browser: a connection of its own that sends packets with a
// word in them, and notes the words that it receives.
import { setTimeout as pause } from 'node:timers/promises';
import { MediaStreamTrack, RTCPeerConnection, RtpHeader, RtpPacket } from 'werift';

export class Talker {
  readonly word: string;
  readonly heard = new Set<string>();
  readonly #sound: readonly Uint8Array[];
  #connection: RTCPeerConnection | null = null;
  #sending: NodeJS.Timeout | undefined;
  #sequence = 0;

  /** `sound`: packets that they say over and over, instead of their word. */
  constructor(word: string, sound: readonly Uint8Array[] = [Buffer.from(word)]) {
    this.word = word;
    this.#sound = sound;
  }

  /** A new connection: its offer. The former one ends without a word, as with a page. */
  async offer(): Promise<string> {
    await this.close();
    const connection = new RTCPeerConnection({ iceServers: [], bundlePolicy: 'max-bundle' });
    this.#connection = connection;
    const track = new MediaStreamTrack({ kind: 'audio' });
    connection.addTransceiver(track, { direction: 'sendonly' });
    for (let at = 0; at < 2; at += 1) connection.addTransceiver('audio', { direction: 'recvonly' });
    connection.onTrack.subscribe((heard) =>
      heard.onReceiveRtp.subscribe(({ payload }) => this.heard.add(wordIn(payload))),
    );
    await connection.setLocalDescription(await connection.createOffer());
    // By the clock: a timer alone is late each time.
    const begun = performance.now() - this.#sequence * 20;
    this.#sending = setInterval(() => {
      while (this.#sequence * 20 < performance.now() - begun) send();
    }, 20);
    const send = (): void => {
      this.#sequence += 1;
      const [sequenceNumber, timestamp] = [this.#sequence, this.#sequence * 960];
      const header = new RtpHeader({ payloadType: 96, sequenceNumber, timestamp });
      const payload = this.#sound[this.#sequence % this.#sound.length] ?? [];
      track.writeRtp(new RtpPacket(header, Buffer.from(payload)));
    };
    return connection.localDescription?.sdp ?? '';
  }

  async accept(sdp: string): Promise<void> {
    await this.#connection?.setRemoteDescription({ type: 'answer', sdp });
  }

  /** Whether its newest connection, if it has one, does not come about within this time. */
  async isLate(afterMs: number): Promise<boolean> {
    const connection = this.#connection;
    if (connection === null) return false;
    let isThere = false;
    connection.connectionStateChange.subscribe((state) => (isThere ||= state === 'connected'));
    isThere ||= connection.connectionState === 'connected';
    await pause(afterMs, undefined, { ref: false });
    return !isThere && connection === this.#connection;
  }

  /** Whom they hear from now on, once it is this. */
  async hearing(words: readonly string[]): Promise<void> {
    for (let tries = 0; tries < 600; tries += 1) {
      this.heard.clear();
      await new Promise((resolve) => setTimeout(resolve, 200));
      if ([...this.heard].toSorted().join(' ') === words.toSorted().join(' ')) return;
    }
    throw new Error(`${this.word} hears ${[...this.heard].join(' ')}, not ${words.join(' ')}`);
  }

  async close(): Promise<void> {
    clearInterval(this.#sending);
    await this.#connection?.close();
    this.#connection = null;
  }
}

/** What is no word is the music. */
function wordIn(payload: Buffer): string {
  const text = payload.toString('latin1');
  return /^[\w-]+$/.test(text) ? text : 'music';
}
