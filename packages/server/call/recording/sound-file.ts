// A recording as browsers play it: its file, or the same sound as WAV for those that cannot play that
// one. Either is of a known size and read from any byte on, because players ask for pieces. WAV is
// made while it is sent, and never stored.
import { createDecoder, type OpusDecoderHandle } from 'libopus-wasm';
import { readPages, splitStreams } from '@opportune/core/sound/ogg.ts';
import { wavHead, wavHeadBytes } from '@opportune/core/sound/wav.ts';
import type { Parts } from './recording-rows.ts';

/** Of a file in parts: reads one of them whole. */
export type ReadPart = (part: number) => Promise<Uint8Array>;

export interface SoundFile {
  readonly mediaType: 'audio/ogg' | 'audio/wav';
  readonly sizeBytes: number;
  /** The bytes from `from` to `to`, both included. */
  read(from: number, to: number): AsyncGenerator<Uint8Array>;
}

export function oggFile(parts: Parts, readPart: ReadPart): SoundFile {
  return {
    mediaType: 'audio/ogg',
    sizeBytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
    async *read(from, to) {
      let start = 0;
      for (const [part, { bytes }] of parts.entries()) {
        if (start <= to && start + bytes > from)
          yield (await readPart(part)).subarray(Math.max(0, from - start), to - start + 1);
        start += bytes;
      }
    },
  };
}

/** 16 kHz, 16 bits: as good as speech needs. */
const wavRate = 16_000;
const channels = 2;
/** Samples of a slot of 20 ms. */
const slotSamples = wavRate / 50;
const slotBytes = slotSamples * channels * 2;
/** Slots that a decoder hears before what it is asked for, because it goes on from the one before. */
const warmUp = 4;

/** The visitor on the left, the team on the right. `turn` lets others go first. */
export function wavFile(parts: Parts, readPart: ReadPart, turn: () => Promise<void>): SoundFile {
  const slots = parts.reduce((sum, each) => sum + each.slots, 0);
  const sizeBytes = wavHeadBytes + slots * slotBytes;
  return {
    mediaType: 'audio/wav',
    sizeBytes,
    async *read(from, to) {
      if (from < wavHeadBytes)
        yield wavHead(sizeBytes, { rate: wavRate, channels }).subarray(from, to + 1);
      // Players first ask for the head alone, often.
      if (to < wavHeadBytes) return;
      await turn();
      const first = Math.max(0, Math.floor((from - wavHeadBytes) / slotBytes));
      let at = wavHeadBytes + first * slotBytes;
      for await (const bytes of decoded(parts, readPart, first)) {
        if (at > to) return;
        const piece = bytes.subarray(Math.max(0, from - at), to - at + 1);
        if (piece.length > 0) yield piece;
        at += bytes.length;
        await turn();
      }
    },
  };
}

/** A second at a time, from a slot on. The decoders are freed even if nobody reads to the end. */
async function* decoded(
  parts: Parts,
  readPart: ReadPart,
  first: number,
): AsyncGenerator<Uint8Array> {
  const streams = await streamsOf(readPart);
  const decoders = await openDecoders(streams);
  try {
    let slot = 0;
    for (const [part, each] of parts.entries()) {
      if (slot + each.slots > first - warmUp)
        yield* decodedPart(await readPart(part), { decoders, streams, slot, first });
      slot += each.slots;
    }
  } finally {
    for (const decoder of decoders) decoder.free();
  }
}

interface DecodingPart {
  readonly decoders: readonly OpusDecoderHandle[];
  readonly streams: number;
  /** The slot with which the part begins. */
  readonly slot: number;
  readonly first: number;
}

function* decodedPart(part: Uint8Array, of: DecodingPart): Generator<Uint8Array> {
  const { decoders, streams, first } = of;
  let { slot } = of;
  for (const { packets, position } of readPages(part)) {
    if (position <= 0) continue;
    const pieces: Uint8Array[] = [];
    for (const packet of packets) {
      if (slot >= first - warmUp) {
        const bytes = slotOf(decoders, splitStreams(packet, streams));
        if (slot >= first) pieces.push(bytes);
      }
      slot += 1;
    }
    if (pieces.length > 0) yield Buffer.concat(pieces);
  }
}

/** As the head of the file says. */
async function streamsOf(readPart: ReadPart): Promise<number> {
  const [head] = readPages(await readPart(0));
  return head?.packets[0]?.[9] ?? channels;
}

function openDecoders(streams: number): Promise<readonly OpusDecoderHandle[]> {
  return Promise.all(
    Array.from({ length: streams }, () => createDecoder({ channels: 1, sampleRate: wavRate })),
  );
}

/** All beyond the first stream are of the team, and are added. */
function slotOf(
  decoders: readonly OpusDecoderHandle[],
  packets: readonly Uint8Array[],
): Uint8Array {
  const samples = new Int16Array(slotSamples * channels);
  for (const [stream, packet] of packets.entries()) {
    const said = decode(decoders[stream], packet);
    const side = Math.min(stream, 1);
    for (let at = 0; at < slotSamples; at += 1) {
      const place = at * channels + side;
      const sum = (samples[place] ?? 0) + (said[at] ?? 0);
      samples[place] = Math.max(-32_768, Math.min(32_767, sum));
    }
  }
  return new Uint8Array(samples.buffer);
}

/** What a stranger sent may be no sound. */
function decode(decoder: OpusDecoderHandle | undefined, packet: Uint8Array): Int16Array {
  try {
    return decoder?.decode(packet) ?? new Int16Array();
  } catch {
    return new Int16Array();
  }
}
