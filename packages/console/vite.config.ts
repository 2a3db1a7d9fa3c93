// Builds the console into `dist`, which the server serves at `/`. In development it forwards the
// API and its socket to a running server and holds no data of its own.
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compressed } from './vite-compress.ts';

const server =
  process.env.OPPORTUNE_PUBLIC_URL ?? `http://127.0.0.1:${process.env.OPPORTUNE_PORT ?? '7700'}`;

/**
 * Zod tries whether it may compile code from text. The security policy forbids that and reports
 * each attempt. This line tells Zod beforehand, in whichever chunk runs first.
 */
const banner = 'globalThis.__zod_globalConfig??={jitless:true};';

/** Small parts that Home shares with the inbox. */
const homeParts =
  /packages\/(console\/(inbox\/(list\/(groups|for-me|reply)|inbox-words)|channels|settings\/settings-link)|protocol\/(channel|rest\/(mail|channel)))/;
/** Parts that the inbox shares with search and settings. One chunk of them costs less than ten. */
const talkParts =
  /packages\/(console\/(inbox\/(?!routes)|before|attachments|ui\/data\/use-settled)|protocol\/(rest\/(conversation|contact|team)|conversation|contact))/;

/**
 * Code that every page loads is in two chunks, which compress better than many: the libraries,
 * which an update of the product seldom changes, and the frame around the pages.
 */
const groups = [
  { name: 'libraries', tags: ['$initial' as const], test: /node_modules/, priority: 1 },
  { name: 'frame', tags: ['$initial' as const] },
  { name: 'desk', test: homeParts, minShareCount: 2 },
  { name: 'talk', test: talkParts, minShareCount: 2 },
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
    // The charts alone exceed the default. They load with the one page that draws them.
    chunkSizeWarningLimit: 700,
    rolldownOptions: { output: { banner, codeSplitting: { groups } } },
  },
  server: { proxy: { '/api/v1': { target: server, ws: true } } },
});
