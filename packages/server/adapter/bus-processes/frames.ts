// Frames between processes and the hub of their bus: a length, a version, a kind, a number, a topic,
// and a JSON value that the hub passes on unread.
import { tableLimits } from '@opportune/protocol/limits/memory.ts';

/** The versions of frames that this build reads. */
export const frameVersions = { oldest: 1, newest: 1 } as const;

/** `hello`: its value names the versions that a process reads. `none`: no answer to a question. */
export const kinds = ['hello', 'publish', 'ask', 'answer', 'none'] as const;
export type Kind = (typeof kinds)[number];

export interface Frame {
  readonly version: number;
  readonly kind: Kind;
  /** Of a question and its answer. */
  readonly number: number;
  readonly topic: string;
  /** JSON. */
  readonly value: Uint8Array;
}

/** The longest frame. A longer message is not sent, and a peer that announces one is cut off. */
export const largestFrameBytes = Math.min(8 * 1024 * 1024, tableLimits.busBytes);
const lengthBytes = 4;
const headBytes = 8;

const noBytes = new Uint8Array();

/** A frame to be written; what is missing is 0 or empty. */
export interface NewFrame {
  readonly kind: Kind;
  readonly version?: number;
  readonly number?: number;
  readonly topic?: string;
  readonly value?: Uint8Array | null;
}

/** One frame. Null if it would be too long. */
export function encodeFrame(frame: NewFrame): Buffer | null {
  const { version = frameVersions.newest, number = 0, topic = '' } = frame;
  const value = frame.value ?? noBytes;
  const name = Buffer.from(topic);
  const sizeBytes = headBytes + name.length + value.length;
  if (sizeBytes > largestFrameBytes || name.length > 0xffff) return null;
  const bytes = Buffer.allocUnsafe(lengthBytes + sizeBytes);
  bytes.writeUInt32LE(sizeBytes, 0);
  bytes.writeUInt8(version, 4);
  bytes.writeUInt8(kinds.indexOf(frame.kind), 5);
  bytes.writeUInt32LE(number, 6);
  bytes.writeUInt16LE(name.length, 10);
  bytes.set(name, 12);
  bytes.set(value, 12 + name.length);
  return bytes;
}

/** A JSON value as bytes. Null if it has none. */
export function encodeValue(value: unknown): Uint8Array | null {
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined ? null : Buffer.from(text);
}

export function readValue({ value }: Frame): unknown {
  return JSON.parse(Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString());
}

/**
 * Puts what a socket gives together to frames. Holds at most one frame and one read. The returned
 * function throws if the bytes are no frames.
 */
export function frameReader(): (chunk: Buffer) => readonly Frame[] {
  let parts: Buffer[] = [];
  let sizeBytes = 0;
  let wantedBytes = lengthBytes;
  return (chunk) => {
    parts.push(chunk);
    sizeBytes += chunk.length;
    if (sizeBytes < wantedBytes) return [];
    const bytes = parts.length === 1 ? chunk : Buffer.concat(parts);
    const frames: Frame[] = [];
    let at = 0;
    wantedBytes = lengthBytes;
    while (bytes.length - at >= lengthBytes) {
      const length = bytes.readUInt32LE(at);
      if (length < headBytes || length > largestFrameBytes) throw new Error('no frame');
      wantedBytes = lengthBytes + length;
      if (bytes.length - at < wantedBytes) break;
      frames.push(decode(bytes.subarray(at + lengthBytes, at + wantedBytes)));
      at += wantedBytes;
      wantedBytes = lengthBytes;
    }
    // A copy, so that a small rest does not keep a large read.
    parts = at < bytes.length ? [at === 0 ? bytes : Buffer.from(bytes.subarray(at))] : [];
    sizeBytes = bytes.length - at;
    return frames;
  };
}

function decode(bytes: Buffer): Frame {
  const kind = kinds[bytes.readUInt8(1)];
  const topicEnd = headBytes + bytes.readUInt16LE(6);
  if (kind === undefined || topicEnd > bytes.length) throw new Error('no frame');
  const topic = bytes.toString('utf8', headBytes, topicEnd);
  const version = bytes.readUInt8(0);
  return { version, kind, number: bytes.readUInt32LE(2), topic, value: bytes.subarray(topicEnd) };
}
