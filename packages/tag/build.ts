// Builds what visitors load: the tag, and the parts that load when needed (engagement renderer, chat
// window, long polls, proof of work) under names that change with their content; and a manifest with their sizes.
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { build } from 'esbuild';
import type { BuildOptions } from 'esbuild';
import { minifySync } from 'vite';
import { errorsDe } from '@opportune/words/de/errors.ts';
import { errorsEs } from '@opportune/words/es/errors.ts';

const here = import.meta.dirname;
const dist = join(here, 'dist');

/**
 * Names that only the core's own files use with each other: shortened, to save bytes. None of them is
 * on the wire, on the bridge to the other bundles, in storage, or a property of the browser's.
 */
const coreNames = [
  'takeFresh',
  'stop',
  'begin',
  'welcomed',
  'forget',
  'renew',
  'person',
  'adopt',
  'settle',
  'tighten',
  'allowed',
  'saidYes',
  'choose',
  'missed',
  'outbox',
  'again',
  'flush',
  'save',
  'take',
  'sent',
  'heard',
  'left',
  'names',
  'with',
  'since',
  'hello',
  'base',
  'current',
  'tell',
  'end',
  'follow',
  'begun',
  'another',
  'leads',
  'serve',
  'sendEvents',
  'takeAll',
  'clearView',
  'runs',
  'shownView',
  'kept',
  'owner',
  'sizeBytes',
];

const target = 'es2020';
const errorsOf = { de: errorsDe, es: errorsEs };
/** Codes of refusals that the window shows. */
const metByVisitors =
  /^(rate|proof|message|attachment|transcript|visitor|queue|mail)\.|^server\.(over|stop|stor|fail)|^conversation\.(ended|closed)|^consent|^request\.(invalid|too_large)/;

export interface TagManifest {
  /** File names below `/tag/`. */
  readonly engage: string;
  readonly window: string;
  readonly polls: string;
  readonly proof: string;
  readonly brotli: {
    readonly core: number;
    readonly engage: number;
    readonly window: number;
    readonly polls: number;
    readonly proof: number;
  };
}

async function bundle(entry: string, options: BuildOptions): Promise<string> {
  const result = await build({
    entryPoints: [join(here, entry)],
    bundle: true,
    write: false,
    target,
    legalComments: 'none',
    charset: 'utf8',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    ...options,
  });
  const [file] = result.outputFiles ?? [];
  if (!file) throw new Error(`esbuild wrote nothing for ${entry}`);
  // It shortens properties; variables get shorter by this.
  const module = options.format === 'esm';
  const text = module ? file.text : withConstants(file.text);
  return minifySync(entry, text, { module, compress: { target }, mangle: true }).code;
}

/** Bundled, numbers at the top of a module are variables; as constants they stand where they are used. */
function withConstants(core: string): string {
  return core.replace(/^ {2}var (?=\w+ = [\d_.e]+;$)/gm, '  const ');
}

/** How many of the nearest distances brotli may write directly. */
const directDistances = [0, 1, 2, 4];

/**
 * Brotli at its highest quality, the smallest of four: how it divides a text turns on single bytes, and
 * a part under another name alone makes the core up to 60 bytes longer in one of them.
 */
function compress(text: string): Buffer {
  return directDistances
    .map((direct) =>
      brotliCompressSync(text, {
        params: {
          [constants.BROTLI_PARAM_QUALITY]: 11,
          [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
          [constants.BROTLI_PARAM_NDIRECT]: direct,
        },
      }),
    )
    .reduce((least, each) => (each.length < least.length ? each : least));
}

function hashed(name: string, text: string): string {
  return `${name}.${createHash('sha256').update(text).digest('hex').slice(0, 8)}.js`;
}

/** Writes only what changed, and whole files at once: builds may run side by side, servers may read. */
async function write(path: string, content: string | Buffer): Promise<void> {
  const target = join(dist, path);
  const present = await readFile(target).catch(() => null);
  if (present?.equals(Buffer.from(content))) return;
  const draft = `${target}.${process.pid}.draft`;
  await writeFile(draft, content);
  await rename(draft, target);
}

/** Writes the file and its packed twin; answers how many bytes that has. */
async function put(path: string, text: string): Promise<number> {
  const packed = compress(text);
  await write(path, text);
  await write(`${path}.br`, packed);
  return packed.length;
}

async function removeOthers(names: readonly string[]): Promise<void> {
  for (const file of await readdir(join(dist, 'tag'))) {
    if (!names.some((name) => file.startsWith(name)))
      await rm(join(dist, 'tag', file), { force: true });
  }
}

interface Words {
  readonly files: readonly { readonly name: string; readonly text: string }[];
  readonly define: Record<string, string>;
}

/** A file of words for each language but English, and their names for those that load them. */
async function bundleWords(): Promise<Words> {
  const files = await Promise.all(
    Object.entries(errorsOf).map(async ([language, errors]) => {
      const refusals = Object.fromEntries(
        Object.entries(errors).filter(([code]) => metByVisitors.test(code)),
      );
      const define = { refusalsOfVisitors: JSON.stringify(refusals) };
      const text = await bundle(`words/${language}.ts`, { format: 'esm', define });
      return { language, name: hashed(`words-${language}`, text), text };
    }),
  );
  const names = Object.fromEntries(files.map(({ language, name }) => [language, name]));
  return { files, define: { wordFiles: JSON.stringify(names) } };
}

/** The parts that load when needed: their texts, and their names, which change with them. */
async function bundleParts(words: Words) {
  const proof = await bundle('proof/main.ts', { format: 'esm' });
  const proofFile = JSON.stringify(hashed('proof', proof));
  const [engage, window, polls] = await Promise.all([
    bundle('engage/main.ts', { format: 'esm', define: words.define }),
    bundle('window/main.tsx', { format: 'esm', define: { ...words.define, proofFile } }),
    bundle('polls/main.ts', { format: 'esm' }),
  ]);
  const names = {
    proof: hashed('proof', proof),
    engage: hashed('engage', engage),
    window: hashed('window', window),
    polls: hashed('polls', polls),
  };
  return { texts: { proof, engage, window, polls }, names };
}

/** The core, which finds the parts by their names. */
function bundleCore(parts: Omit<TagManifest, 'brotli'>): Promise<string> {
  const define = {
    engageFile: JSON.stringify(parts.engage),
    windowFile: JSON.stringify(parts.window),
    pollsFile: JSON.stringify(parts.polls),
  };
  return bundle('core/main.ts', {
    format: 'iife',
    define,
    mangleProps: new RegExp(`^(${coreNames.join('|')})$`),
  });
}

/** Writes packages/tag/dist: `tag.js`, and `tag/<engage|window|polls|proof>.<hash>.js`, each with its `.br`, and `manifest.json`. */
export async function buildTag(): Promise<TagManifest> {
  const words = await bundleWords();
  const { texts, names } = await bundleParts(words);
  const core = await bundleCore(names);
  await mkdir(join(dist, 'tag'), { recursive: true });
  for (const { name, text } of words.files) await put(`tag/${name}`, text);
  const brotli = {
    proof: await put(`tag/${names.proof}`, texts.proof),
    engage: await put(`tag/${names.engage}`, texts.engage),
    window: await put(`tag/${names.window}`, texts.window),
    polls: await put(`tag/${names.polls}`, texts.polls),
    // Last: what it loads is there before it.
    core: await put('tag.js', core),
  };
  const manifest: TagManifest = { ...names, brotli };
  await write('manifest.json', `${JSON.stringify(manifest, null, 2)}\n`);
  await removeOthers([...Object.values(names), ...words.files.map(({ name }) => name)]);
  return manifest;
}
