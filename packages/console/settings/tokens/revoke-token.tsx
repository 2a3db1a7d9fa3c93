// The menu of an API token. Revoking it asks first and takes effect at once.
import { Empty } from '@opportune/protocol/rest/common.ts';
import type { ApiToken } from '@opportune/protocol/rest/tokens.ts';
import { api } from '../../api/client.ts';
import {
  Icon,
  MenuItem,
  MoreMenu,
  say,
  sayError,
  t,
  useApiMutation,
  useAsk,
} from '../../ui/index.ts';
import { useAdministrator } from '../use-administrator.ts';

function useRevoking({ id, name }: ApiToken): () => void {
  const ask = useAsk();
  const path = useAdministrator() ? `/tokens/${id}` : `/my-tokens/${id}`;
  const revoke = useApiMutation(() => api.delete(path, Empty), {
    invalidates: ['/tokens', '/my-tokens'],
    onDone: () => say(t('settings.apiTokens.revoked', { name })),
  });
  return () =>
    ask({
      title: t('settings.apiTokens.revoke.title', { name }),
      text: t('settings.apiTokens.revoke.text'),
      action: t('settings.apiTokens.revoke'),
      onConfirm: () => revoke.mutate(undefined, { onError: sayError }),
    });
}

export function RevokeToken({ token }: { token: ApiToken }) {
  const revoke = useRevoking(token);
  return (
    <MoreMenu label={t('settings.apiTokens.more', { name: token.name })}>
      <MenuItem danger before={<Icon name="block" />} onClick={revoke}>
        {t('settings.apiTokens.revoke')}
      </MenuItem>
    </MoreMenu>
  );
}
