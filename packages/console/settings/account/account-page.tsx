// The account's name, time zone, currency, holdout and typing preview, saved together. A change of
// the holdout asks first and states its consequence.
import { z } from 'zod';
import { AccountSettings } from '@opportune/protocol/campaign/configuration.ts';
import { RevisedAccount, Session } from '@opportune/protocol/rest/account.ts';
import { api } from '../../api/client.ts';
import { setSession, useSession } from '../../session/session.tsx';
import { say, t, useAsk } from '../../ui/index.ts';
import { AccountLanguages } from './account-languages.tsx';
import { PageForm } from '../form/form-frame.tsx';
import { SettingsPage } from '../form/settings-page.tsx';
import { useForm } from '../form/use-form.tsx';
import { currencyChoices, zoneChoices } from '../form/zone-choices.ts';
import { useAdministrator } from '../use-administrator.ts';

/** The form shows the holdout in percent. The server keeps basis points. Languages have their own. */
const Fields = AccountSettings.omit({ languages: true }).extend({
  holdout: z.number().min(0).max(100),
  voice: z.boolean(),
  approvals: z.boolean(),
});

export function AccountPage() {
  return (
    <SettingsPage path="/account" schema={RevisedAccount} title={t('settings.account.title')}>
      {(account, saved) => (
        <>
          <AccountForm account={account} saved={saved} />
          <Languages account={account} saved={saved} />
        </>
      )}
    </SettingsPage>
  );
}

interface AccountFormProps {
  readonly account: RevisedAccount;
  readonly saved: (answer: RevisedAccount) => void;
}

function Languages(props: AccountFormProps) {
  return <AccountLanguages {...props} fixed={!useAdministrator()} />;
}

function AccountForm({ account: { settings, revision }, saved }: AccountFormProps) {
  const administrator = useAdministrator();
  const session = useSession();
  const ask = useAsk();
  const { languages: _, ...written } = settings;
  const { field, fields, ...form } = useForm({
    schema: Fields,
    value: {
      ...written,
      holdout: settings.holdout / 100,
      voice: settings.voice ?? true,
      approvals: settings.approvals ?? false,
    },
    words: 'settings.account',
    before: ({ holdout }, save) =>
      basisPoints(holdout) === settings.holdout
        ? save()
        : ask({
            title: t('settings.account.holdout.ask'),
            text: t('settings.account.holdout.ask.text'),
            action: t('settings.account.holdout.ask.action'),
            onConfirm: save,
          }),
    save: (draft) => {
      const changed = { ...draft, holdout: basisPoints(draft.holdout) };
      return api.patch('/account', changed, RevisedAccount, { revision });
    },
    invalidates: ['/account', '/campaigns'],
    onDone: (answer) => {
      saved(answer);
      const account = { ...session.account, settings: answer.settings };
      setSession(Session.parse({ ...session, account }));
      say(t('settings.saved'));
    },
  });
  const isShare = Fields.shape.holdout.safeParse(Number(fields.holdout || NaN)).success;
  return (
    <PageForm form={form} save={t('settings.save.changes')} fixed={!administrator}>
      {field('name')}
      {field('timeZone', { as: 'search', choices: zoneChoices(settings.timeZone) })}
      {field('currency', { as: 'search', choices: currencyChoices(settings.currency) })}
      {field('holdout', { error: isShare ? null : t('settings.account.holdout.wrong') })}
      {field('typingPreview', { disabled: !administrator })}
      {field('voice', { disabled: !administrator })}
      {field('approvals', { disabled: !administrator })}
    </PageForm>
  );
}

function basisPoints(percent: number): number {
  return Math.round(percent * 100);
}
