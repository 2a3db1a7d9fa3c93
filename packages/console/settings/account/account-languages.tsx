// The languages that the account writes in: that of the texts themselves, those it translates to,
// and the fallback. Each change is saved at once.
import type { AccountLanguages as Languages } from '@opportune/protocol/campaign/translations.ts';
import { translationLimits } from '@opportune/protocol/campaign/translations.ts';
import { RevisedAccount, Session } from '@opportune/protocol/rest/account.ts';
import { api } from '../../api/client.ts';
import { setSession, useSession } from '../../session/session.tsx';
import {
  choicesOf,
  IconButton,
  sayUnsaved,
  invalidate,
  SelectField,
  t,
  useApiMutation,
} from '../../ui/index.ts';
import { locale } from '../../words/language.ts';

/** Offered to choose from. Any other can be set over the API. */
const offered = [
  ...['ar', 'bg', 'bn', 'ca', 'cs', 'da', 'de', 'el', 'en', 'en-GB', 'en-US', 'es', 'es-MX', 'et'],
  ...['eu', 'fa', 'fi', 'fr', 'fr-CA', 'gl', 'he', 'hi', 'hr', 'hu', 'id', 'is', 'it', 'ja', 'ko'],
  ...['lt', 'lv', 'ms', 'nb', 'nl', 'pl', 'pt', 'pt-BR', 'ro', 'ru', 'sk', 'sl', 'sr', 'sv', 'th'],
  ...['tr', 'uk', 'ur', 'vi', 'zh-Hans', 'zh-Hant'],
];

interface AccountLanguagesProps {
  readonly account: RevisedAccount;
  readonly saved: (answer: RevisedAccount) => void;
  readonly fixed: boolean;
}

export function AccountLanguages({ account, saved, fixed }: AccountLanguagesProps) {
  const { languages } = account.settings;
  const { save, isPending } = useSave(account, saved);
  const disabled = fixed || isPending;
  const names = namesOf([...offered, ...(languages?.others ?? []), languages?.written ?? 'en']);
  const write = (written: string): void => {
    if (written === '') return;
    const others = (languages?.others ?? []).filter((each) => each !== written);
    const fallback = languages?.fallback ?? null;
    save({ written, others, fallback: fallback === written ? null : fallback });
  };
  return (
    <section className="account-languages" aria-label={t('settings.languages.title')}>
      <h3>{t('settings.languages.title')}</h3>
      <p>{t('settings.languages.text')}</p>
      <SelectField
        label={t('settings.languages.written')}
        value={languages?.written ?? ''}
        disabled={disabled}
        choices={[
          ...(languages === undefined
            ? [{ value: '', label: t('settings.languages.written.none') }]
            : []),
          ...choicesOf([...names.keys()], (tag) => names.get(tag) ?? tag),
        ]}
        onChange={({ currentTarget }) => write(currentTarget.value)}
      />
      {languages !== undefined && <Others {...{ languages, names, disabled, save }} />}
    </section>
  );
}

interface OthersProps {
  readonly languages: Languages;
  readonly names: ReadonlyMap<string, string>;
  readonly disabled: boolean;
  readonly save: (languages: Languages) => void;
}

function Others({ languages, names, disabled, save }: OthersProps) {
  const { written, others, fallback } = languages;
  const nameOf = (tag: string): string => names.get(tag) ?? tag;
  const free = [...names.keys()].filter((tag) => tag !== written && !others.includes(tag));
  const without = (tag: string): void =>
    save({
      ...{ written, others: others.filter((each) => each !== tag) },
      fallback: fallback === tag ? null : fallback,
    });
  return (
    <>
      <ul className="language-list" aria-label={t('settings.languages.others')}>
        {others.map((tag) => (
          <li key={tag} className="row">
            <span className="grow">{nameOf(tag)}</span>
            <IconButton
              icon="close"
              label={t('settings.languages.remove', { language: nameOf(tag) })}
              disabled={disabled}
              onClick={() => without(tag)}
            />
          </li>
        ))}
      </ul>
      <SelectField
        label={t('settings.languages.add')}
        value=""
        disabled={disabled || others.length >= translationLimits.languages}
        choices={[{ value: '', label: t('settings.languages.choose') }, ...choicesOf(free, nameOf)]}
        onChange={({ currentTarget: { value } }) => {
          if (value !== '') save({ ...languages, others: [...others, value] });
        }}
      />
      <SelectField
        label={t('settings.languages.fallback')}
        hint={t('settings.languages.fallback.hint')}
        value={fallback ?? ''}
        disabled={disabled}
        choices={[
          { value: '', label: t('settings.languages.fallback.none') },
          ...choicesOf(others, nameOf),
        ]}
        onChange={({ currentTarget: { value } }) =>
          save({ ...languages, fallback: value === '' ? null : value })
        }
      />
    </>
  );
}

/** Names of languages by tag, in the language of the console and sorted by it. */
function namesOf(tags: readonly string[]): ReadonlyMap<string, string> {
  const words = new Intl.DisplayNames([locale()], { type: 'language' });
  const named = [...new Set(tags)].map((tag) => [tag, words.of(tag) ?? tag] as const);
  return new Map(named.toSorted(([, one], [, other]) => one.localeCompare(other, locale())));
}

function useSave({ revision }: RevisedAccount, saved: (answer: RevisedAccount) => void) {
  const session = useSession();
  const change = useApiMutation(
    (languages: Languages) => api.patch('/account', { languages }, RevisedAccount, { revision }),
    {
      invalidates: ['/account', '/campaigns'],
      onDone: (answer) => {
        saved(answer);
        const account = { ...session.account, settings: answer.settings };
        setSession(Session.parse({ ...session, account }));
      },
    },
  );
  const save = (languages: Languages): void =>
    change.mutate(languages, { onError: sayUnsaved(() => invalidate('/account')) });
  return { save, isPending: change.isPending };
}
