// What a tap or a filled form results in, and the plain words of any content.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type {
  FormField,
  MessageContent,
} from '@opportune/protocol/conversation/message-content.ts';
import { contentText, plainText } from './message-text.ts';
import { problemsOf, respond } from './respond.ts';
import type { FieldProblem, Values } from './respond.ts';

const base = { id: 'f', label: 'Field', required: true } as const;
const cases: readonly (readonly [FormField, Values[string] | undefined, FieldProblem | null])[] = [
  [{ ...base, type: 'text', lines: 'one' }, '  ', 'missing'],
  [{ ...base, type: 'text', lines: 'one' }, 'x'.repeat(1001), 'long'],
  [{ ...base, type: 'text', lines: 'one', required: false }, undefined, null],
  [{ ...base, type: 'email' }, 'clara@jensen', 'email'],
  [{ ...base, type: 'email' }, ' clara@jensen.example ', null],
  [{ ...base, type: 'number', min: 1, max: 9 }, '1e3', 'number'],
  [{ ...base, type: 'number', min: 1, max: 9 }, '9,5', 'range'],
  [{ ...base, type: 'number', min: 1, max: 9 }, '8,5', null],
  [{ ...base, type: 'consent' }, false, 'missing'],
  [{ ...base, type: 'consent' }, 'true', 'missing'],
  [{ ...base, type: 'consent', required: false }, false, null],
  [
    {
      ...base,
      type: 'choice',
      options: [
        { id: 'a', text: 'A' },
        { id: 'b', text: 'B' },
      ],
    },
    'A',
    'option',
  ],
];
for (const [field, value, expected] of cases)
  test(`[RM4] ${field.type}${field.required ? ', needed' : ''}: ${JSON.stringify(value)?.slice(0, 20)} is ${expected ?? 'taken'}`, () => {
    const values: Values = value === undefined ? {} : { f: value };
    assert.equal(problemsOf([field], values).get('f') ?? null, expected);
  });

const cards: MessageContent = {
  type: 'cards',
  text: 'Two lamps:',
  cards: [
    {
      title: 'Orla',
      text: '**Brass**, [more](https://shop.example/orla)',
      buttons: [{ type: 'reply', id: 'orla', text: 'This one' }],
    },
    { title: 'Brae', buttons: [{ type: 'link', text: 'Look', url: 'https://shop.example/brae' }] },
  ],
};

test('[RM3] a card’s button answers with its words; a link’s button does not answer', () => {
  assert.deepEqual(respond(cards, { choice: 'orla' }), {
    content: { type: 'chosen', id: 'orla', text: 'This one' },
  });
  assert.deepEqual(respond(cards, { choice: 'brae' }), { refused: 'not-answerable' });
  assert.deepEqual(respond(cards, { values: {} }), { refused: 'not-answerable' });
  assert.deepEqual(respond(undefined, { choice: 'orla' }), { refused: 'not-answerable' });
});

test('[RM5] plain words say everything that the content says', () => {
  assert.equal(
    contentText(cards, 4000),
    'Two lamps:\nOrla\nBrass, more (https://shop.example/orla)\n- This one\nBrae\n- Look: https://shop.example/brae',
  );
  assert.equal(plainText('- a\n- **b**\n\n1. c'), '- a\n- b\n1. c');
  const filled: MessageContent = {
    type: 'filled',
    values: [
      { field: 'a', label: 'I agree to the [terms](https://shop.example/t)', value: true },
      { field: 'b', label: 'Floor', value: '' },
    ],
  };
  assert.equal(
    contentText(filled, 4000),
    'I agree to the terms (https://shop.example/t): ✓\nFloor: –',
  );
  assert.equal(contentText(filled, 10), 'I agree t…');
});
