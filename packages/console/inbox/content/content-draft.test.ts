// Drafts of replies, cards and forms: what can be sent, and what is reported of the rest.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choice, newContent, newField, optionsFrom, readyContent } from './content-draft.ts';

const wrongIn = (draft: Parameters<typeof readyContent>[0]) =>
  Object.fromEntries(readyContent(draft).wrong ?? []);

test('an empty draft of each kind reports which fields are needed', () => {
  assert.deepEqual(wrongIn(newContent('replies')), { text: 'missing', replies: 'missing' });
  assert.deepEqual(wrongIn(newContent('cards')), { 'cards.0.title': 'missing' });
  assert.deepEqual(wrongIn(newContent('form')), { text: 'missing', 'fields.0.label': 'missing' });
});

test('empty replies are left out, and ids stay unique as replies come and go', () => {
  const [a, b] = [{ id: 'r1', text: 'Yes' }, choice([{ id: 'r1' }])];
  const { content } = readyContent({ type: 'replies', text: 'Sure?', replies: [a, b] });
  assert.deepEqual(content, { type: 'replies', text: 'Sure?', replies: [a] });
  assert.equal(choice([{ id: 'r2' }, { id: 'r3' }]).id, 'r4');
  assert.notEqual(choice([{ id: 'r2' }]).id, 'r2');
});

test('pictures need https, links a safe address, and choices two options', () => {
  const image = { url: 'http://shop.example/a.jpg', alt: '', shape: 'wide' } as const;
  const link = { type: 'link', text: 'x', url: 'javascript:alert(1)' } as const;
  assert.deepEqual(wrongIn({ type: 'cards', cards: [{ title: 'x', image, buttons: [link] }] }), {
    'cards.0.image.url': 'address',
    'cards.0.buttons.0.url': 'address',
  });
  const field = newField([], 'choice', { id: 'r1', label: 'Day', required: true });
  assert.ok(field.type === 'choice');
  const one = { ...field, options: optionsFrom('Today\n\n') };
  assert.deepEqual(wrongIn({ type: 'form', text: 'x', fields: [one] }), {
    'fields.0.options': 'few',
  });
});
