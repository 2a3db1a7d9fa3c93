// Samples as Ogg Opus: 20 ms mono packets. libopus-wasm encodes: it is kept well, has types, and needs
// neither a compiler nor a download.
import { createEncoder } from 'libopus-wasm';
import {
  fitsPage,
  headPages,
  type Page,
  pageBytes,
  samplesPerPacket,
  segmentsOf,
} from '@opportune/core/sound/ogg.ts';

const bitsPerSecond = 20_000;

/** Encoded twice, and the second time kept: its first packet follows its last one. */
export async function encodeLoop(samples: Float32Array): Promise<Uint8Array> {
  const packets = await encode([samples, samples]);
  return fileOf(packets.slice(packets.length / 2));
}

export async function encodeOnce(samples: Float32Array): Promise<Uint8Array> {
  return fileOf(await encode([samples]));
}

async function encode(parts: readonly Float32Array[]): Promise<readonly Uint8Array[]> {
  using encoder = await createEncoder({
    ...{ channels: 1, sampleRate: 48_000, bitrate: bitsPerSecond, complexity: 10, vbr: true },
  });
  return parts.flatMap((samples) => {
    const packets: Uint8Array[] = [];
    for (let at = 0; at + samplesPerPacket <= samples.length; at += samplesPerPacket)
      packets.push(encoder.encodeFloat(samples.slice(at, at + samplesPerPacket)).slice());
    return packets;
  });
}

function fileOf(packets: readonly Uint8Array[]): Uint8Array {
  const pages: Page[] = [...headPages(1)];
  let open: Uint8Array[] = [];
  let [segments, position] = [0, 0];
  for (const packet of packets) {
    const more = segmentsOf(packet);
    if (!fitsPage(segments, more, open.length)) {
      pages.push({ position, packets: open });
      [open, segments] = [[], 0];
    }
    open.push(packet);
    segments += more;
    position += samplesPerPacket;
  }
  pages.push({ position, packets: open, isLast: true });
  return Buffer.concat(pages.map(pageBytes));
}
