// The queue of each skill now, with today's figures beside: who waits, for how long, who is free, and how
// the service level stands. For managers.
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { SkillList, type Skill } from '@opportune/protocol/rest/team/skills.ts';
import { waitedMs } from '../../inbox/list/groups.ts';
import { inbox } from '../../inbox/inbox-store.ts';
import { rooms, waitWords } from '../../inbox/room.ts';
import { duration, t, useApiQuery, useFormat, useStore } from '../../ui/index.ts';
import { AboutFigure } from '../history/about-figure.tsx';
import { figureWords } from '../history/figure-words.ts';
import { lateOf } from './late.ts';
import { longest } from './tiles.tsx';
import { LiveTable } from './live-table.tsx';
import { useStill } from './use-still.ts';
import { useToday } from './use-today.ts';

interface Queue {
  readonly key: string;
  readonly name: string;
  readonly skill: Skill | null;
  readonly waiting: readonly Conversation[];
}

export function Queues({ now }: { now: number }) {
  const format = useFormat();
  const skills = useApiQuery('/skills', SkillList).data?.skills ?? [];
  const conversations = useStore(inbox, (value) => value.conversations);
  const room = useStore(rooms, (all) => all);
  const today = useToday('skill');
  const all = queuesOf(skills, [...conversations.values()]);
  const still = useStill(all.map(({ key }) => key));
  if (skills.length === 0) return null;
  const rows = still.keys.flatMap((key) => all.find((each) => each.key === key) ?? []);
  const figures = (key: string) => today?.parts.find((part) => part.key === key)?.figures;
  const right = { align: 'right' as const };
  return (
    <LiveTable
      title={t('history.queues.title')}
      hint={t('history.queues.hint')}
      on={still.on}
      className="queue-table"
      rows={rows}
      rowKey={({ key }) => key}
      columns={[
        { key: 'skill', head: t('history.queues.skill'), cell: ({ name }) => name },
        {
          key: 'waiting',
          head: t('history.queues.waiting'),
          ...right,
          cell: ({ waiting }) =>
            waiting.length === 0 ? <Dash /> : <b>{format.number(waiting.length)}</b>,
        },
        {
          key: 'longest',
          head: t('history.queues.longest'),
          ...right,
          cell: ({ waiting, skill }) =>
            waiting.length === 0 ? (
              <Dash />
            ) : (
              <span className={lateOf(waiting, skill, now) > 0 ? 'bad' : ''}>
                {longest(waiting, now)}
              </span>
            ),
        },
        {
          key: 'free',
          head: t('history.queues.free'),
          ...right,
          cell: ({ key }) => {
            const free = room[key]?.free ?? room['*']?.free;
            if (free === undefined) return <Dash />;
            if (free > 0) return format.number(free);
            return <span className="warn">{t('history.queues.free.none')}</span>;
          },
        },
        {
          key: 'expected',
          head: t('history.queues.expected'),
          ...right,
          cell: ({ key }) => waitWords((room[key] ?? room['*'])?.waitS) ?? <Dash />,
        },
        {
          key: 'median',
          head: t('history.queues.median'),
          ...right,
          cell: ({ key }) => {
            const found = figures(key)?.['wait-median'];
            return found === undefined ? <Dash /> : figureWords(found, 'wait-median', format);
          },
        },
        {
          key: 'level',
          head: (
            <>
              {t('history.queues.level')} <AboutFigure id="service-level" />
            </>
          ),
          ...right,
          cell: ({ key, skill }) => {
            const found = figures(key)?.['service-level'];
            if (found === undefined || found.value === null) return <Dash />;
            const missed = skill?.serviceLevel != null && found.value < skill.serviceLevel.share;
            return (
              <b className={missed ? 'bad' : ''}>{figureWords(found, 'service-level', format)}</b>
            );
          },
        },
        {
          key: 'target',
          head: <span className="aside-voice">{t('history.queues.goal')}</span>,
          cell: ({ skill, waiting }) => (
            <span className="small t3">
              {skill?.serviceLevel == null
                ? t('history.queues.none')
                : t('history.queues.target', {
                    share: format.percent(skill.serviceLevel.share, 0),
                    time: duration(skill.serviceLevel.withinS * 1_000),
                  })}
              {lateOf(waiting, skill, now) > 0 && (
                <span className="bad">
                  {' · '}
                  {t('history.queues.late', { n: lateOf(waiting, skill, now) })}
                </span>
              )}
            </span>
          ),
        },
      ]}
    />
  );
}

function Dash() {
  return <span className="t3">{t('console.dash')}</span>;
}

/** Each skill of the list, and whatever else somebody waits for; longest wait first. */
function queuesOf(skills: readonly Skill[], all: readonly Conversation[]): readonly Queue[] {
  const waiting = all.filter(({ status }) => status === 'waiting');
  const known = new Set<string>(skills.map(({ id }) => id));
  const others = new Set(waiting.map(({ skill }) => skill ?? '').filter((id) => !known.has(id)));
  const of = (key: string): readonly Conversation[] =>
    waiting.filter(({ skill }) => (skill ?? '') === key);
  const queues: Queue[] = [
    ...skills.map((skill) => ({ key: skill.id, name: skill.name, skill, waiting: of(skill.id) })),
    ...[...others].map((key) => ({
      key,
      name: key === '' ? t('history.none.skill') : key,
      skill: null,
      waiting: of(key),
    })),
  ];
  const longestOf = ({ waiting: those }: Queue): number =>
    Math.max(...those.map((each) => waitedMs(each, 0)));
  return queues.sort((a, b) => longestOf(b) - longestOf(a) || a.name.localeCompare(b.name));
}
