// A history as CSV: one row for the whole and one a part, and for each figure its value and what it rests
// on, in the words of the catalogue. The numbers are those of the screen, unrounded.
import {
  type FigureId,
  figureIds,
  type Figures,
  type History,
} from '@opportune/protocol/rest/team/history.ts';
import { type Cell, csv } from '../../http/files/csv.ts';
import { type HistoryWords, historyWordsIn } from './figure-catalogue.ts';
import { localTime } from './local-words.ts';

export function historyCsv(
  history: History,
  ids: readonly FigureId[] = figureIds,
  words: HistoryWords = historyWordsIn('en'),
): string {
  const { by, from, until, timeZone, whole, parts } = history;
  const head: Cell[] = [
    by === null ? '' : words(`by.${by}`),
    words('csv.from'),
    words('csv.until'),
    ...ids.flatMap((id) => [
      headOf(id, words),
      words('csv.of').replace('{figure}', words(`figure.${id}`)),
    ]),
  ];
  const rows = parts.map(({ key, name, figures }): Cell[] => [
    by === 'hour' || by === 'day'
      ? localTime(Number(key), timeZone, by)
      : partName(by, key, name, words),
    from,
    until,
    ...cellsOf(figures, ids),
  ]);
  return csv([head, ['', from, until, ...cellsOf(whole, ids)], ...rows]);
}

/** Names of skills, agents and campaigns; of those without one, and of those whose name is gone. */
function partName(by: History['by'], key: string, name: string, words: HistoryWords): string {
  if (key === '' && by !== null && by !== 'hour' && by !== 'day') return words(`none.${by}`);
  return name === '' ? key : name;
}

function headOf(id: FigureId, words: HistoryWords): string {
  const unit = units[id];
  const name = words(`figure.${id}`);
  return unit === undefined ? name : `${name} (${unit})`;
}

const units: Partial<Record<FigureId, string>> = {
  'wait-median': 's',
  'wait-p90': 's',
  'first-answer': 's',
  'handle-time': 's',
};

function cellsOf(figures: Figures, ids: readonly FigureId[]): Cell[] {
  return ids.flatMap((id) => [figures[id].value, figures[id].of]);
}

/** What the file is called. */
export function fileOf({ from, until, by }: History): string {
  return `conversations-${from}-${until}${by === null ? '' : `-by-${by}`}.csv`;
}
