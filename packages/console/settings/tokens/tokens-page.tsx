// API tokens: the user's own, or for administrators those of all people and programs. A secret is
// shown once. Revoking a token asks first and takes effect at once.
import { useState } from 'react';
import { UserList } from '@opportune/protocol/rest/account.ts';
import { OwnTokens, TokenList, type ApiToken } from '@opportune/protocol/rest/tokens.ts';
import {
  actsColumn,
  ago,
  column,
  Face,
  format,
  ProgramMark,
  t,
  useApiQuery,
  useNow,
  type Column,
} from '../../ui/index.ts';
import { SettingsList } from '../form/settings-list.tsx';
import { ShownOnce } from '../form/shown-once.tsx';
import { useAdministrator } from '../use-administrator.ts';
import { NewTokenDialog } from './new-token.tsx';
import { RevokeToken } from './revoke-token.tsx';

export function TokensPage() {
  const isAdministrator = useAdministrator();
  const own = useApiQuery('/my-tokens', OwnTokens, { enabled: !isAdministrator });
  const all = useApiQuery('/tokens', TokenList, {
    query: { limit: 200 },
    enabled: isAdministrator,
  });
  const { error, refetch } = isAdministrator ? all : own;
  const [open, setOpen] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  return (
    <SettingsList
      title={t('settings.page.tokens')}
      text={t(isAdministrator ? 'settings.apiTokens.text.all' : 'settings.apiTokens.text')}
      act={{ label: t('settings.apiTokens.new'), onClick: () => setOpen(true) }}
      rows={isAdministrator ? all.data?.items : own.data?.tokens}
      error={error}
      onRetry={() => void refetch()}
      columns={useColumns(isAdministrator)}
      rowKey={({ id }) => id}
      phoneLine={(token) => [token.hint, scopeWords(token)].join(' · ')}
      empty={{
        title: t('settings.apiTokens.empty.title'),
        text: t('settings.apiTokens.empty.text'),
      }}
    >
      {open && (
        <NewTokenDialog
          onClose={() => setOpen(false)}
          onMade={(made) => {
            setOpen(false);
            setSecret(made);
          }}
        />
      )}
      {secret !== null && (
        <ShownOnce
          title={t('settings.apiTokens.created.title')}
          text={t('settings.apiTokens.created.text')}
          secret={secret}
          copy={t('settings.apiTokens.created.copy')}
          done={t('settings.apiTokens.created.done')}
          onClose={() => setSecret(null)}
        />
      )}
    </SettingsList>
  );
}

function useColumns(isAdministrator: boolean): readonly Column<ApiToken>[] {
  const now = useNow();
  const name = column<ApiToken>('settings.apiTokens.name', ({ name: said, hint }) => (
    <>
      <span className="medium">{said}</span> <span className="code t3">{hint}</span>
    </>
  ));
  const whose = column<ApiToken>('settings.apiTokens.whose', 190, ({ user }) => (
    <Whose id={user} />
  ));
  return [
    name,
    ...(isAdministrator ? [whose] : []),
    column('settings.apiTokens.scopes', 200, (token) => (
      <span className="t2">{scopeWords(token)}</span>
    )),
    column('settings.apiTokens.expires', 160, ({ expiresAt }) => (
      <Expires at={expiresAt} now={now} />
    )),
    column('settings.apiTokens.used', 110, ({ lastUsedAt }) => (
      <span className="t2">
        {lastUsedAt === null
          ? t('settings.apiTokens.used.never')
          : ago(Math.max(0, now - lastUsedAt))}
      </span>
    )),
    actsColumn('settings.edit', 52, (token) => <RevokeToken token={token} />),
  ];
}

function Whose({ id }: { id: string }) {
  const users = useApiQuery('/users', UserList, { query: { limit: 200 } }).data?.items ?? [];
  const user = users.find((each) => each.id === id);
  if (user === undefined) return <span className="t3">{t('console.dash')}</span>;
  return (
    <span className="row">
      <Face name={user.name} kind={user.kind} />
      <span className="clip">{user.name}</span>
      <ProgramMark kind={user.kind} />
    </span>
  );
}

function Expires({ at, now }: { at: number | null; now: number }) {
  if (at === null) return <span className="t3">{t('settings.apiTokens.expires.never')}</span>;
  if (at <= now) return <span className="bad">{t('settings.apiTokens.expired')}</span>;
  return <span className="t2">{format.date(at)}</span>;
}

function scopeWords({ scopes }: ApiToken): string {
  return scopes.map((scope) => t(`settings.apiTokens.scope.${scope}`)).join(', ');
}
