// The figures in words, from the one catalogue: as the API says them, in English, and as files and
// letters do, in the language of who reads them.
import {
  type FigureDefinition,
  type FigureId,
  figureIds,
  historyFigures,
  type ReportLanguage,
} from '@opportune/protocol/rest/team/history.ts';
import { historyEn } from '@opportune/words/en/management/history.ts';
import { historyDe } from '@opportune/words/de/management/history.ts';
import { historyEs } from '@opportune/words/es/management/history.ts';
import type { Entry, Words } from '@opportune/words/language.ts';

export const figureCatalogue: readonly FigureDefinition[] = figureIds.map((id) => ({
  id,
  name: nameOf(id),
  unit: historyFigures[id],
  words: historyEn[`figure.${id}.about`],
  formula: historyEn[`figure.${id}.formula`],
  leavesOut: historyEn[`figure.${id}.without`],
}));

function nameOf(id: FigureId): string {
  return historyEn[`figure.${id}`];
}

const byLanguage: Readonly<Record<ReportLanguage, Words<typeof historyEn>>> = {
  en: historyEn,
  de: historyDe,
  es: historyEs,
};

/** The same catalogue in a language, for files and letters. */
export type HistoryWords = (key: keyof typeof historyEn) => string;

export function historyWordsIn(language: ReportLanguage): HistoryWords {
  return (key) => {
    const entry: Entry = byLanguage[language][key];
    return typeof entry === 'string' ? entry : entry.other;
  };
}

/** Of the API’s reference. */
export const figuresInWords: string = `Its figures, each explained in the reference of figures and by GET /history/figures: ${figureCatalogue
  .map(({ id, name }) => `\`${id}\` (${name})`)
  .join(', ')}.`;

/** The reference of figures, as Markdown. */
export function figuresReference(): string {
  const rows = figureCatalogue.map(
    ({ id, name, unit, words, formula, leavesOut }) =>
      `| \`${id}\` | ${name} | ${unit} | ${words} | ${formula} | ${leavesOut} |`,
  );
  return [
    '# Figures of conversations',
    '',
    'Generated from the catalogue of figures; do not edit. Each figure is counted in one place and means the same on the team’s page, in the history, in files, in letters and in the API. How they are read: [history.md](../history.md).',
    '',
    '| figure | name | unit | what it says | how it is counted | what it leaves out |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
