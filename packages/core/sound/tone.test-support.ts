// Tones in PCMU, and how loud one is in what was heard.
import { linearOf, pcmuOf, pcmuPerSecond } from './pcmu.ts';

/** A tone that goes on from sample to sample. */
export function toneOf(hertz: number, samples: number, from = 0): Uint8Array {
  const at = (index: number): number =>
    8000 * Math.sin((2 * Math.PI * hertz * (from + index)) / pcmuPerSecond);
  return Uint8Array.from({ length: samples }, (_, index) => pcmuOf(at(index)));
}

/** By Goertzel's algorithm, in dB below the loudest tone there is. */
export function levelOf(sound: Uint8Array, hertz: number): number {
  const turn = 2 * Math.cos((2 * Math.PI * hertz) / pcmuPerSecond);
  let [last, before] = [0, 0];
  for (const byte of sound) [last, before] = [linearOf(byte) + turn * last - before, last];
  const power = last * last + before * before - turn * last * before;
  const amplitude = (2 * Math.sqrt(Math.max(0, power))) / Math.max(1, sound.length);
  return 20 * Math.log10(amplitude / 32_768);
}
