// Reads a CSV file piece by piece: UTF-8, with or without a mark at its beginning, with commas, semicolons or
// tabs. csv-parse knows quotes and line breaks in cells, and bounds a record.
import { Readable } from 'node:stream';
import { transferLimits } from '@opportune/protocol/rest/contact/transfer.ts';
import { parse } from 'csv-parse';

/** The file is no CSV file that can be read. */
export class UnreadableFile extends Error {}

const delimiters = [',', ';', '\t'] as const;
/** How much of a file says which delimiter it has. */
const lookedAt = 64 * 1024;

type Pieces = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** Yields records, the header first. Throws `UnreadableFile`. */
export async function* readCsv(pieces: Pieces, delimiter: string): AsyncIterable<string[]> {
  const parser = parse({
    delimiter,
    ...{ relax_column_count: true, skip_empty_lines: true, skip_records_with_empty_values: true },
    max_record_size: transferLimits.recordBytes,
  });
  const source = Readable.from(decoded(pieces));
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  try {
    // Its types know no record without options.
    for await (const record of parser as AsyncIterable<string[]>) yield record.map(cellOf);
  } catch (error) {
    if (error instanceof UnreadableFile) throw error;
    throw new UnreadableFile(error instanceof Error ? error.message : String(error));
  } finally {
    source.destroy();
    parser.destroy();
  }
}

/** A formula that an export disarmed is the text again. */
function cellOf(cell: string): string {
  const text = cell.trim();
  return /^'[=+\-@]/.test(text) ? text.slice(1) : text;
}

async function* decoded(pieces: Pieces): AsyncIterable<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const piece of pieces) yield decoder.decode(piece, { stream: true });
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
