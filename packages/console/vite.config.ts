// Builds the console into `dist`, which the server serves at `/`. In development it forwards the API
// and its socket to a server that runs already; it holds no data of its own.
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server =
  process.env.OPPORTUNE_PUBLIC_URL ?? `http://127.0.0.1:${process.env.OPPORTUNE_PORT ?? '7700'}`;

/**
 * The schema library looks whether it may make code from text. The policy says no and would report
 * each look, so that it is told beforehand, in whichever piece runs first.
 */
const banner = 'globalThis.__zod_globalConfig??={jitless:true};';

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    assetsDir: 'assets',
    // Charts alone are larger; they load with the one page that draws them.
    chunkSizeWarningLimit: 700,
    rolldownOptions: { output: { banner } },
  },
  server: { proxy: { '/api/v1': { target: server, ws: true } } },
});
