// E-mail: whether the server can send letters, a test letter, the account's own mail server, and
// what to configure if there is none.
import { MailState, MailTest } from '@opportune/protocol/rest/mail.ts';
import { api } from '../../api/client.ts';
import {
  Button,
  FormError,
  Icon,
  NotYet,
  say,
  useApiMutation,
  useApiQuery,
  t,
} from '../../ui/index.ts';
import { MailServerPart } from './mail-server.tsx';
import { useAdministrator } from '../use-administrator.ts';
import './email.css';
import { SettingsBody } from '../form/settings-body.tsx';

/** The server's environment variables, with example values. */
const options = [
  'OPPORTUNE_SMTP_URL=smtp://user:password@mail.example.com:587',
  'OPPORTUNE_MAIL_FROM=help@example.com',
];

export function EmailPage() {
  const { data, error, refetch } = useApiQuery('/mail', MailState);
  const administrator = useAdministrator();
  return (
    <SettingsBody title={t('settings.email.title')} text={t('settings.email.text')}>
      {data === undefined ? (
        <NotYet error={error} rows={3} columns={1} onRetry={() => void refetch()} />
      ) : data.configured ? (
        <Ready sender={data.sender} />
      ) : (
        <Missing />
      )}
      {administrator && data !== undefined && <MailServerPart first={!data.configured} />}
    </SettingsBody>
  );
}

function Ready({ sender }: { sender: string | null }) {
  const administrator = useAdministrator();
  const test = useApiMutation(() => api.post('/mail/test', {}, MailTest), {
    onDone: ({ to }) => say(t('settings.email.test.sent', { to })),
  });
  return (
    <section className="email-state">
      <p>
        <Icon name="check" />
        <span>
          {sender === null ? t('settings.email.ready') : t('settings.email.ready.from', { sender })}
        </span>
      </p>
      {administrator && (
        <>
          <div>
            <Button icon="mail" disabled={test.isPending} onClick={() => test.mutate(undefined)}>
              {t('settings.email.test')}
            </Button>
          </div>
          <p className="small t3">{t('settings.email.test.hint')}</p>
        </>
      )}
      <FormError error={test.error} />
    </section>
  );
}

function Missing() {
  return (
    <section className="email-state">
      <p className="email-warning" role="status">
        <Icon name="alert" />
        <span>{t('settings.email.missing')}</span>
      </p>
      <p className="t2">{t('settings.email.how')}</p>
      <pre className="code" tabIndex={0}>
        {options.join('\n')}
      </pre>
      <p className="small t3">{t('settings.email.how.then')}</p>
    </section>
  );
}
