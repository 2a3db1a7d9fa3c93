// The account's own mail server, for its administrators: set as a whole, taken away with a question
// first. The password goes to the server and never comes back.
import { useState } from 'react';
import {
  type MailServerSettings,
  type OwnMailServer,
  RevisedMailServer,
} from '@opportune/protocol/rest/mail.ts';
import { ApiProblem } from '../../api/client.ts';
import {
  Begun,
  Button,
  fieldError,
  FormError,
  NotYet,
  say,
  sayUnsaved,
  SelectField,
  TextField,
  useApiQuery,
  useAsk,
  useFormat,
  useWholeSave,
  t,
} from '../../ui/index.ts';

const path = '/mail/server';

/** `first`: without it no letter leaves. */
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

function useServerSave(onDone: () => void) {
  return useWholeSave<MailServerSettings, typeof RevisedMailServer>(path, RevisedMailServer, {
    invalidates: ['/mail', '/after-chat', '/my-reports'],
    onDone,
  });
}

/** `autoFocus`: the form was closed just now, with the focus in it. */
function Summary(props: {
  document: RevisedMailServer;
  first: boolean;
  autoFocus: boolean;
  onOpen: () => void;
  onRetry: () => void;
}) {
  const { first, autoFocus, onOpen } = props;
  const { server, revision } = props.document;
  const ask = useAsk();
  const save = useServerSave(() => say(t('settings.email.own.removed')));
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

interface Fields {
  readonly host: string;
  readonly port: string;
  readonly tls: OwnMailServer['tls'];
  readonly user: string;
  readonly password: string;
  readonly sender: string;
  readonly senderName: string;
}
const fresh: Fields = {
  ...{ host: '', port: '587', tls: 'starttls', user: '', password: '' },
  ...{ sender: '', senderName: '' },
};
const usualPort = { starttls: '587', direct: '465' } as const;
/** Whose refusals are said under the field. */
const fieldPaths = [
  'server.host',
  'server.port',
  'server.user',
  'server.password',
  'server.sender',
] as const;
type FieldPath = (typeof fieldPaths)[number];

function fieldsOf(server: RevisedMailServer['server']): Fields {
  if (server === null) return fresh;
  const { host, port, tls, user, sender, senderName } = server;
  return {
    ...{ host, tls, sender, port: String(port), password: '' },
    ...{ user: user ?? '', senderName: senderName ?? '' },
  };
}

function draftOf(fields: Fields): MailServerSettings {
  const filled = (text: string): string | null => (text.trim() === '' ? null : text.trim());
  return {
    server: {
      host: fields.host.trim(),
      port: Number(fields.port),
      tls: fields.tls,
      user: filled(fields.user),
      sender: fields.sender.trim(),
      senderName: filled(fields.senderName),
      ...(fields.password === '' ? {} : { password: fields.password }),
    },
  };
}

function ServerForm(props: { document: RevisedMailServer; onClose: () => void }) {
  const { document, onClose } = props;
  const { server, revision } = document;
  const [fields, setFields] = useState(() => fieldsOf(server));
  const set = (part: Partial<Fields>): void => setFields((now) => ({ ...now, ...part }));
  const save = useServerSave(() => {
    onClose();
    say(t('settings.email.own.saved'));
  });
  const isSet = (server?.passwordAt ?? null) !== null;
  const at = save.error instanceof ApiProblem ? save.error.problem.path : undefined;
  const errorAt = (part: FieldPath): string | null => (at === part ? fieldError(save.error) : null);
  return (
    <form
      className="settings-form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ draft: draftOf(fields), revision });
      }}
    >
      <div className="email-host">
        <TextField
          label={t('settings.email.own.host')}
          autoFocus
          required
          maxLength={253}
          value={fields.host}
          error={errorAt('server.host')}
          onChange={(event) => set({ host: event.currentTarget.value })}
        />
        <TextField
          label={t('settings.email.own.port')}
          type="number"
          required
          min={1}
          max={65_535}
          value={fields.port}
          error={errorAt('server.port')}
          onChange={(event) => set({ port: event.currentTarget.value })}
        />
      </div>
      <SelectField
        label={t('settings.email.own.tls')}
        hint={t('settings.email.own.tls.hint')}
        value={fields.tls}
        choices={(['starttls', 'direct'] as const).map((value) => ({
          value,
          label: t(`settings.email.own.tls.${value}`),
        }))}
        onChange={(event) => {
          const tls = event.currentTarget.value === 'direct' ? 'direct' : 'starttls';
          // A port of their own stays.
          const isUsual = fields.port === usualPort[fields.tls];
          set({ tls, ...(isUsual ? { port: usualPort[tls] } : {}) });
        }}
      />
      <div className="two">
        <TextField
          label={t('settings.email.own.user')}
          hint={t('settings.email.own.user.hint')}
          autoComplete="off"
          maxLength={254}
          value={fields.user}
          error={errorAt('server.user')}
          onChange={(event) => set({ user: event.currentTarget.value })}
        />
        <TextField
          label={t('settings.email.own.password')}
          hint={t(isSet ? 'settings.email.own.password.set' : 'settings.email.own.password.none')}
          type="password"
          autoComplete="new-password"
          maxLength={512}
          value={fields.password}
          error={errorAt('server.password')}
          onChange={(event) => set({ password: event.currentTarget.value })}
        />
      </div>
      <div className="two">
        <TextField
          label={t('settings.email.own.sender')}
          type="email"
          required
          maxLength={254}
          value={fields.sender}
          error={errorAt('server.sender')}
          onChange={(event) => set({ sender: event.currentTarget.value })}
        />
        <TextField
          label={t('settings.email.own.senderName')}
          maxLength={80}
          value={fields.senderName}
          onChange={(event) => set({ senderName: event.currentTarget.value })}
        />
      </div>
      <FormError error={fieldPaths.some((part) => part === at) ? null : save.error} />
      <div className="row">
        <Button type="submit" variant="primary" disabled={save.isPending}>
          {t('settings.save')}
        </Button>
        <Button onClick={onClose}>{t('settings.email.own.cancel')}</Button>
      </div>
    </form>
  );
}

function Changes({ changes }: Pick<RevisedMailServer, 'changes'>) {
  const format = useFormat();
  if (changes.length === 0) return null;
  return (
    <>
      <h4>{t('settings.email.own.changes')}</h4>
      <ul className="email-changes small">
        {changes.map(({ at, by, server }) => (
          <li key={at}>
            <span>{`${format.date(at)} ${format.clock(at)} · ${by}`}</span>
            <span className="t2">
              {server === null
                ? t('settings.email.own.changes.removed')
                : `${server.host}:${server.port}`}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
