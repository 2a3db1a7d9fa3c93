// Ogg Opus (RFC 3533, RFC 7845), as far as it is used here: 20 ms packets, in one file with one or
// more mono streams, each a channel of its own (mapping family 1). It neither encodes nor decodes.

/** Samples of Opus in a second. Its clock always runs at this rate. */
export const samplesPerSecond = 48_000;
/** Samples in a packet of 20 ms. */
export const samplesPerPacket = 960;
/** 20 ms of silence, in one stream. */
export const silence: Uint8Array = Uint8Array.of(0xf8, 0xff, 0xfe);

/** What a decoder needs before it is right: RFC 7845, 4.2 recommends 80 ms; encoders take 6.5 ms. */
const preSkip = 312;
const mostSegments = 255;

export interface Page {
  /** Samples until the end of this page. */
  readonly position: number;
  readonly packets: readonly Uint8Array[];
  readonly isFirst?: boolean;
  readonly isLast?: boolean;
}

/** The pages before the sound: its channels, and who made it. */
export function headPages(channels: number): readonly Page[] {
  return [
    { position: 0, packets: [headOf(channels)], isFirst: true },
    { position: 0, packets: [tags()] },
  ];
}

function headOf(channels: number): Uint8Array {
  const mapped = channels > 1;
  const head = new Uint8Array(mapped ? 21 + channels : 19);
  const view = new DataView(head.buffer);
  writeText(head, 0, 'OpusHead');
  head[8] = 1;
  head[9] = channels;
  view.setUint16(10, preSkip, true);
  view.setUint32(12, samplesPerSecond, true);
  head[18] = mapped ? 1 : 0;
  if (!mapped) return head;
  head[19] = channels;
  for (let at = 0; at < channels; at += 1) head[21 + at] = at;
  return head;
}

function tags(): Uint8Array {
  const vendor = 'Opportune';
  const packet = new Uint8Array(8 + 4 + vendor.length + 4);
  writeText(packet, 0, 'OpusTags');
  new DataView(packet.buffer).setUint32(8, vendor.length, true);
  writeText(packet, 12, vendor);
  return packet;
}

/** Segments that a packet takes in a page. */
export function segmentsOf({ length }: Uint8Array): number {
  return Math.floor(length / 255) + 1;
}

/** The bytes of a page. `number`: which page of its file. Its packets fill at most 255 segments. */
export function pageBytes(
  { position, packets, isFirst, isLast }: Page,
  number: number,
): Uint8Array {
  const lacing = packets.flatMap(({ length }) => [
    ...Array<number>(Math.floor(length / 255)).fill(255),
    length % 255,
  ]);
  const sound = packets.reduce((sum, { length }) => sum + length, 0);
  const page = new Uint8Array(27 + lacing.length + sound);
  const view = new DataView(page.buffer);
  writeText(page, 0, 'OggS');
  page[5] = (isFirst ? 2 : 0) | (isLast ? 4 : 0);
  view.setBigUint64(6, BigInt(position), true);
  view.setUint32(14, serial, true);
  view.setUint32(18, number, true);
  page[26] = lacing.length;
  page.set(lacing, 27);
  let at = 27 + lacing.length;
  for (const packet of packets) {
    page.set(packet, at);
    at += packet.length;
  }
  view.setUint32(22, checksum(page), true);
  return page;
}

/** A file has one logical stream, so that any number tells it apart. */
const serial = 1;

/** How many packets of equal segments a page takes: a second at most. */
export function fitsPage(segments: number, more: number, packets: number): boolean {
  return segments + more <= mostSegments && packets < 50;
}

/** One packet of several mono streams (RFC 6716, B): all but the last one say their length. */
export function joinStreams(packets: readonly Uint8Array[]): Uint8Array {
  const parts = packets.map((packet, at) => (at < packets.length - 1 ? delimited(packet) : packet));
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** Of a packet with one frame. */
function delimited(packet: Uint8Array): Uint8Array {
  const bytes = packet.length - 1;
  const first = bytes < 252 ? bytes : 252 + (bytes & 3);
  const lengths = bytes < 252 ? [bytes] : [first, (bytes - first) >> 2];
  return Uint8Array.of(packet[0] ?? 0, ...lengths, ...packet.subarray(1));
}

/** The streams of a packet that `joinStreams` made. */
export function splitStreams(joined: Uint8Array, streams: number): readonly Uint8Array[] {
  const packets: Uint8Array[] = [];
  let rest = joined;
  for (let at = 1; at < streams; at += 1) {
    const first = rest[1] ?? 0;
    const [bytes, head] = first < 252 ? [first, 2] : [first + 4 * (rest[2] ?? 0), 3];
    packets.push(Uint8Array.of(rest[0] ?? 0, ...rest.subarray(head, head + bytes)));
    rest = rest.subarray(head + bytes);
  }
  return [...packets, rest];
}

/** The pages of a file, or of a part of one that begins with a page. What is cut off is left out. */
export function* readPages(bytes: Uint8Array): Generator<Page> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 27 <= bytes.length;) {
    if (view.getUint32(at) !== oggS) return;
    const lacing = bytes.subarray(at + 27, at + 27 + (bytes[at + 26] ?? 0));
    const from = at + 27 + lacing.length;
    const end = lacing.reduce((sum, each) => sum + each, from);
    if (end > bytes.length) return;
    yield {
      position: Number(view.getBigUint64(at + 6, true)),
      packets: laced(bytes, from, lacing),
    };
    at = end;
  }
}

function laced(bytes: Uint8Array, from: number, lacing: Uint8Array): readonly Uint8Array[] {
  const packets: Uint8Array[] = [];
  let [begin, end] = [from, from];
  for (const each of lacing) {
    end += each;
    if (each === 255) continue;
    packets.push(bytes.subarray(begin, end));
    begin = end;
  }
  return packets;
}

/** The packets of a file with sound, without its head. */
export function soundIn(bytes: Uint8Array): readonly Uint8Array[] {
  return [...readPages(bytes)].slice(2).flatMap(({ packets }) => packets);
}

const oggS = 0x4f676753;

function writeText(into: Uint8Array, at: number, text: string): void {
  for (let each = 0; each < text.length; each += 1) into[at + each] = text.charCodeAt(each);
}

/** CRC-32 of Ogg: polynomial 0x04c11db7, from zero, not reflected. Of a page whose field is zero. */
function checksum(bytes: Uint8Array): number {
  let crc = 0;
  for (const each of bytes)
    crc = ((crc << 8) ^ (crcTable[((crc >>> 24) ^ each) & 0xff] ?? 0)) >>> 0;
  return crc;
}

const crcTable: Uint32Array = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  return crc >>> 0;
});
