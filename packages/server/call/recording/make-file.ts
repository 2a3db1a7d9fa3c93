// The file of a recording, from its logs: Ogg Opus in which each side is a channel, divided into parts
// at its pages; and how loud each side is, for the eye. Memory is bounded whatever the logs hold.
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { createDecoder, type OpusDecoderHandle } from 'libopus-wasm';
import { readLog, type ReadEntry } from '@opportune/core/sound/log.ts';
import { loudnessOf, peaksOf } from '@opportune/core/sound/loudness.ts';
import {
  fitsPage,
  headPages,
  joinStreams,
  type Page,
  pageBytes,
  samplesPerPacket,
  segmentsOf,
  silence,
} from '@opportune/core/sound/ogg.ts';
import { type Slot, slotsOf, tracksIn } from '@opportune/core/sound/timeline.ts';
import { mediaLimits, recordingLimits } from '@opportune/protocol/limits/calls.ts';
import { inOpus, openEncoders } from './pcmu-entries.ts';
import type { MadeFile } from './recording-rows.ts';

/** Null: nothing was said. `ended`: the process did. */
export type MakeAnswer = MadeFile | null | 'ended';

export interface MakeQuestion {
  readonly logs: readonly string[];
  readonly target: string;
}

const slotMs = 20;

export async function makeFile({ logs, target }: MakeQuestion): Promise<MadeFile | null> {
  const tracks = tracksIn(entriesOf(logs), recordingLimits.tracks);
  const encoders = await openEncoders(tracks);
  const levels = await openLevels(tracks);
  const writer = new PartWriter(target, tracks);
  let slots = 0;
  for (const slot of slotsOf(inOpus(entriesOf(logs), encoders), tracks)) {
    writer.add(slot);
    levels.add(slot);
    slots += 1;
  }
  const parts = writer.end();
  return slots === 0 ? null : { durationMs: slots * slotMs, parts, loudness: levels.loudness() };
}

function* entriesOf(logs: readonly string[]): Generator<ReadEntry> {
  // What a disk has spoilt makes no file longer than a call.
  for (const log of logs)
    for (const entry of readLog(chunksOf(log)))
      if (entry.atMs <= mediaLimits.recordingMs) yield entry;
}

function* chunksOf(file: string): Generator<Uint8Array> {
  const handle = openSync(file, 'r');
  try {
    for (;;) {
      const chunk = Buffer.alloc(64 * 1024);
      const bytes = readSync(handle, chunk);
      if (bytes === 0) return;
      yield chunk.subarray(0, bytes);
    }
  } finally {
    closeSync(handle);
  }
}

/** Writes pages, and notes where a part may end. */
class PartWriter {
  readonly #file: number;
  readonly #parts: { bytes: number; slots: number }[] = [{ bytes: 0, slots: 0 }];
  #pages = 0;
  #slots = 0;
  #open: Uint8Array[] = [];
  #segments = 0;

  constructor(target: string, tracks: number) {
    this.#file = openSync(target, 'w', 0o600);
    for (const page of headPages(tracks)) this.#write(page);
  }

  add(slot: Slot): void {
    const packet = joinStreams(slot);
    const more = segmentsOf(packet);
    if (!fitsPage(this.#segments, more, this.#open.length)) this.#closePage(false);
    this.#open.push(packet);
    this.#segments += more;
    this.#slots += 1;
  }

  end(): MadeFile['parts'] {
    this.#closePage(true);
    closeSync(this.#file);
    return this.#parts;
  }

  #closePage(isLast: boolean): void {
    const packets = this.#open;
    [this.#open, this.#segments] = [[], 0];
    this.#write({ position: this.#slots * samplesPerPacket, packets, isLast });
  }

  #write(page: Page): void {
    const bytes = pageBytes(page, this.#pages);
    this.#pages += 1;
    writeSync(this.#file, bytes);
    let part = this.#parts.at(-1);
    if (part === undefined || part.bytes + bytes.length > recordingLimits.partBytes) {
      part = { bytes: 0, slots: 0 };
      this.#parts.push(part);
    }
    part.bytes += bytes.length;
    if (page.position > 0) part.slots += page.packets.length;
  }
}

/** By decoding at 8 kHz, which is enough to see who speaks when. */
async function openLevels(tracks: number) {
  const decoders = await Promise.all(
    Array.from({ length: tracks }, () => createDecoder({ channels: 1, sampleRate: 8000 })),
  );
  const sides: [number[], number[]] = [[], []];
  return {
    add(slot: Slot): void {
      const levels = slot.map((packet, track) => levelOf(decoders[track], packet));
      const [visitor = 0, ...team] = levels;
      sides[0].push(visitor);
      sides[1].push(Math.max(0, ...team));
    },
    loudness: () => ({ visitor: peaksIn(sides[0]), team: peaksIn(sides[1]) }),
  };
}

/** What cannot be decoded is silent. */
function levelOf(decoder: OpusDecoderHandle | undefined, packet: Uint8Array): number {
  if (decoder === undefined || packet === silence) return 0;
  try {
    const samples = decoder.decodeFloat(packet);
    return loudnessOf(samples);
  } catch {
    return 0;
  }
}

function peaksIn(levels: readonly number[]): number[] {
  return peaksOf(levels, recordingLimits.peaks);
}
