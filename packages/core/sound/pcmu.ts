// PCMU, the sound of telephones: µ-law of ITU-T G.711 at 8 kHz, a byte a sample. It converts and mixes
// samples, and knows no packets.

/** Samples, and so bytes, in a second. */
export const pcmuPerSecond = 8000;
/** In 20 ms. */
export const pcmuPerPacket = 160;

const bias = 0x84;
const mostSample = 32_635;

/** A sample of 16 bits. */
export function linearOf(byte: number): number {
  const bits = ~byte & 0xff;
  const magnitude = (((bits & 0x0f) << 3) + bias) << ((bits & 0x70) >> 4);
  return bits & 0x80 ? bias - magnitude : magnitude - bias;
}

/** The byte of a sample of 16 bits. What is louder than it can say is cut off. */
export function pcmuOf(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(Math.abs(sample), mostSample) + bias;
  const segment = 31 - Math.clz32(magnitude) - 7;
  return ~(sign | (segment << 4) | ((magnitude >> (segment + 3)) & 0x0f)) & 0xff;
}

/** The sample of each byte. */
export const linear: Int16Array = Int16Array.from({ length: 256 }, (_, byte) => linearOf(byte));

/** Several voices as one, as long as the longest. One alone stays as it is. */
export function mixPcmu(voices: readonly Uint8Array[]): Uint8Array {
  const [only] = voices;
  if (voices.length === 1 && only !== undefined) return only;
  const mixed = new Uint8Array(Math.max(0, ...voices.map(({ length }) => length)));
  for (let at = 0; at < mixed.length; at += 1) {
    let sum = 0;
    for (const voice of voices) if (at < voice.length) sum += linear[voice[at] ?? 0] ?? 0;
    mixed[at] = pcmuOf(sum);
  }
  return mixed;
}
