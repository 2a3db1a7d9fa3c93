// The CSV file of a history, in each language.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { figureIds, type History } from '@opportune/protocol/rest/team/history.ts';
import { historyWordsIn } from './figure-catalogue.ts';
import { figuresOf, noTalks, noTime } from './figures.ts';
import { historyCsv } from './history-csv.ts';

test('[LG8] heads are in the reader’s language, numbers and their order the same in each', () => {
  const figures = figuresOf({ ...noTalks, begun: 1_234, rated: 3, satisfied: 2 }, noTime);
  const [from, until] = ['2026-10-26', '2026-10-27'];
  const history: History = {
    asOf: 0,
    timeZone: 'UTC',
    ...{ from, until, by: 'skill', channel: null },
    whole: figures,
    before: { from, until, whole: figures },
    parts: [{ key: '', name: '', kind: null, figures }],
    more: 0,
  };
  const linesIn = (language: 'en' | 'de' | 'es'): readonly string[][] =>
    historyCsv(history, figureIds, historyWordsIn(language))
      .split('\r\n')
      .map((line) => line.split(','));
  const [english, german, spanish] = [linesIn('en'), linesIn('de'), linesIn('es')];
  assert.equal(english[0]?.[3], 'Conversations');
  assert.equal(german[0]?.[3], 'Gespräche');
  const numbers = (lines: readonly string[][]): readonly string[][] =>
    lines.slice(1).map((line) => line.slice(1));
  assert.deepEqual(numbers(german), numbers(english));
  assert.deepEqual(numbers(spanish), numbers(english));
  assert.ok(english[1]?.includes('1234') && english[1].includes(String(2 / 3)));
});

test('[HI10] a file by agent says of each whether it is a program, and one by kind is parted by that', () => {
  const figures = figuresOf(noTalks, noTime);
  const [from, until] = ['2026-10-26', '2026-10-27'];
  const of = (by: 'agent' | 'kind', parts: History['parts']): readonly (readonly string[])[] =>
    historyCsv({
      ...{ asOf: 0, timeZone: 'UTC', from, until, by, channel: null, whole: figures, more: 0 },
      before: { from, until, whole: figures },
      parts,
    })
      .split('\r\n')
      .map((line) => line.split(','));
  const agents = of('agent', [
    { key: 'u-ada', name: 'Ada', kind: 'person', figures },
    { key: 'u-bot', name: 'Parcel bot', kind: 'program', figures },
    { key: '', name: '', kind: null, figures },
  ]);
  assert.deepEqual(
    agents.slice(0, 5).map((line) => line.at(-1)),
    ['Kind of agent', '', 'People', 'Programs', ''],
  );
  const kinds = of('kind', [
    { key: 'program', name: '', kind: 'program', figures },
    { key: '', name: '', kind: null, figures },
  ]);
  assert.deepEqual(
    kinds.slice(2, 4).map(([name]) => name),
    ['Programs', 'No agent'],
  );
});
