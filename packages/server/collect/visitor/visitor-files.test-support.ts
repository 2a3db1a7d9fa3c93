// Refuses all files of visitors, for tests that are not about files.
import { refuse } from '../../http/problem/refusal.ts';
import type { VisitorFiles } from '../seams.ts';

export const noFiles: VisitorFiles = {
  offered: async () => null,
  receive: () => Promise.reject(refuse('request.not_found')),
  hold: () => {},
  open: async () => null,
};
