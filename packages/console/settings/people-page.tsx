// Who may sign in, with what role and room. An invitation or a reset is a link that is shown once.
import { useState } from 'react';
import { Invitation, Role, User } from '@opportune/protocol/rest/account.ts';
import { listOf } from '@opportune/protocol/rest/common.ts';
import type { z } from 'zod';
import { api } from '../api/client.ts';
import { useSession } from '../session/session.tsx';
import {
  ago,
  Button,
  CopyButton,
  Dialog,
  explainError,
  Face,
  Icon,
  Menu,
  MenuItem,
  MenuLine,
  say,
  SelectField,
  serverNow,
  Tag,
  TextField,
  useApiMutation,
  useApiQuery,
  useAsk,
  type Column,
} from '../ui/index.ts';
import { useAdministrator } from './use-administrator.ts';
import { SettingsList } from './settings-list.tsx';
import { s } from './words.ts';

type Invited = z.infer<typeof Invitation>;
const roles = Role.options;

export function PeoplePage() {
  const { data, error, refetch } = useApiQuery('/users', listOf(User), { query: { limit: 200 } });
  const administrator = useAdministrator();
  const [open, setOpen] = useState<User | 'new' | null>(null);
  const [link, setLink] = useState<Invited | null>(null);
  return (
    <SettingsList
      title={s('page.people')}
      text={s('people.text')}
      act={administrator ? { label: s('people.invite'), onClick: () => setOpen('new') } : undefined}
      rows={data?.items}
      error={error}
      onRetry={() => void refetch()}
      columns={useColumns(setOpen, setLink)}
      rowKey={({ id }) => id}
      phoneLine={({ role, email }) => `${s(`role.${role}`)} · ${email}`}
      empty={{ title: s('page.people'), text: s('people.text') }}
    >
      {open !== null && (
        <PersonDialog
          user={open === 'new' ? null : open}
          onClose={() => setOpen(null)}
          onInvited={(made) => {
            setOpen(null);
            setLink(made);
          }}
        />
      )}
      {link !== null && <LinkDialog invited={link} onClose={() => setLink(null)} />}
    </SettingsList>
  );
}

function useColumns(
  edit: (user: User) => void,
  onLink: (invited: Invited) => void,
): readonly Column<User>[] {
  const administrator = useAdministrator();
  const { user: me } = useSession();
  const columns: Column<User>[] = [
    {
      key: 'name',
      head: s('people.name'),
      cell: (user) => (
        <span className="row">
          <Face name={user.name} />
          {administrator ? (
            <button type="button" className="link-button medium" onClick={() => edit(user)}>
              {user.name}
            </button>
          ) : (
            <span className="medium">{user.name}</span>
          )}
          {user.id === me.id && <span className="t3">{s('people.you')}</span>}
          {user.disabled && <Tag tone="bad">{s('people.disabled')}</Tag>}
          {!user.disabled && user.lastSeenAt === null && (
            <Tag tone="accent">{s('people.invited')}</Tag>
          )}
        </span>
      ),
    },
    {
      key: 'email',
      head: s('people.email'),
      width: 250,
      cell: ({ email }) => <span className="t2">{email}</span>,
    },
    { key: 'role', head: s('people.role'), width: 150, cell: ({ role }) => s(`role.${role}`) },
    {
      key: 'room',
      head: s('people.room.short'),
      width: 72,
      align: 'right',
      cell: ({ room }) => room,
    },
    {
      key: 'seen',
      head: s('people.seen'),
      width: 110,
      cell: ({ lastSeenAt }) => (
        <span className="t2">
          {lastSeenAt === null ? s('people.seen.never') : ago(serverNow() - lastSeenAt)}
        </span>
      ),
    },
  ];
  if (!administrator) return columns;
  return [
    ...columns,
    {
      key: 'acts',
      head: <span className="aside-voice">{s('edit')}</span>,
      width: 52,
      align: 'right',
      cell: (user) => <Acts user={user} self={user.id === me.id} edit={edit} onLink={onLink} />,
    },
  ];
}

function Acts({
  user,
  self,
  edit,
  onLink,
}: {
  user: User;
  self: boolean;
  edit: (user: User) => void;
  onLink: (invited: Invited) => void;
}) {
  const ask = useAsk();
  const failed = (problem: Error): void => say(explainError(problem).text);
  const reset = useApiMutation(() => api.post(`/users/${user.id}/link`, {}, Invitation), {
    onDone: onLink,
  });
  const disable = useApiMutation(
    (disabled: boolean) => api.patch(`/users/${user.id}`, { disabled }, User),
    {
      invalidates: ['/users'],
      onDone: (changed) =>
        say(
          s(changed.disabled ? 'people.disabled.said' : 'people.enabled.said', {
            name: changed.name,
          }),
        ),
    },
  );
  const askDisable = (): void =>
    ask({
      title: s('people.disable.title', { name: user.name }),
      text: s('people.disable.text'),
      action: s('people.disable'),
      onConfirm: () => disable.mutate(true, { onError: failed }),
    });
  return (
    <Menu
      position="bottom-end"
      target={
        <button
          type="button"
          className="btn quiet icon-only"
          aria-label={s('people.more', { name: user.name })}
        >
          <Icon name="more" />
        </button>
      }
    >
      <MenuItem before={<Icon name="note" />} onClick={() => edit(user)}>
        {s('edit')}
      </MenuItem>
      <MenuItem
        before={<Icon name="key" />}
        onClick={() => reset.mutate(undefined, { onError: failed })}
      >
        {s('people.reset')}
      </MenuItem>
      {!self && <MenuLine />}
      {!self &&
        (user.disabled ? (
          <MenuItem
            before={<Icon name="check" />}
            onClick={() => disable.mutate(false, { onError: failed })}
          >
            {s('people.enable')}
          </MenuItem>
        ) : (
          <MenuItem danger before={<Icon name="block" />} onClick={askDisable}>
            {s('people.disable')}
          </MenuItem>
        ))}
    </Menu>
  );
}

function PersonDialog({
  user,
  onClose,
  onInvited,
}: {
  user: User | null;
  onClose: () => void;
  onInvited: (invited: Invited) => void;
}) {
  const [fields, setFields] = useState({
    name: user?.name ?? '',
    email: user?.email ?? '',
    role: user?.role ?? 'agent',
    room: String(user?.room ?? 4),
  });
  const set = (part: Partial<typeof fields>): void => setFields((now) => ({ ...now, ...part }));
  const body = { name: fields.name.trim(), role: fields.role, room: Number(fields.room) };
  const invite = useApiMutation(
    () => api.post('/users', { ...body, email: fields.email.trim() }, Invitation),
    { invalidates: ['/users'], onDone: onInvited },
  );
  const change = useApiMutation(() => api.patch(`/users/${user?.id ?? ''}`, body, User), {
    invalidates: ['/users'],
    onDone: onClose,
  });
  const act = user === null ? invite : change;
  return (
    <Dialog
      title={s(user === null ? 'people.form.invite' : 'people.form.edit')}
      open
      onClose={onClose}
    >
      <form
        className="settings-form"
        onSubmit={(event) => {
          event.preventDefault();
          act.mutate(undefined);
        }}
      >
        <TextField
          label={s('people.name')}
          data-autofocus
          required
          maxLength={80}
          value={fields.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        {user === null && (
          <TextField
            label={s('people.email')}
            type="email"
            required
            maxLength={254}
            value={fields.email}
            onChange={(event) => set({ email: event.currentTarget.value })}
          />
        )}
        <SelectField
          label={s('people.role')}
          value={fields.role}
          hint={s(`role.${fields.role}.hint`)}
          choices={roles.map((value) => ({ value, label: s(`role.${value}`) }))}
          onChange={(event) =>
            set({ role: roles.find((each) => each === event.currentTarget.value) ?? 'agent' })
          }
        />
        <TextField
          label={s('people.room')}
          type="number"
          min={0}
          max={20}
          required
          value={fields.room}
          onChange={(event) => set({ room: event.currentTarget.value })}
        />
        {act.error !== null && (
          <p className="field-error" role="alert">
            {explainError(act.error).text}
          </p>
        )}
        <div className="row dialog-acts">
          <Button type="submit" variant="primary" size="medium" disabled={act.isPending}>
            {s(user === null ? 'people.form.send' : 'save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function LinkDialog({ invited, onClose }: { invited: Invited; onClose: () => void }) {
  return (
    <Dialog title={s('people.link.title')} open onClose={onClose} width={480}>
      <p className="t2">{s('people.link.text', { name: invited.user.name })}</p>
      <p className="code once">{invited.link}</p>
      <div className="row dialog-acts">
        <CopyButton text={invited.link} label={s('people.link.copy')} />
        <Button variant="primary" onClick={onClose}>
          {s('people.link.done')}
        </Button>
      </div>
    </Dialog>
  );
}
