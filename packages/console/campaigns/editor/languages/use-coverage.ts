// How far a campaign is translated into each language, and the languages' names in words.
import { useMemo } from 'react';
import { type Coverage, coverageOf } from '@opportune/core/campaign/languages/coverage.ts';
import { textsOfCampaign } from '@opportune/core/campaign/languages/translate.ts';
import type { CampaignDocument } from '@opportune/protocol/campaign/campaign.ts';
import { useSession } from '../../../session/session.tsx';
import { locale } from '../../../words/language.ts';
import { t } from '../../../words/words.ts';

/** The account's languages and those of the document. Empty: there are none beside the default. */
export function useCoverage(document: CampaignDocument): readonly Coverage[] {
  const { languages } = useSession().account.settings;
  return useMemo(
    () => coverageOf(textsOfCampaign(document), document.translations, languages),
    [document, languages],
  );
}

/** The name of a language in the language of the console. */
export function languageName(tag: string): string {
  return new Intl.DisplayNames([locale()], { type: 'language' }).of(tag) ?? tag;
}

/** What a language lacks, as a sentence. */
export function lackOf({ language, missing }: Coverage): string {
  const name = languageName(language);
  return missing.length === 0
    ? t('campaigns.languages.full', { language: name })
    : t('campaigns.languages.lacks', { language: name, n: missing.length });
}

/** How many translations may be outdated, as a sentence to add. Empty: none. */
export function outdatedIn(language: string, { size: n }: ReadonlySet<string>): string {
  if (n === 0) return '';
  return ` ${t('campaigns.languages.outdated.lacks', { language: languageName(language), n })}`;
}
