// Ranking predefined answers by what the agent types.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PredefinedAnswer } from '@opportune/protocol/rest/conversation/answers.ts';
import { isFitting, rankAnswers, slashBefore, type Wanted } from './answer-rank.ts';

function answer(shortcut: string, more: Partial<Record<string, unknown>> = {}): PredefinedAnswer {
  return PredefinedAnswer.parse({
    id: `${shortcut}.${JSON.stringify(more).length}`,
    shortcut,
    title: shortcut,
    text: 'Words',
    folder: '',
    skill: null,
    language: null,
    needs: [],
    own: false,
    ...more,
  });
}

const anybody: Wanted = { query: '', language: null, skill: null, skills: [], fitting: [] };
const found = (answers: PredefinedAnswer[], wanted: Partial<Wanted>): string[] =>
  rankAnswers(answers, { ...anybody, ...wanted }).map(({ shortcut }) => shortcut);

test('[X4] a slash at the beginning of a word opens the list, one within a word does not', () => {
  assert.deepEqual(slashBefore('/ho', 3), { at: 0, query: 'ho' });
  assert.deepEqual(slashBefore('Well, /opening h and more', 16), { at: 6, query: 'opening h' });
  assert.deepEqual(slashBefore('Line\n/', 6), { at: 5, query: '' });
  assert.equal(slashBefore('and/or', 6), null);
  assert.equal(slashBefore('8 / 2', 5), null);
  assert.equal(slashBefore('https://shop', 12), null);
  assert.equal(slashBefore('/ho', 0), null);
});

test('[X4] matches of the shortcut rank before the title, and the title before the text', () => {
  const list = [
    answer('later', { text: 'Our opening hours' }),
    answer('shop', { title: 'Opening hours' }),
    answer('hours-abroad'),
    answer('hours'),
  ];
  assert.deepEqual(found(list, { query: 'hours' }), ['hours', 'hours-abroad', 'shop', 'later']);
  assert.deepEqual(found(list, { query: 'open hou' }), ['shop']);
  assert.deepEqual(found(list, { query: 'nothing' }), []);
});

test('[X4] among answers of one shortcut, the visitor’s language is first, then the agent’s own', () => {
  const list = [
    answer('hi', { language: 'en', id: 'english' }),
    answer('hi', { id: 'any' }),
    answer('hi', { language: 'de-AT', id: 'german' }),
    answer('hi', { own: true, id: 'own' }),
  ];
  const ids = (language: string | null): string[] =>
    rankAnswers(list, { ...anybody, language }).map(({ id }) => id);
  assert.deepEqual(ids('de-DE'), ['german', 'own', 'any', 'english']);
  assert.deepEqual(ids('en'), ['english', 'own', 'any', 'german']);
  assert.deepEqual(ids(null).slice(0, 2), ['own', 'any']);
});

test('[X4] an answer of a skill is for conversations that ask for it and agents who have it', () => {
  const list = [answer('refund', { skill: 'returns' }), answer('hello')];
  assert.deepEqual(found(list, {}), ['hello']);
  assert.deepEqual(found(list, { skill: 'returns' }), ['refund', 'hello']);
  assert.deepEqual(found(list, { skills: ['returns'] }), ['hello', 'refund']);
  assert.deepEqual(found(list, { skill: 'sales', skills: ['sales'] }), ['hello']);
});

test('[N9] among equal matches, readable answers for the visitor’s need rank first', () => {
  const list = [
    answer('hello'),
    answer('parcel'),
    answer('paket', { language: 'de' }),
    answer('late', { title: 'The parcel is late' }),
  ];
  const ids = (...shortcuts: string[]): string[] =>
    list.filter(({ shortcut }) => shortcuts.includes(shortcut)).map(({ id }) => id);
  const fitting = [...ids('late'), ...ids('paket'), ...ids('parcel')];
  assert.deepEqual(found(list, { fitting }), ['late', 'paket', 'parcel', 'hello']);
  assert.deepEqual(found(list, { fitting, language: 'en' }), ['late', 'parcel', 'hello', 'paket']);
  assert.deepEqual(found(list, { fitting, query: 'parcel' }), ['parcel', 'late'], 'words first');
  const wanted = { ...anybody, fitting, language: 'en' };
  assert.deepEqual(
    list.filter((each) => isFitting(each, wanted)).map(({ shortcut }) => shortcut),
    ['parcel', 'late'],
  );
});
