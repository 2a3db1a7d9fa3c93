// A group of the list: its name, its size, and the notices that belong to it.
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
      <h2 className="conv-group">
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

/** Counts places, as the team's page does: heavy conversations and wrap-ups take theirs. */
function OfRoom({ n }: { n: number }) {
  const { user } = useSession();
  const mine = useStore(agents, (list) => list.find((agent) => agent.user === user.id));
  return (
    <span title={t('inbox.group.places')}>
      {t('inbox.group.ofRoom', { n: mine?.active ?? n, room: mine?.room ?? user.room })}
    </span>
  );
}

/** More left messages wait for an answer than the list holds. This links to them in the search. */
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
