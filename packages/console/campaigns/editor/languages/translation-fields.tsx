// The texts of one variant in a language, each beside its default. A field that is left empty shows
// the default to visitors.
import {
  isAddress,
  type TextKind,
  type TextUnit,
} from '@opportune/core/campaign/languages/text-unit.ts';
import { outdatedTexts } from '@opportune/core/campaign/languages/outdated.ts';
import { directionOf } from '@opportune/core/campaign/languages/reading.ts';
import { textsOfCampaign } from '@opportune/core/campaign/languages/translate.ts';
import { t } from '../../../ui/index.ts';
import type { Key } from '../../../words/words.ts';
import { useEdit } from '../edit-context.tsx';
import { withTranslation } from './translation-edit.ts';

/** The id of the field of a text, to which others can jump. */
export function fieldId(unit: string): string {
  return `translation ${unit}`;
}

export function TranslationFields({ language, at }: { language: string; at: number }) {
  const { document, live } = useEdit();
  const variant = document.engagement.variants[at];
  if (variant === undefined) return null;
  const units = textsOfCampaign(document).filter(({ id }) => id.startsWith(`${variant.id}/`));
  const outdated = outdatedTexts(document, live, language);
  const groups = Map.groupBy(units, ({ id }) => groupOf(id, variant.id));
  return (
    <>
      {[...groups].map(([group, those]) => (
        <fieldset key={group} className="translations">
          <legend className="small t2">{t(`campaigns.languages.${group}`)}</legend>
          {those.map((unit) => (
            <TranslationField
              key={`${language} ${unit.id}`}
              {...{ unit, language }}
              isOutdated={outdated.has(unit.id)}
            />
          ))}
        </fieldset>
      ))}
    </>
  );
}

function groupOf(unit: string, variant: string): 'offer' | 'before' | 'fallback' {
  if (unit.startsWith(`${variant}/before/`)) return 'before';
  return unit.startsWith(`${variant}/fallback/`) ? 'fallback' : 'offer';
}

interface TranslationFieldProps {
  readonly unit: TextUnit;
  readonly language: string;
  /** Its default has changed since it went live, and it has not. */
  readonly isOutdated: boolean;
}

function TranslationField({ unit, language, isOutdated }: TranslationFieldProps) {
  const { document, change } = useEdit();
  const id = fieldId(unit.id);
  const value = document.translations?.[language]?.[unit.id] ?? '';
  const isMissing = value === '' && !isAddress(unit);
  return (
    <div className={isMissing ? 'translation missing' : 'translation'}>
      <label htmlFor={id} className="small t2">
        {t(kindWords[unit.kind])}
        {isMissing && <span className="language-missing">{t('campaigns.languages.missing')}</span>}
        {isOutdated && (
          <span className="language-missing">{t('campaigns.languages.outdated')}</span>
        )}
      </label>
      <p className="translation-source" id={`${id} source`}>
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
        disabled={change === null}
        placeholder={isAddress(unit) ? t('campaigns.languages.same') : undefined}
        onChange={({ currentTarget }) => {
          const text = currentTarget.value;
          change?.((now) => withTranslation(now, language, unit.id, text));
        }}
      />
    </div>
  );
}

const kindWords = {
  headline: 'campaigns.languages.kind.headline',
  text: 'campaigns.languages.kind.text',
  action: 'campaigns.languages.kind.action',
  alt: 'campaigns.languages.kind.alt',
  image: 'campaigns.languages.kind.image',
  link: 'campaigns.languages.kind.link',
  'form.text': 'campaigns.languages.kind.formText',
  'form.label': 'campaigns.languages.kind.formLabel',
  'form.option': 'campaigns.languages.kind.formOption',
  // These are of sites only.
  button: 'campaigns.languages.kind.action',
  greeting: 'campaigns.languages.kind.text',
  title: 'campaigns.languages.kind.headline',
  answer: 'campaigns.languages.kind.text',
} as const satisfies Readonly<Record<TextKind, Key>>;
