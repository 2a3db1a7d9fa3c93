// The brand as it is edited and as it is saved.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changesIn, draftOf, isWhole, lookOf } from './brand-draft.ts';

const look = { colour: '#2f5241', radiusPx: 10, name: 'Aldermoor' } as const;

test('what a brand leaves out stays left out, and what it has comes back', () => {
  assert.deepEqual(lookOf(draftOf(look)), look);
  const whole = { ...look, head: '#111111', darkColour: '#8fc4a6', darkHead: '#24402f' };
  const all = { ...whole, theme: 'system', font: 'page', photos: true } as const;
  assert.deepEqual(lookOf(draftOf(all)), all);
});

test('each setting that differs counts once', () => {
  const draft = draftOf(look);
  assert.equal(changesIn(draft, look), 0);
  const changed = { ...draft, radiusPx: 2, colours: { ...draft.colours, head: '#000000' } };
  assert.equal(changesIn({ ...changed, theme: 'dark' }, look), 3);
});

test('a half-written colour or radius is not saved', () => {
  const draft = draftOf(look);
  assert.equal(isWhole(draft), true);
  const coloured = (name: string, text: string) => ({
    ...draft,
    colours: { ...draft.colours, [name]: text },
  });
  assert.equal(isWhole(coloured('head', '#12')), false);
  assert.equal(isWhole(coloured('colour', '')), false);
  assert.equal(isWhole({ ...draft, radiusPx: Number.NaN }), false);
  assert.equal(isWhole({ ...draft, radiusPx: 25 }), false);
});
