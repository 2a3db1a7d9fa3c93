// What the host plays: music for who waits or is on hold, over and over, and sounds that are played
// once. They are files of Opus packets (scripts/sounds), sent by the clock as a browser would, and
// decoded once for telephones. The same clock serves the lines of telephones. While nobody hears
// anything and no telephone is there, nothing runs.
import { readFileSync } from 'node:fs';
import { createDecoder } from 'libopus-wasm';
import type { Codec, Sound } from '@opportune/core/call/call.ts';
import type { LegOf } from '@opportune/core/ports/media.ts';
import { samplesPerPacket, soundIn } from '@opportune/core/sound/ogg.ts';
import { pcmuOf, pcmuPerPacket, pcmuPerSecond } from '@opportune/core/sound/pcmu.ts';
import type { Peers } from './peers.ts';
import type { Packet } from './voices.ts';

export interface Sounds {
  /** Begins, or goes on, while somebody hears something. */
  settle(): void;
  /** Once. The same leg again begins anew. */
  play(of: LegOf, sound: Sound): void;
  /** Resolves once everything can be played to telephones. */
  inPcmu(): Promise<void>;
}

interface Playing {
  readonly of: LegOf;
  readonly codec: Codec;
  readonly packets: readonly Uint8Array[];
  next: number;
}

type File = Sound | 'music';

const packetMs = 20;
/** After a longer pause of the process, what was due is left out. */
const mostAtOnce = 5;

/** `played`: a sound that is played once is over. */
export function createSounds(
  peers: Pick<Peers, 'isMusicHeard' | 'playMusic' | 'play' | 'hasLines' | 'tickLines' | 'codecOf'>,
  played: (of: LegOf) => void,
): Sounds {
  const files = createFiles();
  const playing = new Map<string, Playing>();
  let sent = 0;
  let due = 0;
  let timer: NodeJS.Timeout | null = null;
  const isWanted = (): boolean => playing.size > 0 || peers.isMusicHeard() || peers.hasLines;

  function tick(): void {
    const now = performance.now();
    if (now - due > mostAtOnce * packetMs) due = now;
    for (; due <= now; due += packetMs) send();
    if (isWanted()) return;
    clearInterval(timer ?? undefined);
    timer = null;
  }

  function musicIn(codec: Codec): Packet | null {
    const music = files.of('music', codec);
    const bytes = music[sent % music.length];
    return bytes === undefined ? null : packetOf(bytes, sent, codec);
  }

  function send(): void {
    peers.playMusic({ opus: musicIn('opus'), pcmu: musicIn('pcmu') });
    sent += 1;
    for (const [key, each] of playing) {
      const packet = each.packets[each.next];
      peers.play(each.of, packet === undefined ? null : packetOf(packet, each.next, each.codec));
      each.next += 1;
      if (packet !== undefined) continue;
      playing.delete(key);
      played(each.of);
    }
    peers.tickLines();
  }

  return {
    settle() {
      if (timer !== null || !isWanted()) return;
      due = performance.now();
      timer = setInterval(tick, packetMs);
      tick();
    },
    play(of, sound) {
      const codec = peers.codecOf(of.call) ?? 'opus';
      playing.set(`${of.call} ${of.leg}`, { of, codec, packets: files.of(sound, codec), next: 0 });
    },
    inPcmu: files.decode,
  };
}

/** The packets of each file, in both codecs once they are decoded. */
function createFiles() {
  const all: readonly File[] = ['music', 'recorded'];
  const opus = new Map(all.map((file) => [file, packetsOf(file)]));
  const pcmu = new Map<File, readonly Uint8Array[]>();
  let decoding: Promise<void> | null = null;
  const decodeAll = async (): Promise<void> => {
    for (const [file, packets] of opus) pcmu.set(file, await decoded(packets));
  };
  return {
    of: (file: File, codec: Codec) => (codec === 'opus' ? opus : pcmu).get(file) ?? [],
    decode: () => (decoding ??= decodeAll()),
  };
}

/** Opus is decoded at any rate, so nothing is resampled. */
async function decoded(packets: readonly Uint8Array[]): Promise<readonly Uint8Array[]> {
  using decoder = await createDecoder({ channels: 1, sampleRate: pcmuPerSecond });
  return packets.map((packet) => Uint8Array.from(decoder.decode(packet), pcmuOf));
}

function packetsOf(name: File): readonly Uint8Array[] {
  return soundIn(readFileSync(new URL(`./sounds/${name}.ogg`, import.meta.url)));
}

function packetOf(bytes: Uint8Array, number: number, codec: Codec): Packet {
  const payload = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const samples = codec === 'opus' ? samplesPerPacket : pcmuPerPacket;
  return { sequence: number & 0xffff, timestamp: (number * samples) >>> 0, payload };
}
