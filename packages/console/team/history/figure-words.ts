// A figure in words: the value in its unit, and the number that it is based on.
import {
  type Figure,
  type FigureId,
  type FigureUnit,
  historyFigures,
} from '@opportune/protocol/rest/team/history.ts';
import { format, duration, t } from '../../ui/index.ts';

export function figureWords({ value }: Figure, id: FigureId): string {
  return value === null ? t('console.dash') : inUnit(value, historyFigures[id]);
}

export function inUnit(value: number, unit: FigureUnit): string {
  switch (unit) {
    case 'count':
      return format.number(value);
    case 's':
      return duration(Math.round(value) * 1_000);
    case 'share':
      return format.percent(value);
    case 'ratio':
      return format.number(value, 1);
    case 'points':
      return `${value > 0 ? '+' : value < 0 ? '−' : ''}${format.number(Math.abs(value))}`;
  }
}

const ofAnswers: readonly FigureId[] = ['csat', 'nps', 'resolved'];

/** Empty if the figure is a count or is based on nothing. */
export function restsOn({ of }: Figure, id: FigureId): string {
  if (historyFigures[id] === 'count' || of === 0) return '';
  if (id === 'concurrency') return t('history.of.busy', { time: duration(of * 1_000) });
  if (id === 'occupancy') return t('history.of.online', { time: duration(of * 1_000) });
  return t(ofAnswers.includes(id) ? 'history.of.answers' : 'history.of.conversations', { n: of });
}
