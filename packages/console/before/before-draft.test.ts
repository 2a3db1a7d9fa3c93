// Drafts of a form before the chat: what may be saved, and what a field may depend on.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BeforeForm } from '@opportune/protocol/conversation/before.ts';
import { newBefore, readyBefore, triggersOf } from './before-draft.ts';

const topic = {
  type: 'choice',
  id: 'topic',
  label: 'Topic',
  required: true,
  options: [
    { id: 'o1', text: 'A return' },
    { id: 'o2', text: 'Gone' },
    { id: 'o3', text: 'Advice' },
  ],
} as const;

const emptied = {
  ...topic,
  options: topic.options.map((each) => (each.id === 'o2' ? { ...each, text: ' ' } : each)),
};

test('[PF1] empty labels are reported at their fields, and a complete form can be saved', () => {
  const { wrong } = readyBefore(newBefore);
  assert.deepEqual(
    [...(wrong ?? [])],
    [
      ['fields.0.label', 'missing'],
      ['fields.1.label', 'missing'],
    ],
  );
  const fields = newBefore.fields.map((each) => ({
    ...each,
    field: { ...each.field, label: 'L' },
  }));
  assert.ok(readyBefore({ ...newBefore, fields }).form !== null);
});

test('[PF2] conditions and skills of removed options are dropped, as are facts that do not fit', () => {
  const number = { type: 'text', id: 'n', label: 'Number', required: true, lines: 'one' } as const;
  const draft = (is: string): BeforeForm => ({
    text: '',
    question: true,
    fields: [
      { field: emptied, fact: 'email', skills: BeforeForm.parse(asked).fields[0]?.skills },
      { field: number, when: { field: 'topic', is: [is] } },
    ],
  });
  assert.deepEqual(
    triggersOf([topic]).map(({ is }) => is),
    ['o1', 'o2', 'o3'],
  );
  const [first, second] = readyBefore(draft('o3')).form?.fields ?? [];
  assert.deepEqual(
    [first?.fact, first?.skills, second?.when?.is],
    [undefined, { o1: 'returns' }, ['o3']],
  );
  const [, always] = readyBefore(draft('o2')).form?.fields ?? [];
  assert.equal(always?.when, undefined);
});

const asked = { fields: [{ field: topic, skills: { o1: 'returns', o2: 'voice' } }] };
