// The team now: who is online, how many more conversations they can take, and how many wait.
import { AgentFace } from '../session/agent-face.tsx';
import type { ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import { agents, inbox } from '../inbox/inbox-store.ts';
import { rooms } from '../inbox/room.ts';
import { firstPage } from '../shell/areas.ts';
import { Bones, format, t, useStore } from '../ui/index.ts';
import { Panel } from './panel.tsx';

/** The most faces drawn. The words beside them count everybody. */
const mostFaces = 6;

export function TeamNow({ children }: { children?: ReactNode }) {
  const list = useStore(agents, (all) => all);
  const loaded = useStore(inbox, (value) => value.loaded);
  return (
    <Panel
      title={t('home.team.title')}
      end={
        <Link to="/team/{-$view}" params={firstPage} className="small">
          {t('console.area.team')}
        </Link>
      }
    >
      {!loaded ? (
        <Bones rows={2} columns={2} />
      ) : (
        <div className="home-body">
          <Online list={list} />
          <dl className="home-lines">
            {children}
            <Waiting />
          </dl>
        </div>
      )}
    </Panel>
  );
}

function Online({ list }: { list: ReturnType<typeof agents.get> }) {
  const free = useStore(rooms, (all) => all['*']?.free);
  const online = list
    .filter(({ state }) => state === 'online')
    .toSorted((a, b) => a.name.localeCompare(b.name));
  const places = free === undefined || free === 0 ? 'none' : 'free';
  return (
    <div className="row home-online">
      <span className="home-faces">
        {online.slice(0, mostFaces).map(({ user, name, kind }) => (
          <AgentFace key={user} user={user} name={name} kind={kind} />
        ))}
      </span>
      <span className="t2 num">
        {online.length === 0
          ? t('home.team.nobody')
          : t(`home.team.online.${places}`, {
              n: online.length,
              free: t('home.team.places', { n: free ?? 0 }),
            })}
      </span>
    </div>
  );
}

function Waiting() {
  const waiting = useStore(
    inbox,
    ({ conversations }) =>
      [...conversations.values()].filter(({ status }) => status === 'waiting').length,
  );
  return (
    <div>
      <dt>{t('home.team.waiting')}</dt>
      <dd className="num">{waiting === 0 ? t('home.team.nobodyWaits') : format.number(waiting)}</dd>
    </div>
  );
}
