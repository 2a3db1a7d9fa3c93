// Builds what visitors load: the tag, the parts that load on demand (engagement renderer, chat
// window and its parts, the host that both draw into, long polls, proof of work) under names that
// change with their content, and a manifest with their sizes.
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { build } from 'esbuild';
import type { BuildOptions, Plugin } from 'esbuild';
import { minifySync } from 'vite';
import { errorsDe } from '@opportune/words/de/errors.ts';
import { errorsEs } from '@opportune/words/es/errors.ts';

const here = import.meta.dirname;
const dist = join(here, 'dist');

/**
 * Names that only the core's own files use with each other, shortened to save bytes. None of them
 * is on the wire, on the bridge to the other bundles, in storage, or a property of the browser.
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
/** Codes of refusals that the window shows. Only agents meet the two of `call` that are left out. */
const metByVisitors =
  /^(rate|proof|message|attachment|transcript|visitor|queue|mail|call(?!\.voices|\.carrier))\.|^agent\.absent|^server\.(over|stop|stor|fail)|^conversation\.(ended|closed)|^consent|^request\.(invalid|too_large)/;

/** Parts that load on demand: `ways` of engagements, the others of the window. Those of `withKit` use what the window has. */
const windowParts = {
  proof: 'proof/main.ts',
  home: 'home/main.ts',
  emoji: 'emoji/main.ts',
  rich: 'rich/main.ts',
  asked: 'asked/main.tsx',
  call: 'call/main.tsx',
  ways: 'ways/main.ts',
} as const;
const withKit: readonly string[] = ['rich', 'asked', 'call'];

export type TagPart = keyof typeof windowParts | 'host' | 'engage' | 'window' | 'polls';
type Each<Name extends string, Value> = { readonly [Key in Name]: Value };

/** File names below `/tag/`, and sizes. */
export interface TagManifest extends Each<TagPart, string> {
  readonly brotli: Each<TagPart | 'core', number>;
}

/** The renderer and the window share one host, which they load when they start. */
const sharedHost: Plugin = {
  name: 'shared-host',
  setup: ({ onResolve }) =>
    onResolve({ filter: /(^\.\.|content)\/host\.ts$/ }, () => ({ path: join(here, 'host.ts') })),
};

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
  // Shortens properties; this also shortens variables.
  const module = options.format === 'esm';
  const text = module ? file.text : withConstants(file.text);
  return minifySync(entry, text, { module, compress: { target }, mangle: true }).code;
}

/** The modules of which the window's kit has all that its parts use. */
const shared =
  /^preact(\/|$)|\/(draw|sheets|inline-text|attachment-text|render-plain|respond|safe-link|file-address)\.ts$|\/window\/view\/(fields|icons)\.tsx$/;

/**
 * A part of the window, as a function of the window's kit, which has what both use.
 */
async function bundleWithKit(entry: string): Promise<string> {
  const kit = await readFile(join(here, 'window/kit.ts'), 'utf8');
  const result = await build({
    entryPoints: [join(here, entry)],
    bundle: true,
    write: false,
    target,
    legalComments: 'none',
    charset: 'utf8',
    format: 'cjs',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    plugins: [
      {
        name: 'kit',
        setup: ({ onResolve }) =>
          onResolve({ filter: shared }, () => ({ path: 'kit', external: true })),
      },
    ],
  });
  const [file] = result.outputFiles;
  if (!file) throw new Error(`esbuild wrote nothing for ${entry}`);
  for (const [, name = ''] of file.text.matchAll(/\bimport_\w+\.(\w+)/g))
    if (!new RegExp(`\\b${name}\\b`).test(kit)) throw new Error(`the kit has no ${name}`);
  const text = `export function open(kit){const module={exports:{}},require=()=>kit;${file.text};return module.exports}`;
  return minifySync(entry, text, { module: true, compress: { target }, mangle: true }).code;
}

/** In a bundle, numbers at the top of a module are variables. As constants they are inlined. */
function withConstants(core: string): string {
  return core.replace(/^ {2}var (?=\w+ = [\d_.e]+;$)/gm, '  const ');
}

/** How many of the nearest distances brotli may write directly, and in how many groups. */
const distances = [
  { postfix: 0, direct: 0 },
  { postfix: 0, direct: 4 },
  { postfix: 0, direct: 15 },
  { postfix: 1, direct: 0 },
  { postfix: 1, direct: 2 },
  { postfix: 1, direct: 8 },
  { postfix: 2, direct: 4 },
  { postfix: 3, direct: 0 },
  { postfix: 3, direct: 8 },
] as const;

/**
 * Brotli at its highest quality, the smallest of eight results. How it divides a text depends on
 * single bytes: another name of a part alone makes the core up to 60 bytes longer in one of them.
 */
function compress(text: string): Buffer {
  return distances
    .map(({ postfix, direct }) =>
      brotliCompressSync(text, {
        params: {
          [constants.BROTLI_PARAM_QUALITY]: 11,
          [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
          // A window that just holds the text is a few bytes shorter than a larger one.
          [constants.BROTLI_PARAM_LGWIN]: Math.max(16, Math.ceil(Math.log2(text.length))),
          [constants.BROTLI_PARAM_NPOSTFIX]: postfix,
          [constants.BROTLI_PARAM_NDIRECT]: direct,
        },
      }),
    )
    .reduce((least, each) => (each.length < least.length ? each : least));
}

function hashed(name: string, text: string): string {
  return `${name}.${createHash('sha256').update(text).digest('hex').slice(0, 8)}.js`;
}

/** Writes only changed files, each atomically: builds may run side by side while servers read. */
async function write(path: string, content: string | Buffer): Promise<void> {
  const target = join(dist, path);
  const present = await readFile(target).catch(() => null);
  if (present?.equals(Buffer.from(content))) return;
  const draft = `${target}.${process.pid}.draft`;
  await writeFile(draft, content);
  await rename(draft, target);
}

/** Writes the file and its compressed twin. Returns the size of the twin in bytes. */
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

/** A file of words for each language except English, and the names for those that load them. */
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

const inCore: readonly string[] = ['engage', 'window', 'polls'];

/** The parts that load on demand: their texts, and their names, which change with them. */
async function bundleParts(words: Words) {
  const texts = await eachOf(windowParts, (entry, name) =>
    withKit.includes(name) ? bundleWithKit(entry) : bundle(entry, { format: 'esm' }),
  );
  const files = Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [
      `${name}File`,
      JSON.stringify(hashed(name, text)),
    ]),
  );
  const host = await bundle('../content/host.ts', { format: 'esm' });
  const hostFile = JSON.stringify(hashed('host', host));
  const withHost: BuildOptions = { format: 'esm', plugins: [sharedHost] };
  const more = {
    host,
    engage: await bundle('engage/main.ts', {
      ...withHost,
      define: { ...words.define, hostFile, waysFile: files['waysFile'] ?? '' },
    }),
    window: await bundle('window/main.tsx', {
      ...withHost,
      define: { ...words.define, ...files, hostFile },
    }),
    polls: await bundle('polls/main.ts', { format: 'esm' }),
  };
  const all = { ...texts, ...more };
  // The core names these three. One hash for all of them takes it fewer bytes.
  const named = `${more.engage}${more.window}${more.polls}`;
  const names = await eachOf(all, async (text, name) =>
    hashed(name, inCore.includes(name) ? named : text),
  );
  return { texts: all, names };
}

async function eachOf<Name extends string, From, To>(
  all: Each<Name, From>,
  make: (each: From, name: string) => Promise<To>,
): Promise<Each<Name, To>> {
  const made = Object.entries<From>(all).map(
    async ([name, each]) => [name, await make(each, name)] as const,
  );
  return Object.fromEntries(await Promise.all(made)) as Each<Name, To>;
}

/** The core, which contains the names of the parts. */
function bundleCore(parts: Each<TagPart, string>): Promise<string> {
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

/**
 * Writes packages/tag/dist: `tag.js`, and `tag/<part>.<hash>.js`, each with its `.br`, and
 * `manifest.json`.
 */
export async function buildTag(): Promise<TagManifest> {
  const words = await bundleWords();
  const { texts, names } = await bundleParts(words);
  const core = await bundleCore(names);
  await mkdir(join(dist, 'tag'), { recursive: true });
  for (const { name, text } of words.files) await put(`tag/${name}`, text);
  const sizes = await eachOf(texts, (text, name) => put(`tag/${names[name as TagPart]}`, text));
  // Written last, so that everything it loads already exists.
  const brotli = { ...sizes, core: await put('tag.js', core) };
  const manifest: TagManifest = { ...names, brotli };
  await write('manifest.json', `${JSON.stringify(manifest, null, 2)}\n`);
  await removeOthers([...Object.values(names), ...words.files.map(({ name }) => name)]);
  return manifest;
}
