// Writes a brotli and a gzip copy beside each text file of a built folder. The server sends them to
// browsers that accept them. Fonts and pictures are compressed already and get none.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const texts = /\.(css|html|js|json|svg)$/;
const packBrotli = promisify(brotliCompress);
const packGzip = promisify(gzip);

/** Compresses every text file in the folder, at any depth. `quality` is brotli's, 0 to 11. */
export async function compressFiles(
  folder: string,
  quality = constants.BROTLI_MAX_QUALITY,
): Promise<void> {
  const names = await readdir(folder, { recursive: true });
  const files = names.filter((name) => texts.test(name)).map((name) => path.join(folder, name));
  await Promise.all(files.map((file) => compressFile(file, quality)));
}

async function compressFile(file: string, quality: number): Promise<void> {
  const text = await readFile(file);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: quality,
    [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
  };
  await writeFile(`${file}.br`, await packBrotli(text, { params }));
  await writeFile(`${file}.gz`, await packGzip(text, { level: constants.Z_BEST_COMPRESSION }));
}
