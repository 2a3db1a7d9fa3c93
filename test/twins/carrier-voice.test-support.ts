// µ-law as carriers send it, by the steps of ITU-T G.711, and tones in it.

const rate = 8000;

/** A byte for a sample of 16 bits. */
function encoded(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  let rest = Math.min(Math.abs(Math.trunc(sample)), 32_635) + 132;
  let segment = 7;
  for (let mask = 0x4000; segment > 0 && (rest & mask) === 0; mask >>= 1) segment -= 1;
  rest = (rest >> (segment + 3)) & 15;
  return 255 - (sign + segment * 16 + rest);
}

function decoded(byte: number): number {
  const code = 255 - byte;
  const size = ((2 * (code % 16) + 33) << ((code >> 4) % 8)) - 33;
  return (code >= 128 ? -size : size) * 4;
}

/** 20 ms of silence. */
export const silence: Uint8Array = new Uint8Array(160).fill(0xff);

/** The next 20 ms of a tone. */
export function toneAt(hertz: number, packet: number): Buffer {
  return Buffer.from(
    Array.from({ length: 160 }, (_, at) =>
      encoded(9000 * Math.sin((2 * Math.PI * hertz * (packet * 160 + at)) / rate)),
    ),
  );
}

/** How loud a tone is in what was heard, in dB, by its part of the spectrum. */
export function loudness(sound: Buffer, hertz: number): number {
  let [real, imaginary] = [0, 0];
  for (const [at, byte] of sound.entries()) {
    const angle = (2 * Math.PI * hertz * at) / rate;
    real += decoded(byte) * Math.cos(angle);
    imaginary += decoded(byte) * Math.sin(angle);
  }
  const amplitude = (2 * Math.hypot(real, imaginary)) / Math.max(1, sound.length);
  return 20 * Math.log10(amplitude / 32_768);
}
