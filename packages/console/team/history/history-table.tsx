// All figures of all parts as a table; the drawn figure's column is marked. Newest hours and days first.
import { figureIds, type FigureId, type History } from '@opportune/protocol/rest/team/history.ts';
import { Table, useFormat, t } from '../../ui/index.ts';
import { figureWords } from './figure-words.ts';
import { partWords } from './part-words.ts';

export function HistoryTable({ history, figure }: { history: History; figure: FigureId }) {
  const format = useFormat();
  const { by, parts } = history;
  if (by === null) return null;
  const isTime = by === 'hour' || by === 'day';
  const shown = isTime ? [...parts].reverse() : parts;
  // Of agents' time nothing is known by skill or campaign: their columns would be empty.
  const ids = figureIds.filter(
    (id) => (id !== 'concurrency' && id !== 'occupancy') || isTime || by === 'agent',
  );
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={t('history.table')}>
      <Table
        caption={t('history.table')}
        className="num history-table"
        rows={shown}
        rowKey={({ key }) => key}
        columns={[
          {
            key: 'part',
            head: t(`history.part.${by}`),
            cell: (part) => <span className="nowrap">{partWords(part, by, format)}</span>,
          },
          ...ids.map((id) => ({
            key: id,
            head: <span className={id === figure ? 'on' : ''}>{t(`history.figure.${id}`)}</span>,
            align: 'right' as const,
            cell: (part: History['parts'][number]) => (
              <span className={part.figures[id].value === null ? 't3' : ''}>
                {figureWords(part.figures[id], id, format)}
              </span>
            ),
          })),
        ]}
      />
    </div>
  );
}
