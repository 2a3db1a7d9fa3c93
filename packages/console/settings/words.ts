// The reader of the catalogue of settings.
import { settingsEn } from '@opportune/words/console-settings-en.ts';
import { createWords } from '../ui/words.ts';

export const s = createWords(settingsEn, 'settings');
