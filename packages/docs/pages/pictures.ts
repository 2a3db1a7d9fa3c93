// Copies the pictures of the documents under names that change with their content, so that browsers
// may cache them, and reads their sizes, so that no text moves when one loads. It accepts PNG only.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from './read-pages.ts';

export interface Picture {
  readonly url: string;
  readonly width: number;
  readonly height: number;
}

export interface Pictures {
  /** Copies a picture of a document. Throws if it does not exist or is not a PNG. */
  use(from: Page, source: string): Picture;
}

/** Copies pictures of the repository at `root` to `assets` of the site. */
export function createPictures(root: string, assets: string): Pictures {
  const copied = new Map<string, Picture>();
  return {
    use(from, source) {
      const file = path.posix.join(path.posix.dirname(from.file), source);
      const picture = copied.get(file) ?? copy(root, file, assets);
      copied.set(file, picture);
      return picture;
    },
  };
}

function copy(root: string, file: string, assets: string): Picture {
  const place = path.join(root, file);
  if (!existsSync(place)) throw new Error(`There is no picture ${file}.`);
  const content = readFileSync(place);
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 8);
  const name = `${path.basename(file, '.png')}-${hash}.png`;
  mkdirSync(assets, { recursive: true });
  writeFileSync(path.join(assets, name), content);
  return { url: `/docs/assets/${name}`, ...sizeOf(file, content) };
}

/** Width and height are in the first chunk of a PNG (section 11.2.1 of the PNG specification). */
function sizeOf(
  file: string,
  content: Buffer,
): { readonly width: number; readonly height: number } {
  if (content.toString('latin1', 1, 4) !== 'PNG') throw new Error(`${file} is not a PNG.`);
  return { width: content.readUInt32BE(16), height: content.readUInt32BE(20) };
}
