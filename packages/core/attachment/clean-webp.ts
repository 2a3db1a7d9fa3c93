// Removes from a WebP its Exif and XMP chunks, and anything after its end. The container and the
// three kinds of picture in it: RFC 9649, sections 2.4 to 2.7 and 3.4. An invalid WebP is rejected,
// not repaired.
import { joined, letters, uint16le, uint24le, uint32le } from './byte-view.ts';
import type { CleanPicture } from './clean-jpeg.ts';

const headLength = 12;
const dropped: ReadonlySet<string> = new Set(['EXIF', 'XMP ']);
/** Bits of the extended header that announce these chunks. */
const exifAndXmp = 0x0c;

/** Null if it is cut off or unreadable. */
export function cleanWebp(bytes: Uint8Array): CleanPicture | null {
  const whole = 8 + uint32le(bytes, 4);
  if (whole > bytes.length) return null;
  const kept: Uint8Array[] = [];
  let size: { width: number; height: number } | null = null;
  for (let at = headLength; at + 8 <= whole;) {
    const length = uint32le(bytes, at + 4);
    const end = at + 8 + length + (length % 2);
    if (end > whole) return null;
    const name = letters(bytes, at, 4);
    const chunk = new Uint8Array(bytes.subarray(at, end));
    if (name === 'VP8X') chunk[8] = (chunk[8] ?? 0) & ~exifAndXmp;
    size ??= sizeIn(name, chunk.subarray(8));
    if (!dropped.has(name)) kept.push(chunk);
    at = end;
  }
  if (size === null) return null;
  const body = joined(kept);
  const head = new Uint8Array(bytes.subarray(0, headLength));
  new DataView(head.buffer).setUint32(4, body.length + 4, true);
  return { bytes: joined([head, body]), ...size };
}

function sizeIn(name: string, data: Uint8Array): { width: number; height: number } | null {
  switch (name) {
    case 'VP8X':
      return { width: uint24le(data, 4) + 1, height: uint24le(data, 7) + 1 };
    case 'VP8L': {
      const bits = uint32le(data, 1);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8 ': {
      const [width, height] = [uint16le(data, 6) & 0x3fff, uint16le(data, 8) & 0x3fff];
      return width === 0 || height === 0 ? null : { width, height };
    }
    default:
      return null;
  }
}
