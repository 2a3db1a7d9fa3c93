// The account itself: name, day, currency, holdout and the typing preview. Saved as one; a change of
// the holdout says its consequence first.
import { useState } from 'react';
import type { AccountSettings } from '@opportune/protocol/campaign/configuration.ts';
import { RevisedAccount, Session } from '@opportune/protocol/rest/account.ts';
import { api } from '../../api/client.ts';
import { setSession, useSession } from '../../session/session.tsx';
import {
  Begun,
  Button,
  FormError,
  NotYet,
  say,
  SearchSelect,
  Switch,
  TextField,
  useApiMutation,
  useApiQuery,
  useAsk,
  t,
} from '../../ui/index.ts';
import { useAdministrator } from '../use-administrator.ts';
import { currencyChoices, zoneChoices } from '../form/zone-choices.ts';

export function AccountPage() {
  const { data, error, refetch } = useApiQuery('/account', RevisedAccount);
  return (
    <div
      className="settings-body"
      tabIndex={0}
      role="region"
      aria-label={t('settings.account.title')}
    >
      <h2 className="settings-title">{t('settings.account.title')}</h2>
      {data === undefined ? (
        <NotYet error={error} rows={5} columns={1} onRetry={refetch} />
      ) : (
        <Begun now={data} reread={refetch}>
          {(account, saved) => <Form account={account} saved={saved} />}
        </Begun>
      )}
    </div>
  );
}

function Form({
  account: { settings, revision },
  saved,
}: {
  account: RevisedAccount;
  saved: (answer: RevisedAccount) => void;
}) {
  const administrator = useAdministrator();
  const session = useSession();
  const ask = useAsk();
  const [fields, setFields] = useState({
    name: settings.name,
    timeZone: settings.timeZone,
    currency: settings.currency,
    holdout: String(settings.holdout / 100),
    typingPreview: settings.typingPreview,
  });
  const set = (part: Partial<typeof fields>): void => setFields((now) => ({ ...now, ...part }));
  const holdout = Math.round(Number(fields.holdout) * 100);
  const wrong = {
    holdout:
      fields.holdout.trim() !== '' && holdout >= 0 && holdout <= 10_000
        ? null
        : t('settings.account.holdout.wrong'),
  };
  const next: AccountSettings = {
    name: fields.name.trim(),
    timeZone: fields.timeZone,
    currency: fields.currency,
    holdout,
    typingPreview: fields.typingPreview,
  };
  const changed =
    JSON.stringify(next) !==
    JSON.stringify({
      name: settings.name,
      timeZone: settings.timeZone,
      currency: settings.currency,
      holdout: settings.holdout,
      typingPreview: settings.typingPreview,
    });
  const save = useApiMutation(() => api.patch('/account', next, RevisedAccount, { revision }), {
    invalidates: ['/account', '/campaigns'],
    onDone: (answer) => {
      saved(answer);
      const account = { ...session.account, settings: answer.settings };
      setSession(Session.parse({ ...session, account }));
      say(t('settings.saved'));
    },
  });
  const submit = (): void => {
    if (next.holdout === settings.holdout) save.mutate(undefined);
    else
      ask({
        title: t('settings.account.holdout.ask'),
        text: t('settings.account.holdout.ask.text'),
        action: t('settings.account.holdout.ask.action'),
        onConfirm: () => save.mutate(undefined),
      });
  };
  const fine = Object.values(wrong).every((each) => each === null) && next.name !== '';
  return (
    <form
      className="settings-form account-form"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {!administrator && <p className="small t3">{t('settings.readonly')}</p>}
      <fieldset disabled={!administrator} className="settings-form">
        <TextField
          label={t('settings.account.name')}
          required
          maxLength={80}
          value={fields.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <SearchSelect
          label={t('settings.account.timeZone')}
          value={fields.timeZone}
          hint={t('settings.account.timeZone.hint')}
          choices={zoneChoices(settings.timeZone)}
          onChange={(timeZone) => set({ timeZone })}
        />
        <SearchSelect
          label={t('settings.account.currency')}
          value={fields.currency}
          hint={t('settings.account.currency.hint')}
          choices={currencyChoices(settings.currency)}
          onChange={(currency) => set({ currency })}
        />
        <TextField
          label={t('settings.account.holdout')}
          type="number"
          min={0}
          max={100}
          step="any"
          value={fields.holdout}
          hint={t('settings.account.holdout.hint')}
          error={wrong.holdout}
          onChange={(event) => set({ holdout: event.currentTarget.value })}
        />
        <Switch
          label={t('settings.account.typing')}
          hint={t('settings.account.typing.hint')}
          checked={fields.typingPreview}
          disabled={!administrator}
          onChange={(typingPreview) => set({ typingPreview })}
        />
        <FormError error={save.error} />
        {administrator && (
          <div>
            <Button
              type="submit"
              variant="primary"
              size="medium"
              disabled={!changed || !fine || save.isPending}
            >
              {t('settings.save.changes')}
            </Button>
          </div>
        )}
      </fieldset>
    </form>
  );
}
