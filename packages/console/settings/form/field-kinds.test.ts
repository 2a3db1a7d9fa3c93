// How the parts of a document are written in form fields and read back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { partOf, valueOf, writtenOf } from './field-kinds.ts';

test('a schema decides the kind of field and the limits that a browser checks', () => {
  assert.deepEqual(partOf(z.string().trim().min(1).max(80)), {
    kind: 'text',
    isRequired: true,
    limits: { maxLength: 80 },
  });
  assert.deepEqual(partOf(z.number().int().min(1).max(9).default(3)), {
    kind: 'number',
    isRequired: true,
    limits: { min: 1, max: 9 },
  });
  const share = partOf(z.number().min(0).nullable());
  assert.deepEqual(share, {
    kind: 'number',
    isRequired: false,
    isNullable: true,
    limits: { min: 0, step: 'any' },
  });
  assert.deepEqual(partOf(z.enum(['ring', 'pick'])), { kind: 'choice', choices: ['ring', 'pick'] });
  assert.equal(partOf(z.array(z.string())).kind, 'lines');
  assert.equal(partOf(z.boolean().optional()).kind, 'switch');
  assert.equal(partOf(z.object({})).kind, 'own');
});

test('values survive being written to their fields, and an empty field stays null', () => {
  const parts: readonly (readonly [z.ZodType, unknown])[] = [
    [z.string(), 'a'],
    [z.number(), 2.5],
    [z.number().nullable(), null],
    [z.string().nullable(), null],
    [z.array(z.string()), ['/a', '/b']],
    [z.boolean(), true],
  ];
  for (const [schema, value] of parts) {
    const part = partOf(schema);
    assert.deepEqual(valueOf(part, writtenOf(part, value)), value);
  }
});

test('the schema refuses a required number that is empty or not a number', () => {
  const schema = z.number();
  for (const written of ['', 'x']) {
    assert.equal(schema.safeParse(valueOf(partOf(schema), written)).success, false);
  }
});
