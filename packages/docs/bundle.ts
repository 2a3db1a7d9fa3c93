// Bundles what pages load: scripts, styles and the font, under names that change with their
// content. Pages fetch nothing from another origin.
import path from 'node:path';
import { build } from 'esbuild';

/** The addresses of files that every page loads. */
export interface Assets {
  readonly theme: string;
  readonly script: string;
  readonly style: string;
}

const here = import.meta.dirname;

/** Writes to `assets`. Returns the addresses. */
export async function bundle(assets: string): Promise<Assets> {
  const { metafile } = await build({
    absWorkingDir: here,
    entryPoints: ['browser/theme.ts', 'browser/main.ts', 'browser/docs.css'],
    outdir: assets,
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    publicPath: '/docs/assets',
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    charset: 'utf8',
    loader: { '.woff2': 'file' },
    metafile: true,
    logLevel: 'warning',
  });
  const addresses = new Map(
    Object.entries(metafile.outputs).map(([file, { entryPoint }]) => [
      entryPoint ?? '',
      `/docs/assets/${path.basename(file)}`,
    ]),
  );
  const addressOf = (entry: string): string => {
    const address = addresses.get(entry);
    if (address === undefined) throw new Error(`esbuild wrote nothing for ${entry}`);
    return address;
  };
  return {
    theme: addressOf('browser/theme.ts'),
    script: addressOf('browser/main.ts'),
    style: addressOf('browser/docs.css'),
  };
}
