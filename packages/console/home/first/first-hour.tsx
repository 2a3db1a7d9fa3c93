// The first sign-in of an account: the administrator's name, the business, its time zone and
// currency, and what it wants first. The browser proposes what it knows.
import { useState } from 'react';
import { RevisedAccount, type Session, User } from '@opportune/protocol/rest/account.ts';
import { Setup, SetupWish } from '@opportune/protocol/rest/setup.ts';
import { api } from '../../api/client.ts';
import { currencyChoices, zoneChoices } from '../../settings/form/zone-choices.ts';
import {
  Button,
  explainError,
  SearchSelect,
  t,
  TextField,
  useApiMutation,
} from '../../ui/index.ts';
import { proposedCurrency } from './proposed.ts';
import { PhotoField } from '../../session/photo-field.tsx';
import { SignFrame } from '../../session/sign-frame.tsx';

interface FirstHourProps {
  readonly session: Session;
  /** Whether the account has a site. Orders in its currency may have arrived then. */
  readonly hasSite: boolean;
  readonly onDone: (session: Session) => void;
}

function proposed({ account: { settings } }: Session, hasSite: boolean) {
  const { currency } = settings;
  return {
    name: '',
    business: settings.name,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    currency: hasSite ? currency : proposedCurrency(navigator.languages, currency),
    wants: 'cart' as SetupWish,
  };
}
type Draft = ReturnType<typeof proposed>;

/** The name comes last: until it is said, the next sign-in asks again. */
async function save(session: Session, draft: Draft): Promise<Session> {
  const { timeZone, currency, wants } = draft;
  const change = { name: draft.business.trim(), timeZone, currency };
  const { settings } = await api.patch('/account', change, RevisedAccount);
  await api.patch('/setup', { wants }, Setup);
  const user = await api.put('/my-name', { name: draft.name.trim() }, User);
  return { ...session, user, account: { ...session.account, settings } };
}

export function FirstHour({ session, hasSite, onDone }: FirstHourProps) {
  const [draft, setDraft] = useState(() => proposed(session, hasSite));
  const [photo, setPhoto] = useState(session.user.photo);
  const set = (change: Partial<Draft>): void => setDraft((now) => ({ ...now, ...change }));
  const saving = useApiMutation(() => save(session, draft), { onDone });
  const isWhole = draft.name.trim() !== '' && draft.business.trim() !== '';
  return (
    <SignFrame
      title={t('setup.first.title')}
      foot={session.user.email}
      onSubmit={() => isWhole && saving.mutate(undefined)}
    >
      <p className="t2">{t('setup.first.text')}</p>
      <TextField
        label={t('setup.first.name')}
        hint={t('setup.first.name.hint')}
        autoComplete="name"
        autoFocus
        required
        maxLength={80}
        value={draft.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <PhotoField user={{ name: draft.name || session.user.name, photo }} onChange={setPhoto} />
      <TextField
        label={t('setup.first.business')}
        autoComplete="organization"
        required
        maxLength={80}
        value={draft.business}
        onChange={(event) => set({ business: event.currentTarget.value })}
      />
      <SearchSelect
        label={t('setup.first.zone')}
        hint={t('setup.first.zone.hint')}
        value={draft.timeZone}
        choices={zoneChoices(draft.timeZone)}
        onChange={(timeZone) => set({ timeZone })}
      />
      <SearchSelect
        label={t('setup.first.currency')}
        hint={t('setup.first.currency.hint')}
        value={draft.currency}
        choices={currencyChoices(draft.currency)}
        onChange={(currency) => set({ currency })}
      />
      <Wants value={draft.wants} onChange={(wants) => set({ wants })} />
      {saving.error !== null && (
        <p className="field-error" role="alert">
          {explainError(saving.error).text}
        </p>
      )}
      <Button type="submit" variant="primary" size="form" disabled={!isWhole || saving.isPending}>
        {t('setup.first.save')}
      </Button>
    </SignFrame>
  );
}

function Wants({ value, onChange }: { value: SetupWish; onChange: (wants: SetupWish) => void }) {
  return (
    <fieldset className="first-wants">
      <legend>{t('setup.first.wants')}</legend>
      {SetupWish.options.map((each) => (
        <label key={each}>
          <input
            type="radio"
            name="wants"
            checked={each === value}
            onChange={() => onChange(each)}
          />
          {t(`setup.first.wants.${each}`)}
        </label>
      ))}
    </fieldset>
  );
}
