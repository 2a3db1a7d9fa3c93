// All figures of all parts as a table, newest hours and days first. The column of the charted
// figure is marked.
import { figureIds, type FigureId, type History } from '@opportune/protocol/rest/team/history.ts';
import { column, figureColumn, Icon, ScrollTable, t, type Column } from '../../ui/index.ts';
import { figureWords } from './figure-words.ts';
import { partWords } from './part-words.ts';

export function HistoryTable({ history, figure }: { history: History; figure: FigureId }) {
  const { by, parts } = history;
  if (by === null) return null;
  const isTime = by === 'hour' || by === 'day';
  const shown = isTime ? [...parts].reverse() : parts;
  // Agents' time is not known by skill, channel or campaign. Its columns would be empty.
  const isTimed = history.channel === null && (isTime || by === 'agent' || by === 'kind');
  const ids = figureIds.filter((id) => (id !== 'concurrency' && id !== 'occupancy') || isTimed);
  return (
    <ScrollTable
      caption={t('history.table')}
      className="num history-table"
      rows={shown}
      rowKey={({ key }) => key}
      columns={[
        column(`history.part.${by}`, (part: Part) => (
          <span className="history-part nowrap">
            {by === 'agent' && part.kind === 'program' && <OfProgram />}
            {partWords(part, by)}
          </span>
        )),
        ...ids.map((id) => partColumn(id, id === figure)),
      ]}
    />
  );
}

/** Before the name, because the name may be cut off. */
function OfProgram() {
  const word = t('console.agent.program');
  return (
    <span className="t3" title={word}>
      <Icon name="program" size={12} />
      <span className="aside-voice">{word} </span>
    </span>
  );
}

type Part = History['parts'][number];

function partColumn(id: FigureId, isOn: boolean): Column<Part> {
  const head = <span className={isOn ? 'on' : ''}>{t(`history.figure.${id}`)}</span>;
  const cell = ({ figures }: Part) => (
    <span className={figures[id].value === null ? 't3' : ''}>{figureWords(figures[id], id)}</span>
  );
  return { ...figureColumn(`history.figure.${id}`, cell), head };
}
