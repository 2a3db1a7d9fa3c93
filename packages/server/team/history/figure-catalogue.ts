// The figures in words, from the one catalogue: in English for the API, and in the reader's
// language for files and e-mail.
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

/** The same catalogue in a language, for files and e-mail. */
export type HistoryWords = (key: keyof typeof historyEn) => string;

export function historyWordsIn(language: ReportLanguage): HistoryWords {
  return (key) => {
    const entry: Entry = byLanguage[language][key];
    return typeof entry === 'string' ? entry : entry.other;
  };
}

/** For the API reference. */
export const figuresInWords: string = `The figures, which the reference of figures and GET /history/figures explain: ${figureCatalogue
  .map(({ id, name }) => `\`${id}\` (${name})`)
  .join(', ')}.`;

/** Renders the reference of figures as Markdown. */
export function figuresReference(): string {
  const rows = figureCatalogue.map(
    ({ id, name, unit, words, formula, leavesOut }) =>
      `| \`${id}\` | ${name} | ${unit} | ${words} | ${formula} | ${leavesOut} |`,
  );
  return [
    '# Figures of conversations',
    '',
    '`npm run generate` makes this page from the catalogue of figures. Each figure is computed in one place and means the same on the team page, in the history, in files, in e-mails and in the API. [History](../team/history.md) explains how to read them.',
    '',
    '| figure | name | unit | what it says | how it is counted | what it leaves out |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
