// One figure by hour, day, skill, agent, channel or campaign, as bars from zero. Parts of time are
// vertical bars, with the scale and both ends labelled. Named parts are horizontal bars. The table
// below has all numbers.
import type { FigureId, History, HistoryPart } from '@opportune/protocol/rest/team/history.ts';
import { historyFigures } from '@opportune/protocol/rest/team/history.ts';
import { t } from '../../ui/index.ts';
import { within } from '../../words/language.ts';
import { figureWords, inUnit } from './figure-words.ts';
import { partWords } from './part-words.ts';

/** Further parts are only in the table. */
const mostLying = 12;

export function HistoryChart({ history, figure }: { history: History; figure: FigureId }) {
  const { by, parts } = history;
  if (by === null || parts.length === 0) return null;
  const label = t('history.chart', {
    figure: t(`history.figure.${figure}`),
    by: within(t(`history.by.${by}`)),
  });
  const values = parts.map((part) => part.figures[figure].value ?? 0);
  const most = Math.max(0, ...values);
  const least = Math.min(0, ...values);
  const isTime = by === 'hour' || by === 'day';
  const props = { parts, figure, by, span: Math.max(most - least, Number.EPSILON), least };
  return (
    <figure className="history-chart" role="img" aria-label={label}>
      {isTime ? <Standing {...props} most={most} /> : <Lying {...props} />}
    </figure>
  );
}

interface Bars {
  readonly parts: readonly HistoryPart[];
  readonly figure: FigureId;
  readonly by: NonNullable<History['by']>;
  readonly span: number;
  readonly least: number;
}

function Standing({ parts, figure, by, span, least, most }: Bars & { most: number }) {
  const unit = historyFigures[figure];
  const [first, last] = [parts[0], parts.at(-1)];
  return (
    <>
      <div className="history-scale num small t3" aria-hidden="true">
        <span>{inUnit(most, unit)}</span>
        <span>{inUnit(least, unit)}</span>
      </div>
      <div className="history-bars" aria-hidden="true">
        {parts.map((part) => {
          const value = part.figures[figure].value;
          const part_ = value ?? 0;
          return (
            <span
              key={part.key}
              className={value === null || value === 0 ? 'none' : ''}
              title={`${partWords(part, by)}: ${figureWords(part.figures[figure], figure)}`}
            >
              <i
                style={{
                  height: `${(Math.abs(part_) / span) * 100}%`,
                  bottom: `${((Math.min(0, part_) - least) / span) * 100}%`,
                }}
              />
            </span>
          );
        })}
      </div>
      <div className="history-ends small t3 num" aria-hidden="true">
        <span>{first === undefined ? '' : partWords(first, by)}</span>
        <span>{last === undefined || parts.length < 2 ? '' : partWords(last, by)}</span>
      </div>
    </>
  );
}

function Lying({ parts, figure, by, span }: Bars) {
  return (
    <div className="history-lying" aria-hidden="true">
      {parts.slice(0, mostLying).map((part) => {
        const found = part.figures[figure];
        return (
          <div key={part.key}>
            <span className="clip">{partWords(part, by)}</span>
            <span className="history-lying-bar">
              <i style={{ width: `${(Math.abs(found.value ?? 0) / span) * 100}%` }} />
            </span>
            <span className="num">{figureWords(found, figure)}</span>
          </div>
        );
      })}
    </div>
  );
}
