// Changes of a campaign's translations. A document without any has no such field.
import { withTexts } from '@opportune/core/campaign/languages/translate.ts';
import type { CampaignDocument } from '@opportune/protocol/campaign/campaign.ts';

/** The document with these translations in place of its own. */
export function withTranslations(
  { translations: _, ...rest }: CampaignDocument,
  translations: CampaignDocument['translations'],
): CampaignDocument {
  return translations === undefined || Object.keys(translations).length === 0
    ? rest
    : { ...rest, translations };
}

/** The document with a text in a language. Empty: the default is shown again. */
export function withTranslation(
  document: CampaignDocument,
  language: string,
  unit: string,
  text: string,
): CampaignDocument {
  return withTranslations(document, withTexts(document.translations, language, { [unit]: text }));
}
