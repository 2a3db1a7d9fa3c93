// What the host plays: music for who waits or is on hold, over and over, and sounds that are played
// once. They are files of Opus packets (scripts/sounds), sent by the clock as a browser would. While
// nobody hears anything, nothing runs.
import { readFileSync } from 'node:fs';
import type { Sound } from '@opportune/core/call/call.ts';
import type { LegOf } from '@opportune/core/ports/media.ts';
import { samplesPerPacket, soundIn } from '@opportune/core/sound/ogg.ts';
import type { Peers } from './peers.ts';
import type { Packet } from './voices.ts';

export interface Sounds {
  /** Begins, or goes on, while somebody hears something. */
  settle(): void;
  /** Once. The same leg again begins anew. */
  play(of: LegOf, sound: Sound): void;
}

interface Playing {
  readonly of: LegOf;
  readonly packets: readonly Uint8Array[];
  next: number;
}

const packetMs = 20;
/** After a longer pause of the process, what was due is left out. */
const mostAtOnce = 5;

/** `played`: a sound that is played once is over. */
export function createSounds(
  peers: Pick<Peers, 'isMusicHeard' | 'playMusic' | 'play'>,
  played: (of: LegOf) => void,
): Sounds {
  const music = packetsOf('music');
  const playing = new Map<string, Playing>();
  let sent = 0;
  let due = 0;
  let timer: NodeJS.Timeout | null = null;
  const isWanted = (): boolean => playing.size > 0 || peers.isMusicHeard();

  function tick(): void {
    const now = performance.now();
    if (now - due > mostAtOnce * packetMs) due = now;
    for (; due <= now; due += packetMs) send();
    if (isWanted()) return;
    clearInterval(timer ?? undefined);
    timer = null;
  }

  function send(): void {
    const bytes = music[sent % music.length];
    if (bytes !== undefined) peers.playMusic(packetOf(bytes, sent));
    sent += 1;
    for (const [key, each] of playing) {
      const packet = each.packets[each.next];
      peers.play(each.of, packet === undefined ? null : packetOf(packet, each.next));
      each.next += 1;
      if (packet !== undefined) continue;
      playing.delete(key);
      played(each.of);
    }
  }

  return {
    settle() {
      if (timer !== null || !isWanted()) return;
      due = performance.now();
      timer = setInterval(tick, packetMs);
      tick();
    },
    play: (of, sound) =>
      void playing.set(`${of.call} ${of.leg}`, { of, packets: packetsOf(sound), next: 0 }),
  };
}

function packetsOf(name: Sound | 'music'): readonly Uint8Array[] {
  return soundIn(readFileSync(new URL(`./sounds/${name}.ogg`, import.meta.url)));
}

function packetOf(bytes: Uint8Array, number: number): Packet {
  const payload = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { sequence: number & 0xffff, timestamp: (number * samplesPerPacket) >>> 0, payload };
}
