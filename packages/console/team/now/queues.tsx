// For managers: the queue of each skill with today's figures. It shows who waits and how long, who
// is free, and whether the service level is met.
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { SkillList, type Skill } from '@opportune/protocol/rest/team/skills.ts';
import { waitedMs } from '../../inbox/list/groups.ts';
import { inbox } from '../../inbox/inbox-store.ts';
import { rooms, waitWords } from '../../inbox/room.ts';
import {
  format,
  column,
  duration,
  figureColumn,
  t,
  useApiQuery,
  useStore,
  type Column,
} from '../../ui/index.ts';
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
  const skills = useApiQuery('/skills', SkillList).data?.skills ?? [];
  const conversations = useStore(inbox, (value) => value.conversations);
  const columns = [...waitColumns(now), ...useRoomColumns(), ...useTodayColumns(), goalColumn(now)];
  const all = queuesOf(skills, [...conversations.values()]);
  const still = useStill(all.map(({ key }) => key));
  if (skills.length === 0) return null;
  return (
    <LiveTable
      title={t('history.queues.title')}
      hint={t('history.queues.hint')}
      on={still.on}
      className="queue-table"
      rows={still.keys.flatMap((key) => all.find((each) => each.key === key) ?? [])}
      rowKey={({ key }) => key}
      columns={columns}
    />
  );
}

function waitColumns(now: number): readonly Column<Queue>[] {
  return [
    column('history.queues.skill', ({ name }) => name),
    figureColumn('history.queues.waiting', ({ waiting }) =>
      waiting.length === 0 ? <Dash /> : <b>{format.number(waiting.length)}</b>,
    ),
    figureColumn('history.queues.longest', ({ waiting, skill }) =>
      waiting.length === 0 ? (
        <Dash />
      ) : (
        <span className={lateOf(waiting, skill, now) > 0 ? 'bad' : ''}>
          {longest(waiting, now)}
        </span>
      ),
    ),
  ];
}

/** The free places for a skill and the expected wait. */
function useRoomColumns(): readonly Column<Queue>[] {
  const room = useStore(rooms, (all) => all);
  const free = ({ key }: Queue) => {
    const places = room[key]?.free ?? room['*']?.free;
    if (places === undefined) return <Dash />;
    if (places > 0) return format.number(places);
    return <span className="warn">{t('history.queues.free.none')}</span>;
  };
  const expected = ({ key }: Queue) => waitWords((room[key] ?? room['*'])?.waitS) ?? <Dash />;
  return [
    figureColumn('history.queues.free', free),
    figureColumn('history.queues.expected', expected),
  ];
}

function useTodayColumns(): readonly Column<Queue>[] {
  const parts = useToday('skill')?.parts;
  const figures = (key: string) => parts?.find((part) => part.key === key)?.figures;
  const median = ({ key }: Queue) => {
    const found = figures(key)?.['wait-median'];
    return found === undefined ? <Dash /> : figureWords(found, 'wait-median');
  };
  const level = ({ key, skill }: Queue) => {
    const found = figures(key)?.['service-level'];
    if (found === undefined || found.value === null) return <Dash />;
    const missed = skill?.serviceLevel != null && found.value < skill.serviceLevel.share;
    return <b className={missed ? 'bad' : ''}>{figureWords(found, 'service-level')}</b>;
  };
  const levelHead = (
    <>
      {t('history.queues.level')} <AboutFigure id="service-level" />
    </>
  );
  return [
    figureColumn('history.queues.median', median),
    { ...figureColumn('history.queues.level', level), head: levelHead },
  ];
}

function goalColumn(now: number): Column<Queue> {
  const head = <span className="aside-voice">{t('history.queues.goal')}</span>;
  const cell = ({ skill, waiting }: Queue) => (
    <Goal skill={skill} late={lateOf(waiting, skill, now)} />
  );
  return { ...column('history.queues.goal', cell), head };
}

function Goal({ skill, late }: { skill: Skill | null; late: number }) {
  const level = skill?.serviceLevel ?? null;
  return (
    <span className="small t3">
      {level === null
        ? t('history.queues.none')
        : t('history.queues.target', {
            share: format.percent(level.share, 0),
            time: duration(level.withinS * 1_000),
          })}
      {late > 0 && <span className="bad">{` · ${t('history.queues.late', { n: late })}`}</span>}
    </span>
  );
}

function Dash() {
  return <span className="t3">{t('console.dash')}</span>;
}

/**
 * Every skill of the account, and any other that somebody waits for. The longest wait comes first.
 */
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
