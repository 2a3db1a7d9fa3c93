// How a batch of facts is written in the journal: four numbers, a small JSON head, and its rows as they
// came. A crash may leave the last record torn. Its checksum tells, and nothing behind it counts.
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

/** The first number of a record: "OPJ1". */
const mark = 0x4f504a31;
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

/** The batches of whole records, in order, up to the first that is torn. Their rows stay in `bytes`. */
export function batchesIn(bytes: Buffer): Batch[] {
  const batches: Batch[] = [];
  for (let at = 0; at + leadBytes <= bytes.length;) {
    const [found, headLength, bodyLength, sum] = [0, 4, 8, 12].map((of) =>
      bytes.readUInt32LE(at + of),
    ) as [number, number, number, number];
    const from = at + leadBytes;
    const end = from + headLength + bodyLength;
    if (found !== mark || end > bytes.length) break;
    if (crc32(bytes.subarray(from, end)) !== sum) break;
    const head = JSON.parse(bytes.toString('utf8', from, from + headLength)) as Head;
    batches.push(batchOf(head, bytes.subarray(from + headLength, end)));
    at = end;
  }
  return batches;
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
