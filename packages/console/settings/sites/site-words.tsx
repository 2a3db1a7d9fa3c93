// The words of a site in other languages: its contact button, the form before its chats and the home
// of its window, each beside the default, and files for translators. The account's settings name the
// languages.
import { useState } from 'react';
import { coverageOf } from '@opportune/core/campaign/languages/coverage.ts';
import { directionOf } from '@opportune/core/campaign/languages/reading.ts';
import {
  isAddress,
  type TextKind,
  type TextUnit,
} from '@opportune/core/campaign/languages/text-unit.ts';
import { textsOfSite, withTexts } from '@opportune/core/campaign/languages/translate.ts';
import { RevisedSite } from '@opportune/protocol/rest/site.ts';
import { api } from '../../api/client.ts';
import { TranslationFile } from '../../campaigns/editor/languages/translation-file.tsx';
import { languageName } from '../../campaigns/editor/languages/use-coverage.ts';
import { useSession } from '../../session/session.tsx';
import { invalidate, say, Segmented, t } from '../../ui/index.ts';
import type { Key } from '../../words/words.ts';
import type { PartProps } from './site-change.ts';
import '../../campaigns/editor/languages/languages.css';

export function SiteWords(props: PartProps) {
  const { site, fixed } = props;
  const { languages } = useSession().account.settings;
  const units = textsOfSite(site);
  const covered = coverageOf(units, site.translations, languages);
  const [chosen, setChosen] = useState<string | null>(null);
  const language = covered.find((each) => each.language === chosen)?.language;
  return (
    <section aria-labelledby="site-words">
      <h3 id="site-words">{t('settings.words.heading')}</h3>
      <p>{t('settings.words.about')}</p>
      {covered.length === 0 ? (
        <p className="t2 language-none">
          {t('campaigns.languages.none')}{' '}
          <a href="/settings/account">{t('campaigns.languages.name')}</a>
        </p>
      ) : (
        <div className="language-choice">
          <Segmented
            label={t('campaigns.languages.choose')}
            value={language ?? ''}
            onChange={setChosen}
            choices={covered.map(({ language: value, translated, texts }) => ({
              value,
              label: t('campaigns.languages.coverage', {
                ...{ language: languageName(value), done: translated, all: texts },
              }),
            }))}
          />
        </div>
      )}
      {language !== undefined && (
        <>
          <div className="translations">
            {units.map((unit) => (
              <Field key={`${language} ${unit.id}`} {...props} unit={unit} language={language} />
            ))}
          </div>
          <div className="row language-acts">
            <TranslationFile
              at={`/sites/${site.id}/translations/${language}`}
              take={fixed ? null : (xliff) => take(site, language, xliff)}
            />
          </div>
        </>
      )}
    </section>
  );
}

async function take({ id, revision }: RevisedSite, language: string, xliff: string): Promise<void> {
  await api.put(`/sites/${id}/translations/${language}`, { xliff }, RevisedSite, { revision });
  invalidate('/sites');
  say(t('settings.saved'));
}

interface FieldProps extends PartProps {
  readonly unit: TextUnit;
  readonly language: string;
}

/** Saved when the field is left, if it changed. A refusal leaves the text in the field. */
function Field({ site, save, fixed, unit, language }: FieldProps) {
  const stored = site.translations?.[language]?.[unit.id] ?? '';
  const [typed, setTyped] = useState<string | null>(null);
  const value = typed ?? stored;
  const isMissing = value === '' && !isAddress(unit);
  const id = `word ${unit.id}`;
  const leave = async (): Promise<void> => {
    if (typed === null) return;
    const text = typed.trim();
    const translations = withTexts(site.translations, language, { [unit.id]: text });
    if (text === stored || (await save({ translations }))) setTyped(null);
  };
  return (
    <div className={isMissing ? 'translation missing' : 'translation'}>
      <label htmlFor={id} className="small t2">
        {t(kindWords[unit.kind])}
        {isMissing && <span className="language-missing">{t('campaigns.languages.missing')}</span>}
      </label>
      <p className="translation-source" id={`${id} source`} dir="auto">
        {unit.text}
      </p>
      <textarea
        id={id}
        className="input area"
        rows={unit.limit > 200 && !isAddress(unit) ? 3 : 1}
        lang={language}
        dir={isAddress(unit) ? 'ltr' : directionOf(language)}
        aria-describedby={`${id} source`}
        maxLength={unit.limit}
        value={value}
        disabled={fixed}
        placeholder={isAddress(unit) ? t('campaigns.languages.same') : undefined}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        onBlur={() => void leave()}
      />
    </div>
  );
}

const kindWords = {
  button: 'settings.words.button',
  greeting: 'settings.words.greeting',
  title: 'settings.words.title',
  answer: 'settings.words.answer',
  link: 'settings.words.link',
  'form.text': 'settings.words.form.text',
  'form.label': 'settings.words.form.label',
  'form.option': 'settings.words.form.option',
  // These are of campaigns only.
  headline: 'campaigns.languages.kind.headline',
  text: 'campaigns.languages.kind.text',
  action: 'campaigns.languages.kind.action',
  alt: 'campaigns.languages.kind.alt',
  image: 'campaigns.languages.kind.image',
} as const satisfies Readonly<Record<TextKind, Key>>;
