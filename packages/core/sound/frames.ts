// The frames in an Opus packet (RFC 6716, 3), as far as a recording needs them: it holds packets of
// one frame of 20 ms. A packet of several such frames is divided, and others cannot be held.

/** Packets of one frame of 20 ms each. Empty: the packet cannot be held, or is broken. */
export function framesOf(packet: Uint8Array): readonly Uint8Array[] {
  const toc = packet[0];
  if (toc === undefined || !lasts20Ms(toc >> 3)) return [];
  const head = toc & 0b1111_1100;
  return (bodiesOf(packet, toc & 3) ?? [])
    .filter(({ length }) => length <= mostFrameBytes)
    .map((body) => {
      const frame = new Uint8Array(1 + body.length);
      frame[0] = head;
      frame.set(body, 1);
      return frame;
    });
}

const mostFrameBytes = 1275;
const mostFrames = 6;

/** By its configuration (RFC 6716, table 2). */
function lasts20Ms(config: number): boolean {
  if (config < 12) return config % 4 === 1;
  return config < 16 ? config % 2 === 1 : config % 4 === 3;
}

function bodiesOf(packet: Uint8Array, code: number): readonly Uint8Array[] | null {
  const rest = packet.subarray(1);
  if (code === 0) return [rest];
  if (code === 1) return rest.length % 2 === 0 ? equal(rest, 2) : null;
  if (code === 2) {
    const first = lengthAt(rest, 0);
    if (first === null || first.next + first.bytes > rest.length) return null;
    const from = first.next + first.bytes;
    return [rest.subarray(first.next, from), rest.subarray(from)];
  }
  return manyOf(rest);
}

function equal(bytes: Uint8Array, parts: number): readonly Uint8Array[] {
  const each = bytes.length / parts;
  return Array.from({ length: parts }, (_, at) => bytes.subarray(at * each, (at + 1) * each));
}

/** Of code 3: how many, of equal length or not, with padding or not. */
function manyOf(rest: Uint8Array): readonly Uint8Array[] | null {
  const told = rest[0] ?? 0;
  const count = told & 0b11_1111;
  if (count === 0 || count > mostFrames) return null;
  const padded = (told & 0b100_0000) === 0 ? { next: 1, bytes: 0 } : paddingAt(rest, 1);
  if (padded.next + padded.bytes > rest.length) return null;
  const bytes = rest.subarray(padded.next, rest.length - padded.bytes);
  if ((told & 0b1000_0000) === 0) return bytes.length % count === 0 ? equal(bytes, count) : null;
  return varying(bytes, count);
}

function varying(bytes: Uint8Array, count: number): readonly Uint8Array[] | null {
  const lengths: number[] = [];
  let at = 0;
  for (let each = 1; each < count; each += 1) {
    const length = lengthAt(bytes, at);
    if (length === null) return null;
    lengths.push(length.bytes);
    at = length.next;
  }
  const bodies: Uint8Array[] = [];
  for (const length of lengths) {
    if (at + length > bytes.length) return null;
    bodies.push(bytes.subarray(at, at + length));
    at += length;
  }
  return [...bodies, bytes.subarray(at)];
}

interface Length {
  readonly bytes: number;
  /** Where what follows begins. */
  readonly next: number;
}

function lengthAt(bytes: Uint8Array, at: number): Length | null {
  const first = bytes[at];
  if (first === undefined) return null;
  if (first < 252) return { bytes: first, next: at + 1 };
  const second = bytes[at + 1];
  return second === undefined ? null : { bytes: first + 4 * second, next: at + 2 };
}

function paddingAt(bytes: Uint8Array, from: number): Length {
  let [sum, at] = [0, from];
  while (bytes[at] === 255) [sum, at] = [sum + 254, at + 1];
  return { bytes: sum + (bytes[at] ?? 0), next: at + 1 };
}
