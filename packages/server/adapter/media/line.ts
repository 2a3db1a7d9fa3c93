// The line of a telephone: what it hears is mixed to one stream, 20 ms at a time by the clock of the
// host; what it says is cut into packets as a browser sends them.
import { mixPcmu, pcmuPerPacket } from '@opportune/core/sound/pcmu.ts';
import type { Packet } from './voices.ts';

/** What waits of one voice: a fifth of a second. Beyond, the oldest is left out. */
const mostWaiting = 10;

export class Line {
  readonly #waiting = new Map<string, Buffer[]>();
  #rest: Buffer = Buffer.alloc(0);
  #said = 0;

  /** Whose voices it hears from now on. */
  keep(voices: ReadonlySet<string>): void {
    for (const voice of this.#waiting.keys()) if (!voices.has(voice)) this.#waiting.delete(voice);
  }

  hear(voice: string, sound: Buffer): void {
    const waiting = this.#waiting.get(voice) ?? [];
    this.#waiting.set(voice, waiting);
    for (let at = 0; at < sound.length; at += pcmuPerPacket)
      waiting.push(sound.subarray(at, at + pcmuPerPacket));
    if (waiting.length > mostWaiting) waiting.splice(0, waiting.length - mostWaiting);
  }

  /** The next 20 ms. Null: silence. */
  next(): Uint8Array | null {
    const now = [...this.#waiting.values()].flatMap((waiting) => waiting.shift() ?? []);
    return now.length === 0 ? null : mixPcmu(now);
  }

  /** As packets of 20 ms. What is left waits for more. */
  packets(sound: Uint8Array): readonly Packet[] {
    const all = Buffer.concat([this.#rest, sound]);
    const packets: Packet[] = [];
    let at = 0;
    for (; at + pcmuPerPacket <= all.length; at += pcmuPerPacket) {
      const payload = all.subarray(at, at + pcmuPerPacket);
      packets.push({
        sequence: this.#said & 0xffff,
        timestamp: (this.#said * pcmuPerPacket) >>> 0,
        payload,
      });
      this.#said += 1;
    }
    this.#rest = all.subarray(at);
    return packets;
  }
}
