// The figures in words, as the API, files and letters say them: from the one catalogue, in English.
import {
  type FigureDefinition,
  type FigureId,
  figureIds,
  historyFigures,
} from '@opportune/protocol/rest/history.ts';
import { historyEn } from '@opportune/words/console-history-en.ts';

export const figureCatalogue: readonly FigureDefinition[] = figureIds.map((id) => ({
  id,
  name: nameOf(id),
  unit: historyFigures[id],
  words: historyEn[`figure.${id}.about`],
  formula: historyEn[`figure.${id}.formula`],
  leavesOut: historyEn[`figure.${id}.without`],
}));

export function nameOf(id: FigureId): string {
  return historyEn[`figure.${id}`];
}

/** Of the API’s reference: each figure in a line. */
export const figuresInWords: string = figureCatalogue
  .map(
    ({ id, words, formula, leavesOut }) => `\`${id}\`: ${words} ${formula} Left out: ${leavesOut}`,
  )
  .join('\n\n');
