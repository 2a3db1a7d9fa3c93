// What the owner of an uploaded file is shown of it: its columns, its first rows and how many there are.
import { transferLimits } from '@opportune/protocol/rest/contact/transfer.ts';
import { refuse } from '../../http/problem/refusal.ts';
import { cutText } from '../details/masked-text.ts';
import { delimiterOf, readCsv, tooMany, UnreadableFile } from './read-csv.ts';

const sampleRows = 5;
/** Characters of a cell that are shown. */
const shownCharacters = 200;

export interface LookedAt {
  readonly delimiter: string;
  readonly header: string[];
  readonly sample: string[][];
  /** Without the header. */
  readonly rows: number;
}

/** Reads it once, no further than it may be long. Throws `contact.file_unreadable`. */
export async function lookAt(file: Uint8Array): Promise<LookedAt> {
  try {
    return await readRows(file, await delimiterOf(file));
  } catch (error) {
    if (error instanceof UnreadableFile)
      throw refuse('contact.file_unreadable', { detail: error.message });
    throw error;
  }
}

async function readRows(file: Uint8Array, delimiter: string): Promise<LookedAt> {
  let header: string[] | null = null;
  const sample: string[][] = [];
  let rows = 0;
  for await (const record of readCsv([file], delimiter)) {
    if (header === null) {
      if (record.length > transferLimits.columns) throw tooMany(transferLimits.columns, 'columns');
      header = record.map(shown);
      continue;
    }
    rows += 1;
    if (rows <= sampleRows) sample.push(record.slice(0, header.length).map(shown));
    if (rows > transferLimits.rows) throw tooMany(transferLimits.rows, 'rows');
  }
  if (header === null || rows === 0)
    throw new UnreadableFile('It has no rows below its first one.');
  return { delimiter, header, sample, rows };
}

function shown(cell: string): string {
  return cutText(cell, shownCharacters);
}
