// A file of recorded visitors as text: without the mark that some programs put before it.
import { readFile } from 'node:fs/promises';

export async function readRecording(file: string): Promise<string> {
  return (await readFile(file, 'utf8')).replace(/^\uFEFF/, '');
}
