// A history as CSV: one row for the total and one per part, with each figure's value and its base,
// in the words of the catalogue. The numbers are those of the screen, unrounded.
import {
  type FigureId,
  figureIds,
  type Figures,
  type History,
  type HistoryPart,
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
    // Placed after the figures, so that their columns are in the same place in every file.
    ...(by === 'agent' ? [words('by.kind')] : []),
  ];
  const rows = parts.map((part): Cell[] => [
    by === 'hour' || by === 'day'
      ? localTime(Number(part.key), timeZone, by)
      : partName(by, part, words),
    from,
    until,
    ...cellsOf(part.figures, ids),
    ...(by === 'agent' ? [kindName(part, words)] : []),
  ]);
  const ofAll = by === 'agent' ? [''] : [];
  return csv([head, ['', from, until, ...cellsOf(whole, ids), ...ofAll], ...rows]);
}

/** Names of skills, agents, channels and campaigns, and labels for none and for deleted ones. */
function partName(by: History['by'], part: HistoryPart, words: HistoryWords): string {
  const { key, name } = part;
  if (by === 'kind' && key !== '') return kindName(part, words);
  if (key === '' && by !== null && by !== 'hour' && by !== 'day' && by !== 'channel')
    return words(`none.${by}`);
  return name === '' ? key : name;
}

function kindName({ kind }: HistoryPart, words: HistoryWords): string {
  return kind === null ? '' : words(`kind.${kind}`);
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

/** The name of the file. */
export function fileOf({ from, until, by }: History): string {
  return `conversations-${from}-${until}${by === null ? '' : `-by-${by}`}.csv`;
}
