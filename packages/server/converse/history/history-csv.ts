// A history as CSV: one row for the whole and one a part, and for each figure its value and what it rests
// on, in the words of the catalogue. The numbers are those of the screen, unrounded.
import {
  type FigureId,
  figureIds,
  type Figures,
  type History,
} from '@opportune/protocol/rest/history.ts';
import { historyEn } from '@opportune/words/console-history-en.ts';
import { type Cell, csv } from '../../http/csv.ts';
import { nameOf } from './catalogue.ts';
import { localTime } from './local-words.ts';

export function historyCsv(history: History, ids: readonly FigureId[] = figureIds): string {
  const { by, from, until, timeZone, whole, parts } = history;
  const head: Cell[] = [
    by === null ? '' : historyEn[`by.${by}`],
    historyEn['csv.from'],
    historyEn['csv.until'],
    ...ids.flatMap((id) => [headOf(id), historyEn['csv.of'].replace('{figure}', nameOf(id))]),
  ];
  const rows = parts.map(({ key, name, figures }): Cell[] => [
    by === 'hour' || by === 'day' ? localTime(Number(key), timeZone, by) : partName(by, key, name),
    from,
    until,
    ...cellsOf(figures, ids),
  ]);
  return csv([head, ['', from, until, ...cellsOf(whole, ids)], ...rows]);
}

/** Names of skills, agents and campaigns; of those without one, and of those whose name is gone. */
export function partName(by: History['by'], key: string, name: string): string {
  if (key === '' && by !== null && by !== 'hour' && by !== 'day') return historyEn[`none.${by}`];
  return name === '' ? key : name;
}

function headOf(id: FigureId): string {
  const unit = units[id];
  return unit === undefined ? nameOf(id) : `${nameOf(id)} (${unit})`;
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
