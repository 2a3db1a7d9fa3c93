// The agents with their state, room and skills. Managers also see how many conversations each has,
// with a list to open, and how many each answered today. Rows keep their places while somebody
// points at them.
import { AgentFace } from '../../session/agent-face.tsx';
import { useState } from 'react';
import type { AgentPresence } from '@opportune/protocol/conversation/conversation.ts';
import { SkillList, type Skill } from '@opportune/protocol/rest/team/skills.ts';
import { inbox } from '../../inbox/inbox-store.ts';
import { useSession } from '../../session/session.tsx';
import { agentStates } from '../../shell/agent-states.ts';
import {
  format,
  ago,
  ProgramMark,
  StateDot,
  t,
  useApiQuery,
  useStore,
  type Column,
  column,
  figureColumn,
  ScrollTable,
} from '../../ui/index.ts';
import { AboutFigure } from '../history/about-figure.tsx';
import { AgentTalks, talksOf } from './agent-talks.tsx';
import { figureWords } from '../history/figure-words.ts';
import { StateOf } from './state-of.tsx';
import { useStill } from './use-still.ts';
import { useIsManager, useToday } from './use-today.ts';

export function AgentsTable({ list, now }: { list: readonly AgentPresence[]; now: number }) {
  const { user } = useSession();
  const isManager = useIsManager();
  const skills = useApiQuery('/skills', SkillList).data?.skills ?? [];
  const [opened, setOpened] = useState<string | null>(null);
  const ofManagers = useManagerColumns(setOpened);
  const still = useStill([...list].sort(onlineFirst).map((agent) => agent.user));
  const agent = list.find((each) => each.user === opened);
  const columns = [...plainColumns(now, user.id, skills), ...(isManager ? ofManagers : [])];
  return (
    <div className="table-place" {...still.on}>
      <ScrollTable
        caption={t('visitors.team.agents')}
        className={isManager ? 'num team-table managed' : 'num team-table'}
        columns={columns.filter(
          ({ key }) =>
            key !== 'visitors.team.skills' || list.some((each) => each.skills.length > 0),
        )}
        rows={still.keys.flatMap((key) => list.find((each) => each.user === key) ?? [])}
        rowKey={(each) => each.user}
      />
      {agent !== undefined && <AgentTalks agent={agent} onClose={() => setOpened(null)} />}
    </div>
  );
}

function onlineFirst(a: AgentPresence, b: AgentPresence): number {
  return (
    agentStates.indexOf(a.state) - agentStates.indexOf(b.state) || a.name.localeCompare(b.name)
  );
}

function plainColumns(
  now: number,
  me: string,
  skills: readonly Skill[],
): readonly Column<AgentPresence>[] {
  return [
    column('visitors.team.agent', (agent) => (
      <span className="row">
        <AgentFace user={agent.user} name={agent.name} kind={agent.kind} />
        <span className="clip">{agent.name}</span>
        <ProgramMark kind={agent.kind} />
        {agent.user === me && <span className="t3 small">{t('visitors.team.you')}</span>}
      </span>
    )),
    column('visitors.team.state', (agent) => (
      <span className="row">
        <StateDot state={agent.state} />
        <StateOf agent={agent} self={agent.user === me} />
        <span className="t3">{ago(now - agent.since)}</span>
      </span>
    )),
    column('visitors.team.load', (agent) => <Places agent={agent} />),
    column('visitors.team.skills', (agent) =>
      agent.skills.length === 0 ? (
        <span className="t3">{t('console.dash')}</span>
      ) : (
        agent.skills.map((had) => skills.find(({ id }) => id === had)?.name ?? had).join(', ')
      ),
    ),
  ];
}

/**
 * The conversations that an agent has, and today's figures. A conversation counts for the agent who
 * had it last.
 */
function useManagerColumns(open: (user: string) => void): readonly Column<AgentPresence>[] {
  const conversations = useStore(inbox, (value) => value.conversations);
  const today = useToday('agent');
  const figuresOf = (user: string) => today?.parts.find(({ key }) => key === user)?.figures;
  const figure = (user: string, id: 'answered' | 'first-answer') => {
    const found = figuresOf(user)?.[id];
    return found === undefined ? (
      <span className="t3">{t('console.dash')}</span>
    ) : (
      figureWords(found, id)
    );
  };
  return [
    figureColumn('history.agents.has', (agent) => {
      const had = talksOf(agent, conversations.values()).length;
      return (
        <button
          type="button"
          className="link-button"
          aria-label={t('history.agents.open', { name: agent.name })}
          onClick={() => open(agent.user)}
        >
          {format.number(had)}
        </button>
      );
    }),
    {
      key: 'answered',
      head: (
        <>
          {t('history.agents.answered')} <AboutFigure id="answered" />
        </>
      ),
      align: 'right',
      cell: ({ user }) => figure(user, 'answered'),
    },
    {
      key: 'first',
      head: (
        <>
          {t('history.agents.firstAnswer')} <AboutFigure id="first-answer" />
        </>
      ),
      align: 'right',
      cell: ({ user }) => figure(user, 'first-answer'),
    },
  ];
}

/** The places of an agent. Occupied places are filled. */
function Places({ agent }: { agent: AgentPresence }) {
  const places = Math.max(agent.room, agent.active);
  return (
    <span className="places">
      {Array.from({ length: Math.min(places, 10) }, (_, at) => (
        <i key={at} aria-hidden="true" className={at < agent.active ? 'f' : ''} />
      ))}
      <span>{t('visitors.team.loadOf', { n: agent.active, room: agent.room })}</span>
    </span>
  );
}
