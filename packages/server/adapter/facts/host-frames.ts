// Frames between the server and the engine host: two lengths, a small JSON head, and a body of
// bytes (rows in, rows out) that neither side parses on the way.
import type { Socket } from 'node:net';
import type { FactTable } from '@opportune/core/ports/facts.ts';
import { sizeOf } from './facts-rows.ts';

/** A part of an append's body: its bytes, and the number of rows of a table in it. */
export interface TablePart {
  readonly table: FactTable;
  readonly columns: readonly string[];
  readonly rows: number;
  readonly sizeBytes: number;
}

export type Request =
  | {
      readonly id: number;
      readonly type: 'append';
      readonly token: string;
      readonly doubtful: boolean;
      readonly parts: readonly TablePart[];
    }
  | {
      readonly id: number;
      readonly type: 'query';
      readonly account: string;
      readonly sql: string;
      readonly params: Readonly<Record<string, unknown>>;
    }
  | { readonly id: number; readonly type: 'remove'; readonly account: string }
  /** What comes by this connection is of the process with this name. */
  | { readonly id: number; readonly type: 'named'; readonly name: string }
  /** Answered once the connections of this name are closed and what came by them is done. */
  | { readonly id: number; readonly type: 'settled'; readonly name: string }
  /** Answered at once, whatever else is pending. */
  | { readonly id: number; readonly type: 'ping' };

export type Response =
  | { readonly id: number; readonly type: 'done' }
  | {
      readonly id: number;
      readonly type: 'refused';
      readonly code: string;
      readonly message: string;
    };

const lengthsBytes = 8;

/** Writes one frame. The body is written from where it is, and must not change until it was read. */
export function writeFrame(
  socket: Socket,
  head: Request | Response,
  body: readonly Uint8Array[],
): void {
  const headBytes = Buffer.from(JSON.stringify(head));
  const lengths = Buffer.allocUnsafe(lengthsBytes);
  lengths.writeUInt32LE(headBytes.length, 0);
  lengths.writeUInt32LE(sizeOf(body), 4);
  socket.cork();
  socket.write(lengths);
  socket.write(headBytes);
  for (const chunk of body) socket.write(chunk);
  socket.uncork();
}

interface Arriving {
  readonly head: Buffer;
  readonly body: Buffer<ArrayBuffer>;
  /** Bytes received of head and body. */
  came: number;
}

/** Gives memory for a body of this size. */
export type BodyRoom = (sizeBytes: number) => Buffer<ArrayBuffer>;

/**
 * Calls back for each complete frame. Both ends are ours, so the head is not validated. A body is
 * filled as its bytes arrive, so that a large one does not block a turn of the loop. It has memory
 * of its own unless a room is given.
 */
export function readFrames<Head>(
  socket: Socket,
  onFrame: (head: Head, body: Buffer<ArrayBuffer>) => void,
  room: BodyRoom = (sizeBytes) => Buffer.allocUnsafeSlow(sizeBytes),
): void {
  let lengths = Buffer.alloc(0);
  let frame: Arriving | null = null;
  socket.on('data', (chunk: Buffer) => {
    let rest = chunk;
    while (rest.length > 0) {
      if (frame === null) {
        const wanted = lengthsBytes - lengths.length;
        lengths = Buffer.concat([lengths, rest.subarray(0, wanted)]);
        rest = rest.subarray(wanted);
        if (lengths.length < lengthsBytes) return;
        frame = newFrame(lengths, room);
        lengths = Buffer.alloc(0);
      }
      rest = fill(frame, rest);
      if (frame.came < frame.head.length + frame.body.length) return;
      const { head, body } = frame;
      frame = null;
      onFrame(JSON.parse(head.toString('utf8')) as Head, body);
    }
  });
}

function newFrame(lengths: Buffer, room: BodyRoom): Arriving {
  return {
    head: Buffer.allocUnsafe(lengths.readUInt32LE(0)),
    body: room(lengths.readUInt32LE(4)),
    came: 0,
  };
}

/** Takes the bytes of this frame. The rest belongs to the next. */
function fill(frame: Arriving, bytes: Buffer): Buffer {
  const { head, body } = frame;
  const ofHead = Math.min(bytes.length, Math.max(0, head.length - frame.came));
  bytes.copy(head, frame.came, 0, ofHead);
  const at = Math.max(0, frame.came - head.length);
  const ofBody = Math.min(bytes.length - ofHead, body.length - at);
  bytes.copy(body, at, ofHead, ofHead + ofBody);
  frame.came += ofHead + ofBody;
  return bytes.subarray(ofHead + ofBody);
}
