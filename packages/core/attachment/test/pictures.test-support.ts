// Small files for tests, made byte by byte: pictures with the metadata that a camera writes, large
// enough to see. The PNG is a real one. The others are valid only as far as a decoder reads their
// size.
import { crc32, deflateSync } from 'node:zlib';

const bytesOf = (...parts: readonly (string | readonly number[] | Uint8Array)[]): Buffer =>
  Buffer.concat(
    parts.map((part) =>
      typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part),
    ),
  );
const u16 = (n: number): readonly number[] => [n >> 8, n & 0xff];
const u32 = (n: number): readonly number[] => [...u16(n >>> 16), ...u16(n & 0xffff)];
const le = (n: number, length: number): readonly number[] =>
  Array.from({ length }, (_, at) => (n >>> (8 * at)) & 0xff);

/** Must be in no stored picture. */
export const secretPlace = 'GPS 47.3769N 8.5417E';

function chunk(name: string, data: Uint8Array): Buffer {
  const named = bytesOf(name, data);
  return bytesOf(u32(data.length), named, u32(crc32(named)));
}

/** A picture of one colour, with its place in three kinds of chunks. */
export function png(width: number, height: number, red = 200): Buffer {
  const line = [0, ...Array.from({ length: width }, () => [red, 120, 60]).flat()];
  const lines = Buffer.concat(Array.from({ length: height }, () => Buffer.from(line)));
  return bytesOf(
    [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    chunk('IHDR', bytesOf(u32(width), u32(height), [8, 2, 0, 0, 0])),
    chunk('tEXt', bytesOf(`Comment\0${secretPlace}`)),
    chunk('eXIf', bytesOf(secretPlace)),
    chunk('IDAT', deflateSync(lines)),
    chunk('iTXt', bytesOf(`XML:com.adobe.xmp\0\0\0\0\0${secretPlace}`)),
    chunk('IEND', new Uint8Array()),
    `behind the end: ${secretPlace}`,
  );
}

const segment = (kind: number, data: Uint8Array): Buffer =>
  bytesOf([0xff, kind], u16(data.length + 2), data);

/** Exif of either byte order: the orientation, followed by a place. */
function exif(orientation: number, order: 'II' | 'MM'): Buffer {
  const [two, four] =
    order === 'MM' ? [u16, u32] : [(n: number) => le(n, 2), (n: number) => le(n, 4)];
  const entry = [...two(0x0112), ...two(3), ...four(1), ...two(orientation), 0, 0];
  const tiff = [...two(42), ...four(8), ...two(1), ...entry, ...four(0)];
  return bytesOf('Exif\0\0', order, tiff, secretPlace);
}

export const scanData = [0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56];

/** As a phone writes it, with this orientation. */
export function jpeg(
  width: number,
  height: number,
  { orientation = 1, order = 'MM' as 'II' | 'MM' } = {},
): Buffer {
  return bytesOf(
    [0xff, 0xd8],
    segment(0xe0, bytesOf('JFIF\0', [1, 1, 0, 0, 1, 0, 1, 0, 0])),
    segment(0xe1, exif(orientation, order)),
    segment(0xe1, bytesOf('http://ns.adobe.com/xap/1.0/\0', secretPlace)),
    segment(0xe2, bytesOf('ICC_PROFILE\0', [1, 1], 'colours')),
    segment(0xe2, bytesOf('MPF\0', secretPlace)),
    segment(0xed, bytesOf('Photoshop 3.0\0', secretPlace)),
    segment(0xfe, bytesOf(secretPlace)),
    segment(0xc0, bytesOf([8], u16(height), u16(width), [1, 1, 0x11, 0])),
    segment(0xda, bytesOf([1, 1, 0, 0, 63, 0])),
    scanData,
    [0xff, 0xd9],
    `a second picture behind the end: ${secretPlace}`,
  );
}

export function webp(width: number, height: number): Buffer {
  const part = (name: string, data: Uint8Array): Buffer =>
    bytesOf(name, le(data.length, 4), data, data.length % 2 === 0 ? [] : [0]);
  const body = bytesOf(
    'WEBP',
    part('VP8X', bytesOf([0x0c, 0, 0, 0], le(width - 1, 3), le(height - 1, 3))),
    part('VP8L', bytesOf([0x2f], le((width - 1) | ((height - 1) << 14), 4), 'odd')),
    part('EXIF', bytesOf(secretPlace, 'odd')),
    part('XMP ', bytesOf(secretPlace)),
  );
  return bytesOf('RIFF', le(body.length, 4), body, secretPlace);
}

export function gif(width: number, height: number): Buffer {
  return bytesOf(
    'GIF89a',
    le(width, 2),
    le(height, 2),
    [0x80, 0, 0],
    [0, 0, 0, 255, 255, 255],
    ';',
  );
}
