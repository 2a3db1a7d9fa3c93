// REST of translations: files for translators, of a campaign's draft and of a site's own words.
import { z } from 'zod';
import { LanguageTag, translationLimits } from '../../campaign/translations.ts';

/** The language in a path. */
export const OfLanguage = z.object({ language: LanguageTag });

/** PUT …/translations/:language: a translated XLIFF file. */
export const TranslatedFile = z.object({
  xliff: z.string().min(1).max(translationLimits.fileLength),
});
