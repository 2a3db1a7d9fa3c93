// Team: who is here, with how much room, and who waits. Only what is known now.
import { useEffect } from 'react';
import type { AgentPresence, Conversation } from '@opportune/protocol/conversation.ts';
import { AgentList } from '@opportune/protocol/rest/conversation.ts';
import { type Skill, SkillList } from '@opportune/protocol/rest/skills.ts';
import { agents as agentStore, inbox } from '../inbox/inbox-store.ts';
import { agentStates } from '../shell/agent-states.ts';
import { useSession } from '../session/session.tsx';
import {
  ago,
  Bones,
  duration,
  Empty,
  ErrorState,
  Face,
  LiveMark,
  PageHeader,
  StateDot,
  t,
  Table,
  useApiQuery,
  useFormat,
  useNow,
  useStore,
  type Column,
} from '../ui/index.ts';
import { within } from '../ui/language.ts';
import { v } from '../visitors/visitor-words.ts';
import { useWaits } from '../inbox/new-wait.tsx';
import { StateOf } from './state-of.tsx';
import './team.css';

export function TeamPage() {
  const format = useFormat();
  const now = useNow();
  const { user } = useSession();
  const told = useStore(agentStore, (list) => list);
  const { data, error, refetch } = useApiQuery('/agents', AgentList, { refetchMs: 30_000 });
  const skills = useApiQuery('/skills', SkillList).data?.skills ?? [];
  useEffect(() => {
    if (data !== undefined && agentStore.get().length === 0) agentStore.set(data.agents);
  }, [data]);
  const list = told.length > 0 ? told : (data?.agents ?? []);
  const sorted = [...list].sort(onlineFirst);
  return (
    <>
      <PageHeader
        title={t('area.team')}
        live={<LiveMark>{v('team.now', { time: format.clock(now) })}</LiveMark>}
      />
      <div className="scroller">
        <Tiles agents={list} now={now} />
        <div className="bar team-bar">
          <h2 className="section-title">{v('team.agents')}</h2>
          <span className="small t3">{v('team.onlineFirst')}</span>
          <span className="grow" />
          <span className="places-legend small t2">
            <i className="f" />
            {v('team.inConversation')}
            <i />
            {v('team.room')}
          </span>
        </div>
        {sorted.length > 0 ? (
          <div className="table-place">
            <Table
              caption={v('team.agents')}
              className="num team-table"
              columns={columns(now, user.id, skills).filter(
                ({ key }) => key !== 'skills' || list.some((agent) => agent.skills.length > 0),
              )}
              rows={sorted}
              rowKey={(agent) => agent.user}
            />
          </div>
        ) : error !== null ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : data === undefined ? (
          <Bones rows={4} columns={4} />
        ) : (
          <Empty title={v('team.empty.title')} text={v('team.empty.text')} />
        )}
      </div>
    </>
  );
}

function onlineFirst(a: AgentPresence, b: AgentPresence): number {
  return (
    agentStates.indexOf(a.state) - agentStates.indexOf(b.state) || a.name.localeCompare(b.name)
  );
}

function Tiles({ agents, now }: { agents: readonly AgentPresence[]; now: number }) {
  const format = useFormat();
  const conversations = useStore(inbox, (value) => value.conversations);
  const waiting = [...conversations.values()].filter(({ status }) => status === 'waiting');
  const messages = [...conversations.values()].filter(({ status }) => status === 'message');
  const count = (state: AgentPresence['state']): number =>
    agents.filter((agent) => agent.state === state).length;
  const online = agents.filter(({ state }) => state === 'online');
  const active = agents.reduce((sum, agent) => sum + agent.active, 0);
  const room = online.reduce((sum, agent) => sum + Math.max(0, agent.room - agent.active), 0);
  return (
    <section className="tiles">
      <Tile
        label={v('team.online')}
        figure={format.number(online.length)}
        beside={v('team.ofAgents', { n: agents.length })}
        below={agentStates
          .filter((state) => state !== 'online' && count(state) > 0)
          .map((state) =>
            v('team.countOf', { n: count(state), state: within(t(`agent.${state}`)) }),
          )
          .join(', ')}
      />
      <Tile
        label={v('team.conversations')}
        figure={format.number(active)}
        beside={room === 0 ? v('team.noRoom') : v('team.roomFor', { n: room })}
      />
      <Tile
        label={v('team.waiting')}
        figure={format.number(waiting.length)}
        beside={
          waiting.length === 0
            ? v('team.nobodyWaits')
            : v('team.longest', { time: longest(waiting, now) })
        }
        below={useWaits()}
      />
      <Tile
        label={v('team.messages')}
        figure={format.number(messages.length)}
        beside={v('team.toAnswer')}
      />
    </section>
  );
}

function longest(waiting: readonly Conversation[], now: number): string {
  return duration(now - Math.min(...waiting.map((each) => each.waitingSince ?? each.startedAt)));
}

function Tile({
  label,
  figure,
  beside,
  below,
}: {
  label: string;
  figure: string;
  beside: string;
  below?: string;
}) {
  return (
    <div>
      <div className="label">{label}</div>
      <div className="fig">
        {figure} <small>{beside}</small>
      </div>
      {below !== undefined && below !== '' && <div className="small t2">{below}</div>}
    </div>
  );
}

function columns(
  now: number,
  me: string,
  skills: readonly Skill[],
): readonly Column<AgentPresence>[] {
  return [
    {
      key: 'agent',
      head: v('team.agent'),
      width: '28%',
      cell: (agent) => (
        <span className="row">
          <Face name={agent.name} />
          <span className="clip">{agent.name}</span>
          {agent.user === me && <span className="t3 small">{v('team.you')}</span>}
        </span>
      ),
    },
    {
      key: 'state',
      head: v('team.state'),
      width: '24%',
      cell: (agent) => (
        <span className="row">
          <StateDot state={agent.state} />
          <StateOf agent={agent} self={agent.user === me} />
          <span className="t3">{ago(now - agent.since)}</span>
        </span>
      ),
    },
    { key: 'load', head: v('team.load'), width: '24%', cell: (agent) => <Places agent={agent} /> },
    {
      key: 'skills',
      head: v('team.skills'),
      cell: (agent) =>
        agent.skills.length === 0 ? (
          <span className="t3">{t('dash')}</span>
        ) : (
          agent.skills.map((had) => skills.find(({ id }) => id === had)?.name ?? had).join(', ')
        ),
    },
  ];
}

/** Room drawn as places: full ones filled. */
function Places({ agent }: { agent: AgentPresence }) {
  const places = Math.max(agent.room, agent.active);
  return (
    <span className="places">
      {Array.from({ length: Math.min(places, 10) }, (_, at) => (
        <i key={at} aria-hidden="true" className={at < agent.active ? 'f' : ''} />
      ))}
      <span>{v('team.loadOf', { n: agent.active, room: agent.room })}</span>
    </span>
  );
}
