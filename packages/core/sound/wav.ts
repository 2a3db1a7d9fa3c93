// WAV with samples of 16 bits, which every browser plays. Of one or more channels.
import { linear, pcmuPerSecond } from './pcmu.ts';

export const wavHeadBytes = 44;

export interface WavFormat {
  /** Samples in a second, of each channel. */
  readonly rate: number;
  readonly channels: number;
}

/** `sizeBytes`: of the whole file, with this head. */
export function wavHead(sizeBytes: number, { rate, channels }: WavFormat): Uint8Array {
  const head = new Uint8Array(wavHeadBytes);
  const view = new DataView(head.buffer);
  const write = (at: number, text: string): void => {
    for (const [index, sign] of [...text].entries()) head[at + index] = sign.charCodeAt(0);
  };
  write(0, 'RIFF');
  view.setUint32(4, sizeBytes - 8, true);
  write(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * channels * 2, true);
  view.setUint16(32, channels * 2, true);
  view.setUint16(34, 16, true);
  write(36, 'data');
  view.setUint32(40, sizeBytes - wavHeadBytes, true);
  return head;
}

/** The sound of a telephone as a file. */
export function wavOfPcmu(sound: Uint8Array): Uint8Array {
  const sizeBytes = wavHeadBytes + sound.length * 2;
  const file = new Uint8Array(sizeBytes);
  file.set(wavHead(sizeBytes, { rate: pcmuPerSecond, channels: 1 }));
  // The bytes of a sample, the lower first.
  for (let at = 0, to = wavHeadBytes; at < sound.length; at += 1, to += 2) {
    const sample = linear[sound[at] ?? 0] ?? 0;
    file[to] = sample;
    file[to + 1] = sample >> 8;
  }
  return file;
}
