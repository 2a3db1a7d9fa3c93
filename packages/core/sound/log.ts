// The log of a recording: packets as they arrive, one after the other, so that what was written
// before a crash is whole. It is made into a file later (timeline.ts).

/** Of what was recorded: of browsers alone, or with a telephone. */
export type LogCodec = 'opus' | 'pcmu';

/** Before the packets: their codec, and when the recording began, in ms since 1970. */
export const logHeadBytes = 12;
const entryBytes = 11;
const magics = { opus: 0x4f50_524c, pcmu: 0x4f50_524d } as const satisfies Record<LogCodec, number>;

export interface LogEntry {
  readonly track: number;
  /** Since the recording began. */
  readonly atMs: number;
  /** The clock of whoever sent it. */
  readonly timestamp: number;
  readonly payload: Uint8Array;
}

/** As it is read. */
export interface ReadEntry extends LogEntry {
  readonly codec: LogCodec;
}

export function logHead(beganAt: number, codec: LogCodec = 'opus'): Uint8Array {
  const head = new Uint8Array(logHeadBytes);
  const view = new DataView(head.buffer);
  view.setUint32(0, magics[codec]);
  view.setFloat64(4, beganAt);
  return head;
}

export function logEntry({ track, atMs, timestamp, payload }: LogEntry): Uint8Array {
  const entry = new Uint8Array(entryBytes + payload.length);
  const view = new DataView(entry.buffer);
  view.setUint8(0, track);
  view.setUint32(1, atMs);
  view.setUint32(5, timestamp);
  view.setUint16(9, payload.length);
  entry.set(payload, entryBytes);
  return entry;
}

/** The entries of a log. What a crash left unfinished at its end is left out. */
export function* readLog(parts: Iterable<Uint8Array>): Generator<ReadEntry> {
  let rest = new Uint8Array();
  let codec: LogCodec = 'opus';
  let isHead = true;
  for (const part of parts) {
    rest = joined(rest, part);
    if (isHead) {
      if (rest.length < logHeadBytes) continue;
      codec = codecIn(rest);
      rest = rest.subarray(logHeadBytes);
      isHead = false;
    }
    let at = 0;
    for (let bytes = sizeAt(rest, at); bytes !== null; bytes = sizeAt(rest, at)) {
      yield { ...entryAt(rest, at, bytes), codec };
      at += bytes;
    }
    rest = rest.subarray(at);
  }
}

function codecIn(head: Uint8Array): LogCodec {
  return new DataView(head.buffer, head.byteOffset).getUint32(0) === magics.pcmu ? 'pcmu' : 'opus';
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

/** Null: it is not all there. */
function sizeAt(bytes: Uint8Array, at: number): number | null {
  if (at + entryBytes > bytes.length) return null;
  const size = entryBytes + (((bytes[at + 9] ?? 0) << 8) | (bytes[at + 10] ?? 0));
  return at + size > bytes.length ? null : size;
}

function entryAt(bytes: Uint8Array, at: number, size: number): LogEntry {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, size);
  return {
    ...{ track: view.getUint8(0), atMs: view.getUint32(1), timestamp: view.getUint32(5) },
    payload: bytes.subarray(at + entryBytes, at + size),
  };
}
