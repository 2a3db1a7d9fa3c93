// Builds the console into `dist`, which the server serves at `/`. In development it forwards the API
// and its socket to a server that runs already; it holds no data of its own.
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compressed } from './vite-compress.ts';

const server =
  process.env.OPPORTUNE_PUBLIC_URL ?? `http://127.0.0.1:${process.env.OPPORTUNE_PORT ?? '7700'}`;

/**
 * The schema library looks whether it may make code from text. The policy says no and would report
 * each look, so that it is told beforehand, in whichever piece runs first.
 */
const banner = 'globalThis.__zod_globalConfig??={jitless:true};';

/**
 * What every page loads comes in two pieces, which compress better than many: the libraries, which an
 * update of the product seldom changes, and the frame around the pages.
 */
const groups = [
  { name: 'libraries', tags: ['$initial' as const], test: /node_modules/, priority: 1 },
  { name: 'frame', tags: ['$initial' as const] },
];

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react(), compressed()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    assetsDir: 'assets',
    // Charts alone are larger; they load with the one page that draws them.
    chunkSizeWarningLimit: 700,
    rolldownOptions: { output: { banner, codeSplitting: { groups } } },
  },
  server: { proxy: { '/api/v1': { target: server, ws: true } } },
});
