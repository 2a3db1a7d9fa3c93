// The language in which conversations are searched. It says so while the server indexes the texts
// again.
import {
  searchLanguages,
  RevisedSearchSettings,
} from '@opportune/protocol/rest/conversation/search.ts';
import { SelectField, useApiQuery, t } from '../../ui/index.ts';
import { useSavedAtOnce } from '../form/use-saved-at-once.ts';
import { locale } from '../../words/language.ts';

const path = '/search-settings';
const whileRemakingMs = 3_000;
/** ISO 639 codes, from which the browser gets the languages' names. */
const codes: Readonly<Partial<Record<(typeof searchLanguages)[number], string>>> = {
  arabic: 'ar',
  armenian: 'hy',
  basque: 'eu',
  catalan: 'ca',
  danish: 'da',
  dutch: 'nl',
  english: 'en',
  finnish: 'fi',
  french: 'fr',
  german: 'de',
  greek: 'el',
  hindi: 'hi',
  hungarian: 'hu',
  indonesian: 'id',
  irish: 'ga',
  italian: 'it',
  lithuanian: 'lt',
  nepali: 'ne',
  norwegian: 'no',
  portuguese: 'pt',
  romanian: 'ro',
  russian: 'ru',
  serbian: 'sr',
  spanish: 'es',
  swedish: 'sv',
  tamil: 'ta',
  turkish: 'tr',
  yiddish: 'yi',
};

export function SearchLanguage() {
  const { data, isPending, save } = useSavedAtOnce(path, RevisedSearchSettings);
  useApiQuery(path, RevisedSearchSettings, {
    enabled: data?.remaking === true,
    refetchMs: whileRemakingMs,
  });
  if (data === undefined) return null;
  const names = new Intl.DisplayNames([locale()], { type: 'language' });
  const nameOf = (language: (typeof searchLanguages)[number]): string => {
    const code = codes[language];
    return code === undefined ? t('archive.language.simple') : (names.of(code) ?? language);
  };
  return (
    <section>
      <h3>{t('archive.language.title')}</h3>
      <p>{t('archive.language.text')}</p>
      <div className="search-language">
        <SelectField
          label={t('archive.language.label')}
          value={data.language}
          disabled={isPending}
          {...(data.remaking ? { hint: t('archive.language.remaking') } : {})}
          choices={searchLanguages.map((value) => ({ value, label: nameOf(value) }))}
          onChange={(event) => {
            const { value } = event.currentTarget;
            save({ language: RevisedSearchSettings.shape.language.parse(value) });
          }}
        />
      </div>
    </section>
  );
}
