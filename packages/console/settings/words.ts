// The reader of the catalogue of settings.
import { settingsEn } from '@opportune/words/en/management/settings.ts';
import { createWords } from '../words/words.ts';

export const s = createWords(settingsEn, 'settings');
