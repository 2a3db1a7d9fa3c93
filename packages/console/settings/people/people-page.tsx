// Who may sign in, with their roles and room. An invitation or a reset is a link that is shown
// once.
import { useState } from 'react';
import { UserList, type RevisedUser } from '@opportune/protocol/rest/account.ts';
import { useSession } from '../../session/session.tsx';
import {
  actsColumn,
  ago,
  Begun,
  Face,
  ProgramMark,
  serverNow,
  Tag,
  useApiQuery,
  type Column,
  t,
  column,
  figureColumn,
} from '../../ui/index.ts';
import { PersonActs } from './person-acts.tsx';
import { PersonDialog, type Invited } from './person-form.tsx';
import { PersonSkills, useSkillWords } from './person-skills.tsx';
import { ProgramDialog } from './program-form.tsx';
import { SettingsList } from '../form/settings-list.tsx';
import { ShownOnce } from '../form/shown-once.tsx';
import { useAdministrator } from '../use-administrator.ts';

export function PeoplePage() {
  const { data, error, refetch } = useApiQuery('/users', UserList, {
    query: { limit: 200 },
  });
  const administrator = useAdministrator();
  const [open, setOpen] = useState<RevisedUser | 'new' | 'program' | null>(null);
  const [link, setLink] = useState<Invited | null>(null);
  const skillsOf = useSkillWords();
  const close = (): void => setOpen(null);
  const form = (user: RevisedUser | null) =>
    user?.kind === 'program' ? (
      <ProgramDialog program={user} onClose={close} />
    ) : (
      <PersonDialog
        user={user}
        onClose={close}
        onInvited={(made) => {
          close();
          setLink(made);
        }}
      />
    );
  return (
    <SettingsList
      title={t('settings.page.people')}
      text={t('settings.people.text')}
      act={
        administrator
          ? { label: t('settings.people.invite'), onClick: () => setOpen('new') }
          : undefined
      }
      otherAct={
        administrator
          ? { label: t('settings.people.program.new'), onClick: () => setOpen('program') }
          : undefined
      }
      rows={data?.items}
      error={error}
      onRetry={() => void refetch()}
      columns={useColumns(setOpen, setLink)}
      rowKey={({ id }) => id}
      phoneLine={(user) =>
        [roleWords(user), user.email ?? [], ...skillsOf(user)].flat().join(' · ')
      }
      empty={{ title: t('settings.page.people'), text: t('settings.people.text') }}
    >
      {open === 'new' && form(null)}
      {open === 'program' && <ProgramDialog program={null} onClose={close} />}
      {typeof open === 'object' && open !== null && (
        <Begun key={open.id} now={data?.items.find(({ id }) => id === open.id)} reread={refetch}>
          {form}
        </Begun>
      )}
      {link !== null && (
        <ShownOnce
          title={t('settings.people.link.title')}
          text={t('settings.people.link.text', { name: link.user.name })}
          secret={link.link}
          copy={t('settings.people.link.copy')}
          done={t('settings.people.link.done')}
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
    column('settings.people.name', (user) => (
      <PersonName user={user} administrator={administrator} me={me} edit={edit} />
    )),
    column('settings.people.email', 250, ({ email }) => (
      <span className={email === null ? 't3' : 't2'}>{email ?? t('console.dash')}</span>
    )),
    column('settings.people.role', 150, roleWords),
    figureColumn('settings.people.room.short', 72, ({ room }) => room),
    column('skills.person.head', 170, (user) => <PersonSkills user={user} />),
    column('settings.people.seen', 110, ({ lastSeenAt }) => (
      <span className="t2">
        {lastSeenAt === null ? t('settings.people.seen.never') : ago(serverNow() - lastSeenAt)}
      </span>
    )),
  ];
  if (!administrator) return columns;
  return [
    ...columns,
    actsColumn('settings.edit', 52, (user) => (
      <PersonActs user={user} self={user.id === me.id} edit={edit} onLink={onLink} />
    )),
  ];
}

/** A program always has the role of an agent. */
function roleWords({ kind, role }: RevisedUser): string {
  return kind === 'program' ? t('console.agent.program') : t(`settings.role.${role}`);
}

interface PersonNameProps {
  readonly user: RevisedUser;
  readonly administrator: boolean;
  readonly me: { readonly id: string };
  readonly edit: (user: RevisedUser) => void;
}

function PersonName({ user, administrator, me, edit }: PersonNameProps) {
  return (
    <span className="row">
      <Face name={user.name} kind={user.kind} photo={user.photo} />
      {administrator ? (
        <button type="button" className="link-button medium" onClick={() => edit(user)}>
          {user.name}
        </button>
      ) : (
        <span className="medium">{user.name}</span>
      )}
      {user.id === me.id && <span className="t3">{t('settings.people.you')}</span>}
      <ProgramMark kind={user.kind} />
      {user.disabled && <Tag tone="bad">{t('settings.people.disabled')}</Tag>}
      {!user.disabled && user.kind === 'person' && user.lastSeenAt === null && (
        <Tag tone="accent">{t('settings.people.invited')}</Tag>
      )}
    </span>
  );
}
