// What telephones say, for a file of Opus: each packet of PCMU is encoded, once, by the process that makes the
// file. Nothing is encoded while people speak. Opus takes 8 kHz as it is, so nothing is resampled.
import { Application, createEncoder, type OpusEncoderHandle } from 'libopus-wasm';
import type { LogEntry, ReadEntry } from '@opportune/core/sound/log.ts';
import { samplesPerPacket } from '@opportune/core/sound/ogg.ts';
import { linear, pcmuPerPacket, pcmuPerSecond } from '@opportune/core/sound/pcmu.ts';

/** For each track. */
export function openEncoders(tracks: number): Promise<readonly OpusEncoderHandle[]> {
  return Promise.all(
    Array.from({ length: tracks }, () =>
      createEncoder({
        ...{ channels: 1, sampleRate: pcmuPerSecond, application: Application.Voip },
        ...{ bitrate: 24_000, complexity: 3 },
      }),
    ),
  );
}

/** Ticks of Opus for one of PCMU. */
const ticks = samplesPerPacket / pcmuPerPacket;

/** All of them in Opus, 20 ms in each. */
export function* inOpus(
  entries: Iterable<ReadEntry>,
  encoders: readonly OpusEncoderHandle[],
): Generator<LogEntry> {
  for (const entry of entries) {
    if (entry.codec === 'opus') yield entry;
    else yield* encoded(entry, encoders[entry.track]);
  }
}

/** A packet may have several times 20 ms. What is left over is shorter than anybody hears. */
function* encoded(entry: LogEntry, encoder: OpusEncoderHandle | undefined): Generator<LogEntry> {
  const { payload } = entry;
  for (let at = 0; at + pcmuPerPacket <= payload.length; at += pcmuPerPacket) {
    const samples = Int16Array.from(
      payload.subarray(at, at + pcmuPerPacket),
      (byte) => linear[byte] ?? 0,
    );
    const packet = encoder?.encode(samples);
    const timestamp = Math.imul(entry.timestamp + at, ticks) >>> 0;
    // The encoder writes the next one over it.
    if (packet !== undefined) yield { ...entry, timestamp, payload: packet.slice() };
  }
}
