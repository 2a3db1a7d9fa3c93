// Documents in another language, and the texts of a document with their translations. A text that
// has no translation stays as it is.
import type { CampaignDocument, Variant } from '@opportune/protocol/campaign/campaign.ts';
import type {
  AccountLanguages,
  LanguageTag,
  Translations,
} from '@opportune/protocol/campaign/translations.ts';
import { withCampaignTexts, withOfferTexts } from './campaign-texts.ts';
import { languageFor } from './reading.ts';
import { type SiteWords, withSiteTexts } from './site-texts.ts';
import { misfit, type Say, type TextUnit } from './text-unit.ts';

/** A variant as a visitor who reads these languages sees it. */
export function variantFor(
  variant: Variant,
  { translations }: Pick<CampaignDocument, 'translations'>,
  languages: AccountLanguages | undefined,
  reads: readonly string[],
): Variant {
  const language = languageFor(reads, translations, languages);
  if (language === null) return variant;
  const say = sayIn(translations?.[language]);
  return { ...variant, offer: withOfferTexts(variant.offer, variant.id, say) };
}

/** A site as a visitor who reads these languages sees it. */
export function siteFor<Site extends SiteWords>(
  site: Site,
  languages: AccountLanguages | undefined,
  reads: readonly string[],
): Site {
  const language = languageFor(reads, site.translations, languages);
  return language === null ? site : withSiteTexts(site, sayIn(site.translations?.[language]));
}

/** A campaign in a language. */
export function campaignIn(document: CampaignDocument, language: LanguageTag): CampaignDocument {
  return withCampaignTexts(document, sayIn(document.translations?.[language]));
}

function sayIn(texts: Translations[string] = {}): Say {
  return ({ id, text }) => (Object.hasOwn(texts, id) ? (texts[id] ?? text) : text);
}

/** The texts of a campaign, in the order in which they are read. */
export function textsOfCampaign(document: CampaignDocument): readonly TextUnit[] {
  const units: TextUnit[] = [];
  withCampaignTexts(document, noting(units));
  return units;
}

/** The texts of a site, in the order in which they are read. */
export function textsOfSite(site: SiteWords): readonly TextUnit[] {
  const units: TextUnit[] = [];
  withSiteTexts(site, noting(units));
  return units;
}

function noting(units: TextUnit[]): Say {
  return (unit) => {
    units.push(unit);
    return unit.text;
  };
}

/** The translations with these texts of a language in place of its earlier ones. Empty ones go. */
export function withTexts(
  translations: Translations | undefined,
  language: LanguageTag,
  texts: Readonly<Record<string, string>>,
): Translations {
  const merged = Object.entries({ ...translations?.[language], ...texts });
  const kept = merged.filter(([, text]) => text.trim() !== '').toSorted(byName);
  const all = Object.entries({ ...translations, [language]: Object.fromEntries(kept) });
  return Object.fromEntries(
    all.filter(([, each]) => Object.keys(each).length > 0).toSorted(byName),
  );
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}

/** A translation that does not fit its place. */
export interface TranslationProblem {
  readonly language: string;
  readonly unit: string;
  readonly why: NonNullable<ReturnType<typeof misfit>>;
}

/** What is wrong with translations of these texts. Those of texts that are gone do no harm. */
export function checkTranslations(
  translations: Translations | undefined,
  units: readonly TextUnit[],
): readonly TranslationProblem[] {
  const known = new Map(units.map((unit) => [unit.id, unit]));
  return Object.entries(translations ?? {}).flatMap(([language, texts]) =>
    Object.entries(texts).flatMap(([id, text]) => {
      const unit = known.get(id);
      const why = unit === undefined ? null : misfit(unit, text);
      return why === null ? [] : [{ language, unit: id, why }];
    }),
  );
}

/** The campaign without translations of texts that it no longer has. */
export function withoutOrphans(document: CampaignDocument): CampaignDocument {
  const { translations, ...rest } = document;
  const kept = translationsOf(translations, textsOfCampaign(document));
  return kept === undefined ? rest : { ...rest, translations: kept };
}

function translationsOf(
  translations: Translations | undefined,
  units: readonly TextUnit[],
): Translations | undefined {
  const known = new Set(units.map(({ id }) => id));
  const kept = Object.entries(translations ?? {}).flatMap(([language, texts]) => {
    const those = Object.entries(texts).filter(([id]) => known.has(id));
    return those.length === 0 ? [] : [[language, Object.fromEntries(those)] as const];
  });
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}
