// The account's own mail server, for administrators. It is saved as a whole, and removing it asks
// first. The password goes to the server and never comes back.
import { useState } from 'react';
import {
  type MailServerSettings,
  OwnMailServer,
  RevisedMailServer,
} from '@opportune/protocol/rest/mail.ts';
import { z } from 'zod';
import {
  format,
  Begun,
  Button,
  NotYet,
  saveWhole,
  say,
  sayUnsaved,
  useApiQuery,
  useAsk,
  useWholeSave,
  t,
} from '../../ui/index.ts';
import { PartForm } from '../form/form-frame.tsx';
import { useForm } from '../form/use-form.tsx';

const path = '/mail/server';

/** `first`: no other mail server is configured, so that no letter can be sent without this one. */
export function MailServerPart({ first }: { first: boolean }) {
  const { data, error, refetch } = useApiQuery(path, RevisedMailServer);
  const [form, setForm] = useState<'unopened' | 'open' | 'closed'>('unopened');
  return (
    <section className="email-own">
      <div>
        <h3>{t('settings.email.own')}</h3>
        <p className="t2">{t('settings.email.own.text')}</p>
      </div>
      {data === undefined ? (
        <NotYet error={error} rows={2} columns={1} onRetry={() => void refetch()} />
      ) : form === 'open' ? (
        <Begun now={data} reread={refetch}>
          {(begun) => <ServerForm document={begun} onClose={() => setForm('closed')} />}
        </Begun>
      ) : (
        <Summary
          document={data}
          first={first}
          autoFocus={form === 'closed'}
          onOpen={() => setForm('open')}
          onRetry={() => void refetch()}
        />
      )}
      {data !== undefined && <Changes changes={data.changes} />}
    </section>
  );
}

/** These answers depend on the mail server. */
const resting = [path, '/mail', '/after-chat', '/my-reports'];

interface SummaryProps {
  readonly document: RevisedMailServer;
  readonly first: boolean;
  readonly autoFocus: boolean;
  readonly onOpen: () => void;
  readonly onRetry: () => void;
}

/** `autoFocus`: the form has just closed and had the focus. */
function Summary(props: SummaryProps) {
  const { first, autoFocus, onOpen } = props;
  const { server, revision } = props.document;
  const ask = useAsk();
  const save = useWholeSave<MailServerSettings, typeof RevisedMailServer>(path, RevisedMailServer, {
    invalidates: resting,
    onDone: () => say(t('settings.email.own.removed')),
  });
  const remove = (): void =>
    ask({
      title: t('settings.email.own.remove.title'),
      text: t('settings.email.own.remove.text'),
      action: t('settings.remove'),
      onConfirm: () =>
        save.mutate({ draft: { server: null }, revision }, { onError: sayUnsaved(props.onRetry) }),
    });
  if (server === null)
    return (
      <div>
        <Button variant={first ? 'primary' : 'plain'} autoFocus={autoFocus} onClick={onOpen}>
          {t('settings.email.own.add')}
        </Button>
      </div>
    );
  return (
    <div className="row email-own-row">
      <span className="grow email-own-server">
        <span className="code clip">{`${server.host}:${server.port}`}</span>
        <span className="small t3 clip">
          {[
            t(`settings.email.own.tls.${server.tls}`),
            ...(server.user === null ? [] : [server.user]),
          ].join(' · ')}
        </span>
      </span>
      <Button autoFocus={autoFocus} onClick={onOpen}>
        {t('settings.edit')}
      </Button>
      <Button disabled={save.isPending} onClick={remove}>
        {t('settings.remove')}
      </Button>
    </div>
  );
}

const Fields = OwnMailServer.extend({
  host: z.string().trim().min(1).max(253),
  sender: z.string().trim().min(1).max(254),
  password: z.string().max(512).nullable(),
});
const fresh: z.infer<typeof Fields> = {
  ...{ host: '', port: 587, tls: 'starttls', user: null },
  ...{ password: null, sender: '', senderName: null },
};
const usualPort = { starttls: '587', direct: '465' } as const;

function ServerForm({ document, onClose }: { document: RevisedMailServer; onClose: () => void }) {
  const { server, revision } = document;
  const form = useForm({
    schema: Fields,
    value: server === null ? fresh : { ...server, password: null },
    words: 'settings.email.own',
    within: 'server.',
    save: ({ password, ...rest }) => {
      const draft = { server: { ...rest, ...(password === null ? {} : { password }) } };
      return saveWhole(path, RevisedMailServer, { draft, revision });
    },
    invalidates: resting,
    onDone: () => {
      onClose();
      say(t('settings.email.own.saved'));
    },
  });
  const { field, fields } = form;
  const isSet = (server?.passwordAt ?? null) !== null;
  return (
    <PartForm form={form} cancel={t('settings.email.own.cancel')} onClose={onClose}>
      <div className="email-host">
        {field('host', { input: { autoFocus: true } })}
        {field('port')}
      </div>
      {field('tls', {
        // A port that is not the usual one stays as it is.
        also: (tls) =>
          fields.port === usualPort[fields.tls]
            ? { port: usualPort[tls === 'direct' ? tls : 'starttls'] }
            : {},
      })}
      <div className="two">
        {field('user', { input: { autoComplete: 'off' } })}
        {field('password', {
          hint: t(isSet ? 'settings.email.own.password.set' : 'settings.email.own.password.none'),
          input: { type: 'password', autoComplete: 'new-password' },
        })}
      </div>
      <div className="two">
        {field('sender', { input: { type: 'email' } })}
        {field('senderName')}
      </div>
    </PartForm>
  );
}

function Changes({ changes }: Pick<RevisedMailServer, 'changes'>) {
  if (changes.length === 0) return null;
  return (
    <>
      <h4>{t('settings.email.own.changes')}</h4>
      <ul className="email-changes small">
        {changes.map(({ at, by, server }) => (
          <Change key={at} at={at} by={by} server={server} />
        ))}
      </ul>
    </>
  );
}

interface ChangeProps {
  readonly at: number;
  readonly by: string;
  readonly server: RevisedMailServer['changes'][number]['server'];
}

function Change({ at, by, server }: ChangeProps) {
  return (
    <li>
      <span>{`${format.date(at)} ${format.clock(at)} · ${by}`}</span>
      <span className="t2">
        {server === null
          ? t('settings.email.own.changes.removed')
          : `${server.host}:${server.port}`}
      </span>
    </li>
  );
}
