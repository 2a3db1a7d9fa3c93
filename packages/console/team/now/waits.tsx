// For managers: the waiting conversations. Those that will soon exceed the target of their skill
// come first, with the time left. Each can be read and assigned to an agent.
import { Link } from '@tanstack/react-router';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { SkillList } from '@opportune/protocol/rest/team/skills.ts';
import { waitedMs } from '../../inbox/list/groups.ts';
import { inbox } from '../../inbox/inbox-store.ts';
import { nameOf } from '../../inbox/inbox-words.ts';
import { rings } from '../../inbox/news/rings.ts';
import {
  actsColumn,
  duration,
  t,
  useApiQuery,
  useStore,
  column,
  figureColumn,
  type Column,
} from '../../ui/index.ts';
import { HandMenu } from './hand-menu.tsx';
import { type Wait, waitsOf } from './late.ts';
import { LiveTable } from './live-table.tsx';
import { useStill } from './use-still.ts';

/** The most rows shown here. The inbox has the whole queue. */
const most = 8;

export function Waits({ now }: { now: number }) {
  const skills = useApiQuery('/skills', SkillList).data?.skills ?? [];
  const conversations = useStore(inbox, (value) => value.conversations);
  const all = waitsOf(skills, [...conversations.values()], now);
  const still = useStill(all.map(({ conversation }) => conversation.id));
  if (all.length === 0) return null;
  const rows = still.keys
    .flatMap((key) => all.find(({ conversation }) => conversation.id === key) ?? [])
    .slice(0, most);
  return (
    <LiveTable
      title={t('history.waits.title')}
      hint={t('history.waits.hint')}
      on={still.on}
      className="wait-table"
      rows={rows}
      rowKey={({ conversation }) => conversation.id}
      columns={columnsOf(now)}
    >
      {all.length > rows.length && (
        <p className="small t3 team-note">
          {t('history.waits.more', { n: all.length - rows.length })}
        </p>
      )}
    </LiveTable>
  );
}

function columnsOf(now: number): readonly Column<Wait>[] {
  return [
    column('history.waits.visitor', '34%', ({ conversation }) => (
      <span className="row wait-visitor">
        <span>{nameOf(conversation)}</span>
        <span className="clip t3 small">{conversation.lastText}</span>
      </span>
    )),
    column(
      'history.queues.skill',
      ({ skill, conversation }) =>
        skill?.name ?? conversation.skill ?? <span className="t3">{t('console.dash')}</span>,
    ),
    figureColumn('history.waits.since', ({ conversation }) =>
      duration(waitedMs(conversation, now)),
    ),
    figureColumn('history.waits.left', (wait) => <Left wait={wait} />),
    actsColumn('history.table.acts', 280, ({ conversation }) => (
      <span className="row row-acts">
        <RingsAt conversation={conversation} />
        <Link
          to="/inbox/{-$conversation}"
          params={{ conversation: conversation.id }}
          className="btn quiet small"
        >
          {t('history.talk.read')}
        </Link>
        <HandMenu conversation={conversation} />
      </span>
    )),
  ];
}

function RingsAt({ conversation: { id } }: { conversation: Conversation }) {
  const ring = useStore(rings, (all) => all.get(id));
  if (ring === undefined) return null;
  return <span className="small t3">{t('history.waits.rings', { name: ring.to.name })}</span>;
}

function Left({ wait: { leftMs, urgent } }: { wait: Wait }) {
  if (leftMs === null) return <span className="t3">{t('console.dash')}</span>;
  if (urgent === 'late')
    return <span className="bad">{t('history.waits.late', { time: duration(-leftMs) })}</span>;
  return <span className={urgent === 'soon' ? 'warn' : ''}>{duration(leftMs)}</span>;
}
