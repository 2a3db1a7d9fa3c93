// A message that is left by telephone, as sound: when it is over, and what of it was said. In PCMU.
import { telephoneLimits } from '@opportune/protocol/limits/telephone.ts';
import { loudnessOfPower, peaksOf } from './loudness.ts';
import { linear, pcmuOf, pcmuPerPacket, pcmuPerSecond } from './pcmu.ts';

/** Louder than this is said, and not the line's noise. */
const saidFrom = 20;
/** Clicks of the line are shorter, in packets. */
const leastSaid = 5;
/** Kept after what was said last, in packets. */
const tail = 50;
const mostBytes = telephoneLimits.voicemailS * pcmuPerSecond;
const mostSilentBytes = telephoneLimits.voicemailSilenceS * pcmuPerSecond;
/** The square of each byte's sample, where the loudest is 1. */
const powers = Float64Array.from(linear, (sample) => (sample / 32_768) ** 2);

const toneHertz = 1000;
const toneMs = 400;
const toneLevel = 8000;

/** Said before a message begins. */
export function voicemailTone(): Uint8Array {
  const samples = (toneMs * pcmuPerSecond) / 1000;
  return Uint8Array.from({ length: samples }, (_, at) =>
    pcmuOf(Math.round(toneLevel * Math.sin((2 * Math.PI * toneHertz * at) / pcmuPerSecond))),
  );
}

/** Takes a message as it comes. */
export class VoicemailTaking {
  #bytes = 0;
  #silentBytes = 0;

  /** It is as long as it may be, or nothing was said for long enough. */
  get isOver(): boolean {
    return this.#bytes >= mostBytes || this.#silentBytes >= mostSilentBytes;
  }

  /** Returns what of it belongs to the message. */
  take(sound: Uint8Array): Uint8Array {
    const kept = sound.subarray(0, mostBytes - this.#bytes);
    this.#bytes += kept.length;
    const isSaid = levelsOf(kept).some((level) => level >= saidFrom);
    this.#silentBytes = isSaid ? 0 : this.#silentBytes + kept.length;
    return kept;
  }
}

export interface VoicemailSound {
  /** Without the silence at its end. */
  readonly sound: Uint8Array;
  readonly durationMs: number;
  readonly loudness: readonly number[];
}

/** Null: nothing was said. */
export function voicemailOf(sound: Uint8Array, peaks: number): VoicemailSound | null {
  const levels = levelsOf(sound);
  const said = levels.filter((level) => level >= saidFrom).length;
  if (said < leastSaid) return null;
  const packets = Math.min(
    levels.length,
    levels.findLastIndex((level) => level >= saidFrom) + tail,
  );
  const kept = sound.subarray(0, packets * pcmuPerPacket);
  return {
    sound: kept,
    durationMs: Math.round((kept.length * 1000) / pcmuPerSecond),
    loudness: peaksOf(levels.slice(0, packets), peaks),
  };
}

/** Of each 20 ms. Three minutes take a few ms of processor time, while calls wait for theirs. */
function levelsOf(sound: Uint8Array): number[] {
  const levels: number[] = [];
  for (let from = 0; from < sound.length; from += pcmuPerPacket) {
    const to = Math.min(from + pcmuPerPacket, sound.length);
    let sum = 0;
    for (let at = from; at < to; at += 1) sum += powers[sound[at] ?? 0] ?? 0;
    levels.push(loudnessOfPower(sum / (to - from)));
  }
  return levels;
}
