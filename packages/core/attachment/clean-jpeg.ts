// Removes from a JPEG what its camera or editor added: place, time, device, captions, previews, and
// anything after its end. Keeps colour and orientation. An incomplete JPEG is rejected, not
// repaired. Markers: ITU-T T.81, annex B; orientation: Exif 2.32, tag 0x0112.
import { joined, letters, uint16, uint16le, uint32, uint32le } from './byte-view.ts';

export interface CleanPicture {
  readonly bytes: Uint8Array;
  /** As displayed upright. */
  readonly width: number;
  readonly height: number;
}

const marker = { start: 0xd8, end: 0xd9, scan: 0xda, comment: 0xfe } as const;

/** Null if it is cut off or unreadable. */
export function cleanJpeg(bytes: Uint8Array): CleanPicture | null {
  const kept: Uint8Array[] = [bytes.subarray(0, 2)];
  let size: { width: number; height: number } | null = null;
  let orientation = 1;
  let at = 2;
  for (;;) {
    while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at += 1;
    if (bytes[at] !== 0xff) return null;
    const kind = bytes[at + 1] ?? 0;
    if (kind === marker.end) break;
    const end = at + 2 + uint16(bytes, at + 2);
    if (isAlone(kind) || uint16(bytes, at + 2) < 2 || end > bytes.length) return null;
    const segment = bytes.subarray(at, end);
    if (isFrame(kind)) size = { height: uint16(bytes, at + 5), width: uint16(bytes, at + 7) };
    if (kind === 0xe1) orientation = orientationOf(segment) ?? orientation;
    if (isKept(kind, segment)) kept.push(segment);
    at = kind === marker.scan ? afterScan(bytes, end) : end;
    if (kind === marker.scan) kept.push(bytes.subarray(end, at));
  }
  if (size === null || size.width === 0 || size.height === 0) return null;
  kept.push(Uint8Array.of(0xff, marker.end));
  const turned = orientation >= 5;
  return {
    bytes: joined(orientation === 1 ? kept : withOrientation(kept, orientation)),
    width: turned ? size.height : size.width,
    height: turned ? size.width : size.height,
  };
}

/** Markers without a length are invalid between segments. */
function isAlone(kind: number): boolean {
  return kind === 0 || kind === 1 || (kind >= 0xd0 && kind <= marker.start);
}

/**
 * A start of frame, which has the size: all of C0 to CF except tables and arithmetic conditioning.
 */
function isFrame(kind: number): boolean {
  return kind >= 0xc0 && kind <= 0xcf && kind !== 0xc4 && kind !== 0xc8 && kind !== 0xcc;
}

/** Of application and comment segments, only what the colours need. */
function isKept(kind: number, segment: Uint8Array): boolean {
  if (kind === marker.comment) return false;
  if (kind < 0xe0 || kind > 0xef) return true;
  return (
    (kind === 0xe0 && letters(segment, 4, 5) === 'JFIF\0') ||
    (kind === 0xe2 && letters(segment, 4, 12) === 'ICC_PROFILE\0') ||
    (kind === 0xee && letters(segment, 4, 5) === 'Adobe')
  );
}

/** The next marker after the picture's data. In the data FF only precedes 00 or a restart. */
function afterScan(bytes: Uint8Array, from: number): number {
  for (let at = from; at < bytes.length - 1; at++) {
    const next = bytes[at + 1] ?? 0;
    if (bytes[at] === 0xff && next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7))
      return at;
  }
  return bytes.length;
}

/** 1 to 8. Null if the segment has none. */
function orientationOf(segment: Uint8Array): number | null {
  if (letters(segment, 4, 6) !== 'Exif\0\0') return null;
  const tiff = segment.subarray(10);
  const order = letters(tiff, 0, 2);
  if (order !== 'II' && order !== 'MM') return null;
  const [two, four] = order === 'II' ? [uint16le, uint32le] : [uint16, uint32];
  const first = four(tiff, 4);
  for (let index = 0; index < two(tiff, first); index++) {
    const entry = first + 2 + index * 12;
    if (entry + 12 > tiff.length) return null;
    if (two(tiff, entry) !== 0x0112) continue;
    const value = two(tiff, entry + 8);
    return value >= 1 && value <= 8 ? value : null;
  }
  return null;
}

/** An Exif segment with the orientation and nothing else, placed right after the start and JFIF. */
function withOrientation(kept: readonly Uint8Array[], orientation: number): readonly Uint8Array[] {
  const exif = Uint8Array.of(
    ...[0xff, 0xe1, 0, 34, 0x45, 0x78, 0x69, 0x66, 0, 0],
    ...[0x4d, 0x4d, 0, 42, 0, 0, 0, 8],
    ...[0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0],
    ...[0, 0, 0, 0],
  );
  const ahead = kept[1]?.[1] === 0xe0 ? 2 : 1;
  return [...kept.slice(0, ahead), exif, ...kept.slice(ahead)];
}
