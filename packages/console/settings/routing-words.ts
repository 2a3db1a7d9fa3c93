// The words of routing in settings.
import { routingSettingsEn } from '@opportune/words/console-routing-settings-en.ts';
import { createWords } from '../ui/words.ts';

export const r = createWords(routingSettingsEn, 'routingSettings');
