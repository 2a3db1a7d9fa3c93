// Removes from a PNG its texts, camera data and date, and anything after its end. Chunks: PNG,
// third edition, section 5.3 and 11.3. An incomplete PNG is rejected, not repaired.
import { joined, letters, uint32 } from './byte-view.ts';
import type { CleanPicture } from './clean-jpeg.ts';

const dropped: ReadonlySet<string> = new Set(['tEXt', 'zTXt', 'iTXt', 'eXIf', 'tIME']);
const signatureLength = 8;

/** Null if it is cut off or unreadable. */
export function cleanPng(bytes: Uint8Array): CleanPicture | null {
  const kept: Uint8Array[] = [bytes.subarray(0, signatureLength)];
  let at = signatureLength;
  if (letters(bytes, at + 4, 4) !== 'IHDR') return null;
  const [width, height] = [uint32(bytes, at + 8), uint32(bytes, at + 12)];
  for (;;) {
    const end = at + 12 + uint32(bytes, at);
    if (end > bytes.length) return null;
    const name = letters(bytes, at + 4, 4);
    if (!dropped.has(name)) kept.push(bytes.subarray(at, end));
    if (name === 'IEND') break;
    at = end;
  }
  return width === 0 || height === 0 ? null : { bytes: joined(kept), width, height };
}
