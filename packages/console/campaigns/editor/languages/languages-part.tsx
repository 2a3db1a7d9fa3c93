// The texts of the campaign in other languages: how far each is translated, the fields of one
// variant with the default beside them, and files for translators.
import { useEffect, useState } from 'react';
import type { Coverage } from '@opportune/core/campaign/languages/coverage.ts';
import { Button, Segmented, t } from '../../../ui/index.ts';
import { useSession } from '../../../session/session.tsx';
import { problemsAt, useEdit } from '../edit-context.tsx';
import type { Draft } from '../draft/draft.ts';
import { Part } from '../part.tsx';
import { LanguageFiles } from './language-files.tsx';
import { fieldId, TranslationFields } from './translation-fields.tsx';
import { languageName, useCoverage } from './use-coverage.ts';
import './languages.css';

interface LanguagesPartProps {
  readonly draft: Draft;
  /** Null: the default. */
  readonly language: string | null;
  readonly onLanguage: (language: string | null) => void;
  readonly at: number;
  readonly onAt: (at: number) => void;
}

export function LanguagesPart({ draft, language, onLanguage, at, onAt }: LanguagesPartProps) {
  const edit = useEdit();
  const covered = useCoverage(edit.document);
  const chosen = covered.find((each) => each.language === language);
  return (
    <Part name="languages" icon="content" problems={problemsAt(edit, 'translations')}>
      {covered.length === 0 ? (
        <NoLanguages />
      ) : (
        <Choice covered={covered} language={language} onLanguage={onLanguage} />
      )}
      {chosen !== undefined && (
        <>
          <TranslationFields language={chosen.language} at={at} />
          <div className="row language-acts">
            <NextMissing coverage={chosen} at={at} onAt={onAt} />
            <LanguageFiles draft={draft} language={chosen.language} />
          </div>
        </>
      )}
    </Part>
  );
}

function NoLanguages() {
  return (
    <p className="t2 language-none">
      {t('campaigns.languages.none')}{' '}
      <a href="/settings/account">{t('campaigns.languages.name')}</a>
    </p>
  );
}

interface ChoiceProps {
  readonly covered: readonly Coverage[];
  readonly language: string | null;
  readonly onLanguage: (language: string | null) => void;
}

function Choice({ covered, language, onLanguage }: ChoiceProps) {
  const written = useSession().account.settings.languages?.written ?? '';
  const own = written === '' ? '' : languageName(written);
  const choices = covered.map(({ language: value, translated, texts }) => ({
    value,
    label: t('campaigns.languages.coverage', {
      ...{ language: languageName(value), done: translated, all: texts },
    }),
  }));
  return (
    <>
      <div className="language-choice">
        <Segmented
          label={t('campaigns.languages.choose')}
          value={language ?? ''}
          onChange={(value) => onLanguage(value === '' ? null : value)}
          choices={[
            { value: '', label: t('campaigns.languages.default', { language: own }).trim() },
            ...choices,
          ]}
        />
      </div>
      {language === null && <p className="small t3">{t('campaigns.languages.intro')}</p>}
    </>
  );
}

interface NextMissingProps {
  readonly coverage: Coverage;
  readonly at: number;
  readonly onAt: (at: number) => void;
}

/** Goes to the first missing text after the one that was visited last, in any variant. */
function NextMissing({ coverage: { missing }, at, onAt }: NextMissingProps) {
  const { variants } = useEdit().document.engagement;
  const [wanted, setWanted] = useState<string | null>(null);
  useEffect(() => {
    if (wanted !== null) document.getElementById(fieldId(wanted))?.focus();
  }, [wanted, at]);
  if (missing.length === 0)
    return <p className="small t2 grow">{t('campaigns.languages.complete')}</p>;
  const next = (): void => {
    const found = missing[(missing.indexOf(wanted ?? '') + 1) % missing.length] ?? '';
    const variant = variants.findIndex(({ id }) => found.startsWith(`${id}/`));
    if (variant !== at) onAt(variant);
    setWanted(found);
    document.getElementById(fieldId(found))?.focus();
  };
  return <Button onClick={next}>{t('campaigns.languages.next')}</Button>;
}
