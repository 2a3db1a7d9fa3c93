// Reads a CSV file piece by piece: UTF-8, with or without a mark at its beginning, with commas, semicolons or
// tabs. Others have their turn between pieces. csv-parse knows quotes and line breaks in cells, and bounds a
// record.
import { Readable } from 'node:stream';
import { setImmediate as othersTurn } from 'node:timers/promises';
import { transferLimits } from '@opportune/protocol/rest/contact/transfer.ts';
import { storable } from '@opportune/protocol/text.ts';
import { CsvError, parse } from 'csv-parse';
import { armed } from '../../http/files/csv.ts';

/** The file is no CSV file that can be read. */
export class UnreadableFile extends Error {}

const delimiters = [',', ';', '\t'] as const;
/** How much of a file says which delimiter it has. */
const lookedAt = 64 * 1024;
/** What is parsed before others have their turn. */
const pieceBytes = 4 * 1024;

type Pieces = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/**
 * Yields records, the header first, without empty ones. Of a record, it yields at most one cell more than a
 * file may have columns. Throws `UnreadableFile`.
 */
export async function* readCsv(pieces: Pieces, delimiter: string): AsyncIterable<string[]> {
  const parser = parse({
    delimiter,
    relax_column_count: true,
    max_record_size: transferLimits.recordBytes,
  });
  const source = Readable.from(decoded(pieces), { objectMode: true, highWaterMark: 1 });
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  let empty = 0;
  try {
    // Its types know no record without options.
    for await (const record of parser as AsyncIterable<string[]>) {
      const cells = record.slice(0, transferLimits.columns + 1).map(cellOf);
      if (cells.some((cell) => cell !== '')) yield cells;
      else if ((empty += 1) > transferLimits.rows) throw tooMany(transferLimits.rows, 'empty rows');
    }
  } catch (error) {
    // What the store answers is no fault of the file.
    throw error instanceof CsvError ? new UnreadableFile(error.message) : error;
  } finally {
    source.destroy();
    parser.destroy();
  }
}

export function tooMany(most: number, what: string): UnreadableFile {
  return new UnreadableFile(`More than ${most} ${what}.`);
}

/** A formula that an export disarmed is the text again. */
function cellOf(cell: string): string {
  return storable(armed(cell.trim()));
}

async function* decoded(pieces: Pieces): AsyncIterable<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const piece of pieces)
      for (let at = 0; at < piece.length; at += pieceBytes) {
        yield decoder.decode(piece.subarray(at, at + pieceBytes), { stream: true });
        await othersTurn();
      }
    yield decoder.decode();
  } catch (error) {
    if (error instanceof TypeError) throw new UnreadableFile('It is not in UTF-8.');
    throw error;
  }
}

/** The delimiter that divides the first rows into most columns. */
export async function delimiterOf(file: Uint8Array): Promise<string> {
  let best: { delimiter: string; columns: number } = { delimiter: ',', columns: 0 };
  for (const delimiter of delimiters) {
    const columns = await columnsWith(file, delimiter);
    if (columns > best.columns) best = { delimiter, columns };
  }
  return best.delimiter;
}

/** The columns that each of the first rows has. 0: the file cannot be read that way. */
async function columnsWith(file: Uint8Array, delimiter: string): Promise<number> {
  const isWhole = file.length <= lookedAt;
  const end = isWhole ? file.length : Math.max(1, file.lastIndexOf(10, lookedAt));
  let columns = 0;
  try {
    let rows = 0;
    for await (const record of readCsv([file.subarray(0, end)], delimiter)) {
      columns = rows === 0 ? record.length : Math.min(columns, record.length);
      rows += 1;
      if (rows >= 20) break;
    }
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
  }
  return columns;
}
