// What a form before a chat evaluates to: what is shown, what is wrong, its answers and its skill.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BeforeForm } from '@opportune/protocol/conversation/before.ts';
import {
  answersBefore,
  factGiven,
  problemsBefore,
  shownFields,
  skillBefore,
} from './before-form.ts';

const topic = {
  field: {
    type: 'choice',
    id: 'topic',
    label: 'What is it about?',
    required: true,
    options: [
      { id: 'order', text: 'An order' },
      { id: 'advice', text: 'Advice' },
    ],
  },
  skills: { order: 'returns' },
};
const number = {
  field: { type: 'text', id: 'number', label: 'Order', required: true },
  when: { field: 'topic', is: ['order'] },
  fact: 'order',
};
const opened = {
  field: { type: 'consent', id: 'opened', label: 'Was it opened?' },
  when: { field: 'number', is: ['A-7'] },
};
const name = { field: { type: 'text', id: 'who', label: 'Name' }, fact: 'name' };
const form = BeforeForm.parse({ fields: [topic, number, opened, name] });
const shown = (values: Record<string, string | boolean>) =>
  shownFields(form, values).map(({ field }) => field.id);

test('[PF2] a field is shown by the value of one above it; hiding one hides those that depend on it', () => {
  assert.deepEqual(shown({}), ['topic', 'who']);
  assert.deepEqual(shown({ topic: 'order' }), ['topic', 'number', 'who']);
  assert.deepEqual(shown({ topic: 'order', number: ' A-7 ' }), [
    'topic',
    'number',
    'opened',
    'who',
  ]);
  assert.deepEqual(shown({ topic: 'advice', number: 'A-7' }), ['topic', 'who']);
});

test('[PF2] only shown fields are required, answered, and set a skill', () => {
  assert.deepEqual([...problemsBefore(form, { topic: 'order' })], [['number', 'missing']]);
  assert.equal(answersBefore(form, { topic: 'order' }), null);
  assert.equal(answersBefore(form, { topic: 'other' }), null, 'an option that there is not');
  assert.deepEqual(answersBefore(form, { topic: 'advice', number: 'A-7', who: ' Anna ' })?.values, [
    { field: 'topic', label: 'What is it about?', value: 'Advice' },
    { field: 'who', label: 'Name', value: 'Anna' },
  ]);
  assert.equal(skillBefore(form, { topic: 'order' }), 'returns');
  assert.equal(skillBefore(form, { topic: 'advice' }), null);
  assert.equal(factGiven(form, { topic: 'order', number: 'A-7' }, 'order'), 'A-7');
  assert.equal(factGiven(form, { topic: 'advice', number: 'A-7' }, 'order'), '');
});

test('[PF1] a form is refused if its fields depend on fields not above them, or its skills on no option', () => {
  for (const fields of [
    [number],
    [topic, topic],
    [{ ...number, when: undefined, skills: { order: 'returns' } }],
    [{ ...topic, skills: { other: 'returns' } }],
    [],
  ])
    assert.equal(BeforeForm.safeParse({ fields }).success, false, JSON.stringify(fields));
});
