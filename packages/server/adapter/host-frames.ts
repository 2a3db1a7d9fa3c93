// Frames between the server and the engine host: two lengths, a small JSON head, a body of bytes
// that neither side parses on the way (rows going in, rows coming out).
import type { Socket } from 'node:net';
import type { FactTable } from '@opportune/core/ports/facts.ts';

/** A part of an append's body: so many bytes, holding so many rows of a table. */
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
    };

export type Response =
  | { readonly id: number; readonly type: 'done' }
  | {
      readonly id: number;
      readonly type: 'refused';
      readonly code: string;
      readonly message: string;
    };

const lengthsBytes = 8;

/** Writes one frame. */
export function writeFrame(socket: Socket, head: Request | Response, body: Buffer): void {
  const headBytes = Buffer.from(JSON.stringify(head));
  const lengths = Buffer.allocUnsafe(lengthsBytes);
  lengths.writeUInt32LE(headBytes.length, 0);
  lengths.writeUInt32LE(body.length, 4);
  socket.cork();
  socket.write(lengths);
  socket.write(headBytes);
  if (body.length > 0) socket.write(body);
  socket.uncork();
}

/** Calls back for each whole frame that arrives. Both ends are ours, so the head is taken as is. */
export function readFrames<Head>(
  socket: Socket,
  onFrame: (head: Head, body: Buffer) => void,
): void {
  let chunks: Buffer[] = [];
  let held = 0;
  let wanted = lengthsBytes;
  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    held += chunk.length;
    while (held >= wanted) {
      const all = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
      const headSize = all.readUInt32LE(0);
      const total = lengthsBytes + headSize + all.readUInt32LE(4);
      if (held < total) {
        wanted = total;
        chunks = [all];
        return;
      }
      const head = JSON.parse(all.toString('utf8', lengthsBytes, lengthsBytes + headSize)) as Head;
      onFrame(head, all.subarray(lengthsBytes + headSize, total));
      held -= total;
      wanted = lengthsBytes;
      chunks = held > 0 ? [all.subarray(total)] : [];
    }
  });
}
