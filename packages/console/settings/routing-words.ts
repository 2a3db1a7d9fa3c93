// The words of routing in settings.
import { routingSettingsEn } from '@opportune/words/en/management/routing-settings.ts';
import { createWords } from '../words/words.ts';

export const r = createWords(routingSettingsEn, 'routingSettings');
