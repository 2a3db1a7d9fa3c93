// The figures at the top of the team page: who is online, what goes on and who waits, and for
// managers the most important figures of today. Today's figures come from the history.
import type { AgentPresence, Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { waitedMs } from '../../inbox/list/groups.ts';
import { inbox } from '../../inbox/inbox-store.ts';
import { useWaits } from '../../inbox/list/new-wait.tsx';
import { rooms } from '../../inbox/room.ts';
import { agentStates } from '../../shell/agent-states.ts';
import { format, duration, t, useStore } from '../../ui/index.ts';
import { within } from '../../words/language.ts';
import { AboutFigure } from '../history/about-figure.tsx';
import { figureWords } from '../history/figure-words.ts';
import { useIsManager, useToday } from './use-today.ts';

export function Tiles({ agents, now }: { agents: readonly AgentPresence[]; now: number }) {
  const { conversations, unlisted } = useStore(inbox, (value) => value);
  const isManager = useIsManager();
  const all = [...conversations.values()];
  const waiting = all.filter(({ status }) => status === 'waiting');
  // An answered message stays listed until somebody closes it.
  const toAnswer = all.filter(isOpenCase).length + unlisted;
  const count = (state: AgentPresence['state']): number =>
    agents.filter((agent) => agent.state === state).length;
  const online = agents.filter(({ state }) => state === 'online');
  const active = agents.reduce((sum, agent) => sum + agent.conversations, 0);
  const free = useStore(rooms, (all) => all['*']?.free);
  return (
    <section className={isManager ? 'tiles five' : 'tiles'}>
      <Tile
        label={t('visitors.team.online')}
        figure={format.number(online.length)}
        beside={t('visitors.team.ofAgents', { n: agents.length })}
        below={agentStates
          .filter((state) => state !== 'online' && count(state) > 0)
          .map((state) =>
            t('visitors.team.countOf', {
              n: count(state),
              state: within(t(`console.agent.${state}`)),
            }),
          )
          .join(', ')}
      />
      <Tile
        label={t('visitors.team.conversations')}
        figure={format.number(active)}
        beside={
          free === undefined
            ? ''
            : free === 0
              ? t('visitors.team.noRoom')
              : t('visitors.team.roomFor', { n: free })
        }
      />
      <Tile
        label={t('visitors.team.waiting')}
        figure={format.number(waiting.length)}
        beside={
          waiting.length === 0
            ? t('visitors.team.nobodyWaits')
            : t('visitors.team.longest', { time: longest(waiting, now) })
        }
        below={useWaits()}
      />
      {isManager && <Today />}
      {isManager ? (
        <Abandoned
          below={toAnswer === 0 ? '' : t('visitors.team.messagesToAnswer', { n: toAnswer })}
        />
      ) : (
        <Tile
          label={t('visitors.team.messages')}
          figure={format.number(toAnswer)}
          beside={t('visitors.team.toAnswer')}
        />
      )}
    </section>
  );
}

function Today() {
  const level = useToday('skill')?.whole['service-level'];
  return (
    <Tile
      label={t('history.now.level')}
      about={<AboutFigure id="service-level" />}
      figure={level === undefined ? t('console.dash') : figureWords(level, 'service-level')}
      beside=""
      below={
        level === undefined || level.value === null
          ? ''
          : t('history.now.level.of', { n: Math.round(level.value * level.of), of: level.of })
      }
    />
  );
}

function Abandoned({ below }: { below: string }) {
  const whole = useToday('skill')?.whole;
  const share = whole?.abandonment;
  return (
    <Tile
      label={t('history.now.abandonment')}
      about={<AboutFigure id="abandonment" />}
      figure={share === undefined ? t('console.dash') : figureWords(share, 'abandonment')}
      beside={
        whole === undefined || share?.value == null
          ? ''
          : t('history.now.abandoned', { n: whole.abandoned.value ?? 0 })
      }
      below={below}
    />
  );
}

function isOpenCase({ status, caseState }: Conversation): boolean {
  return status === 'message' && caseState === 'open';
}

export function longest(waiting: readonly Conversation[], now: number): string {
  return duration(Math.max(...waiting.map((each) => waitedMs(each, now))));
}

interface TileProps {
  readonly label: string;
  readonly figure: string;
  readonly beside: string;
  readonly below?: string;
  readonly about?: React.ReactNode;
}

function Tile({ label, figure, beside, below, about }: TileProps) {
  return (
    <div>
      <div className="label row">
        {label}
        {about}
      </div>
      <div className="fig">
        {figure} <small>{beside}</small>
      </div>
      {below !== undefined && below !== '' && <div className="small t2">{below}</div>}
    </div>
  );
}
