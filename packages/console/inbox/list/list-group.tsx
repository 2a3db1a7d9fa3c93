// A group of the list at the left: its name, how many are in it, and what is said of it.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useSession } from '../../session/session.tsx';
import { t, useStore } from '../../ui/index.ts';
import { agents, inbox } from '../inbox-store.ts';
import type { GroupName } from './groups.ts';
import { NewWait } from './new-wait.tsx';
import { NoMail } from './no-mail.tsx';

interface ListGroupProps {
  readonly name: GroupName;
  readonly size: number;
  readonly children: ReactNode;
}

export function ListGroup({ name, size, children }: ListGroupProps) {
  return (
    <section aria-label={groupWords(name)}>
      <h2 className="group">
        <span className="grow">{groupWords(name)}</span>
        <span className="num">{name === 'active' ? <OfRoom n={size} /> : size}</span>
      </h2>
      {name === 'waiting' && <NewWait />}
      {name === 'message' && <NoMail />}
      {children}
      {name === 'message' && <Unlisted />}
    </section>
  );
}

/** Places, as on the team's page: a heavy conversation and a wrap-up take theirs. */
function OfRoom({ n }: { n: number }) {
  const { user } = useSession();
  const mine = useStore(agents, (list) => list.find((agent) => agent.user === user.id));
  return (
    <span title={t('inbox.group.places')}>
      {t('inbox.group.ofRoom', { n: mine?.active ?? n, room: mine?.room ?? user.room })}
    </span>
  );
}

/** More wait for an answer than are listed: they are in the search. */
function Unlisted() {
  const n = useStore(inbox, ({ unlisted }) => unlisted);
  if (n === 0) return null;
  return (
    <Link to="/search" search={{ status: 'message' }} className="small group-said">
      {t('inbox.group.unlisted', { n })}
    </Link>
  );
}

function groupWords(name: GroupName): string {
  if (name === 'joined') return t('hands.group.joined');
  return name === 'ringing' ? t('routing.group.ringing') : t(`inbox.group.${name}`);
}
