// Writes a brotli and a gzip twin beside each text file of the build, which the server sends to
// browsers that take them. Fonts and pictures are compressed already and get none.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const texts = /\.(css|html|js|svg)$/;
const packBrotli = promisify(brotliCompress);
const packGzip = promisify(gzip);

/** Compresses what the build wrote, once all of it is there. */
export function compressed(): Plugin {
  return {
    name: 'opportune-compressed',
    apply: 'build',
    async writeBundle({ dir }) {
      if (dir === undefined) throw new Error('the build has no folder');
      const names = await readdir(dir, { recursive: true });
      const files = names.filter((name) => texts.test(name)).map((name) => path.join(dir, name));
      await Promise.all(files.map(compressFile));
    },
  };
}

async function compressFile(file: string): Promise<void> {
  const text = await readFile(file);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
  };
  await writeFile(`${file}.br`, await packBrotli(text, { params }));
  await writeFile(`${file}.gz`, await packGzip(text, { level: constants.Z_BEST_COMPRESSION }));
}
