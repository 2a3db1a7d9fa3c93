// How a batch of facts is written in the journal: four numbers, a small JSON head, and its rows as they
// came. A crash may leave the last record torn, which its checksum tells.
import { crc32 } from 'node:zlib';
import type { FactTable } from '@opportune/core/ports/facts.ts';
import type { Batch } from '../facts-merge.ts';
import { sizeOf } from '../facts-rows.ts';

interface Head {
  readonly token: string;
  readonly doubtful: boolean;
  readonly parts: readonly {
    readonly table: FactTable;
    readonly columns: readonly string[];
    readonly rows: number;
    readonly sizeBytes: number;
  }[];
}

/** The first number of a record. */
const mark = 0x4f504a31;
const markBytes = Buffer.from([0x31, 0x4a, 0x50, 0x4f]);
/** Mark, bytes of the head, bytes of the rows, CRC-32 of both. */
const leadBytes = 16;

/** The bytes of a record. Its rows are not copied. */
export function recordOf({ token, doubtful, parts }: Batch): readonly Uint8Array[] {
  const head: Head = {
    token,
    doubtful,
    parts: parts.map(({ table, columns, rows, chunks }) => ({
      ...{ table, columns, rows, sizeBytes: sizeOf(chunks) },
    })),
  };
  const headBytes = Buffer.from(JSON.stringify(head));
  const body = parts.flatMap(({ chunks }) => chunks);
  const lead = Buffer.alloc(leadBytes);
  lead.writeUInt32LE(mark, 0);
  lead.writeUInt32LE(headBytes.length, 4);
  lead.writeUInt32LE(sizeOf(body), 8);
  lead.writeUInt32LE(
    body.reduce((sum, chunk) => crc32(chunk, sum), crc32(headBytes)),
    12,
  );
  return [lead, headBytes, ...body];
}

/** What is read from a file of the journal. The rows of its batches stay in its bytes. */
export interface ReadRecords {
  readonly batches: readonly Batch[];
  /** Where the last whole record ends. */
  readonly end: number;
  /**
   * Whether there is something else than whole records and what a crash leaves of the last one: records
   * of another version, or a disk that returned other bytes.
   */
  readonly isDamaged: boolean;
}

/** All whole records, in order. */
export function readRecords(bytes: Buffer): ReadRecords {
  const batches: Batch[] = [];
  let isDamaged = false;
  let [at, end] = [0, 0];
  while (at < bytes.length) {
    const found = endOfRecord(bytes, at);
    if (found !== null) {
      batches.push(batchAt(bytes, at, found));
      [at, end] = [found, found];
      continue;
    }
    const next = nextRecord(bytes, at + 1);
    isDamaged ||= next !== null || !isTorn(bytes.subarray(at));
    if (next === null) break;
    at = next;
  }
  return { batches, end, isDamaged };
}

/** Null if no whole record begins there. */
function endOfRecord(bytes: Buffer, at: number): number | null {
  const from = at + leadBytes;
  if (from > bytes.length || bytes.readUInt32LE(at) !== mark) return null;
  const end = from + bytes.readUInt32LE(at + 4) + bytes.readUInt32LE(at + 8);
  const isWhole =
    end <= bytes.length && crc32(bytes.subarray(from, end)) === bytes.readUInt32LE(at + 12);
  return isWhole ? end : null;
}

/**
 * Rows contain no record, whatever visitors write: JSON has no byte below a space, and without one its
 * lengths would be longer than any file.
 */
function nextRecord(bytes: Buffer, from: number): number | null {
  for (let at = bytes.indexOf(markBytes, from); at >= 0; at = bytes.indexOf(markBytes, at + 1))
    if (endOfRecord(bytes, at) !== null) return at;
  return null;
}

/** What a crash leaves behind the last whole record: its beginning, or zeros. */
function isTorn(rest: Buffer): boolean {
  const begun = rest.subarray(0, markBytes.length);
  return markBytes.subarray(0, begun.length).equals(begun) || rest.every((byte) => byte === 0);
}

function batchAt(bytes: Buffer, at: number, end: number): Batch {
  const from = at + leadBytes;
  const body = from + bytes.readUInt32LE(at + 4);
  const head = JSON.parse(bytes.toString('utf8', from, body)) as Head;
  return batchOf(head, bytes.subarray(body, end));
}

function batchOf({ parts, ...head }: Head, body: Buffer): Batch {
  let at = 0;
  return {
    ...head,
    parts: parts.map(({ sizeBytes, ...part }) => {
      const chunks = [body.subarray(at, at + sizeBytes)];
      at += sizeBytes;
      return { ...part, chunks };
    }),
  };
}
