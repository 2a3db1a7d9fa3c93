// Who may sign in, with what role and room. An invitation or a reset is a link that is shown once.
import { useState } from 'react';
import { UserList, type RevisedUser } from '@opportune/protocol/rest/account.ts';
import { useSession } from '../../session/session.tsx';
import { ago, Begun, Face, serverNow, Tag, useApiQuery, type Column } from '../../ui/index.ts';
import { PersonActs } from './person-acts.tsx';
import { PersonDialog, type Invited } from './person-form.tsx';
import { PersonSkills, useSkillWords } from './person-skills.tsx';
import { SettingsList } from '../form/settings-list.tsx';
import { ShownOnce } from '../form/shown-once.tsx';
import { k } from '../routing/skills.ts';
import { useAdministrator } from '../use-administrator.ts';
import { s } from '../words.ts';

export function PeoplePage() {
  const { data, error, refetch } = useApiQuery('/users', UserList, {
    query: { limit: 200 },
  });
  const administrator = useAdministrator();
  const [open, setOpen] = useState<RevisedUser | 'new' | null>(null);
  const [link, setLink] = useState<Invited | null>(null);
  const skillsOf = useSkillWords();
  const form = (user: RevisedUser | null) => (
    <PersonDialog
      user={user}
      onClose={() => setOpen(null)}
      onInvited={(made) => {
        setOpen(null);
        setLink(made);
      }}
    />
  );
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
      phoneLine={(user) => [s(`role.${user.role}`), user.email, ...skillsOf(user)].join(' · ')}
      empty={{ title: s('page.people'), text: s('people.text') }}
    >
      {open === 'new' && form(null)}
      {open !== null && open !== 'new' && (
        <Begun key={open.id} now={data?.items.find(({ id }) => id === open.id)} reread={refetch}>
          {form}
        </Begun>
      )}
      {link !== null && (
        <ShownOnce
          title={s('people.link.title')}
          text={s('people.link.text', { name: link.user.name })}
          secret={link.link}
          copy={s('people.link.copy')}
          done={s('people.link.done')}
          onClose={() => setLink(null)}
        />
      )}
    </SettingsList>
  );
}

function useColumns(
  edit: (user: RevisedUser) => void,
  onLink: (invited: Invited) => void,
): readonly Column<RevisedUser>[] {
  const administrator = useAdministrator();
  const { user: me } = useSession();
  const columns: Column<RevisedUser>[] = [
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
      key: 'skills',
      head: k('person.head'),
      width: 170,
      cell: (user) => <PersonSkills user={user} />,
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
      cell: (user) => (
        <PersonActs user={user} self={user.id === me.id} edit={edit} onLink={onLink} />
      ),
    },
  ];
}
