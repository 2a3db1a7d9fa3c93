// Compresses the files of a console build after the last one is written.
import type { Plugin } from 'vite';
import { compressFiles } from './compress-files.ts';

export function compressed(): Plugin {
  return {
    name: 'opportune-compressed',
    apply: 'build',
    async writeBundle({ dir }) {
      if (dir === undefined) throw new Error('the build has no folder');
      await compressFiles(dir);
    },
  };
}
