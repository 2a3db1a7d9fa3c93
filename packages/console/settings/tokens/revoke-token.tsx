// What is done with a token: it is revoked, which counts at once and is asked first.
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

export function RevokeToken({ token: { id, name } }: { token: ApiToken }) {
  const ask = useAsk();
  const path = useAdministrator() ? `/tokens/${id}` : `/my-tokens/${id}`;
  const revoke = useApiMutation(() => api.delete(path, Empty), {
    invalidates: ['/tokens', '/my-tokens'],
    onDone: () => say(t('settings.apiTokens.revoked', { name })),
  });
  const askFirst = (): void =>
    ask({
      title: t('settings.apiTokens.revoke.title', { name }),
      text: t('settings.apiTokens.revoke.text'),
      action: t('settings.apiTokens.revoke'),
      onConfirm: () => revoke.mutate(undefined, { onError: sayError }),
    });
  return (
    <MoreMenu label={t('settings.apiTokens.more', { name })}>
      <MenuItem danger before={<Icon name="block" />} onClick={askFirst}>
        {t('settings.apiTokens.revoke')}
      </MenuItem>
    </MoreMenu>
  );
}
