// What an administrator can do with a person or a program: edit, give a new link, disable or
// enable.
import { Invitation, RevisedUser } from '@opportune/protocol/rest/account.ts';
import { api } from '../../api/client.ts';
import {
  Icon,
  invalidate,
  MenuItem,
  MenuLine,
  MoreMenu,
  say,
  sayError,
  sayUnsaved,
  useApiMutation,
  useAsk,
  t,
} from '../../ui/index.ts';
import type { Invited } from './person-form.tsx';

interface PersonActsProps {
  readonly user: RevisedUser;
  readonly self: boolean;
  readonly edit: (user: RevisedUser) => void;
  readonly onLink: (invited: Invited) => void;
}

export function PersonActs({ user, self, edit, onLink }: PersonActsProps) {
  const ask = useAsk();
  const reset = useApiMutation(() => api.post(`/users/${user.id}/link`, {}, Invitation), {
    onDone: onLink,
  });
  const disable = useApiMutation(
    (disabled: boolean) =>
      api.patch(`/users/${user.id}`, { disabled }, RevisedUser, { revision: user.revision }),
    {
      invalidates: ['/users'],
      onDone: (changed) =>
        say(
          t(changed.disabled ? 'settings.people.disabled.said' : 'settings.people.enabled.said', {
            name: changed.name,
          }),
        ),
    },
  );
  const refused = { onError: sayUnsaved(() => invalidate('/users')) };
  const askDisable = (): void =>
    ask({
      title: t('settings.people.disable.title', { name: user.name }),
      text: t(
        user.kind === 'program'
          ? 'settings.people.program.disable'
          : 'settings.people.disable.text',
      ),
      action: t('settings.people.disable'),
      onConfirm: () => disable.mutate(true, refused),
    });
  return (
    <MoreMenu label={t('settings.people.more', { name: user.name })}>
      <MenuItem before={<Icon name="note" />} onClick={() => edit(user)}>
        {t('settings.edit')}
      </MenuItem>
      {user.kind === 'person' && (
        <MenuItem
          before={<Icon name="key" />}
          onClick={() => reset.mutate(undefined, { onError: sayError })}
        >
          {t('settings.people.reset')}
        </MenuItem>
      )}
      {!self && <MenuLine />}
      {!self &&
        (user.disabled ? (
          <MenuItem before={<Icon name="check" />} onClick={() => disable.mutate(false, refused)}>
            {t('settings.people.enable')}
          </MenuItem>
        ) : (
          <MenuItem danger before={<Icon name="block" />} onClick={askDisable}>
            {t('settings.people.disable')}
          </MenuItem>
        ))}
    </MoreMenu>
  );
}
