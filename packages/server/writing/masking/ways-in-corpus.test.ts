// The whole corpus of tricky numbers through every way in: each place in a frame that may contain
// free text, so that a new one is found here; REST bodies; events of pages, calls and imports.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { cardsOnly, compileMask } from '@opportune/core/masking/mask.ts';
import { masked as corpus } from '@opportune/core/masking/test/mask-corpus.test-support.ts';
import { maskEvent, maskSaid, maskSegmentCall } from '@opportune/core/masking/ways-in.ts';
import { ConsoleFrame } from '@opportune/protocol/frames-console.ts';
import { VisitorFrame } from '@opportune/protocol/frames-visitor.ts';
import { z } from 'zod';

const mask = compileMask(cardsOnly);

interface Schema {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
}

/** The places of a frame with free text. */
function textsIn(schema: z.ZodType): readonly (readonly string[])[] {
  const found = new Map<string, readonly string[]>();
  const walk = (at: Schema, path: readonly string[]): void => {
    if (at.type === 'string' && at.const === undefined && at.enum === undefined)
      found.set(path.join('.'), path);
    for (const each of [...(at.anyOf ?? []), ...(at.oneOf ?? [])]) walk(each, path);
    for (const [key, each] of Object.entries(at.properties ?? {})) walk(each, [...path, key]);
    if (typeof at.additionalProperties === 'object')
      walk(at.additionalProperties, [...path, 'any']);
    if (at.items !== undefined) walk(at.items, [...path, '[]']);
  };
  const json: Schema = JSON.parse(
    JSON.stringify(z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' })),
  );
  walk(json, []);
  return [...found.values()];
}

function at(path: readonly string[], text: string): unknown {
  return path.reduceRight<unknown>(
    (inner, key) => (key === '[]' ? [inner] : { [key]: inner }),
    text,
  );
}

describe('the corpus', () => {
  test('[MK6] is masked wherever a visitor’s or an agent’s frame may hold a text', () => {
    const paths = [VisitorFrame, ConsoleFrame].flatMap((schema) => textsIn(schema));
    const names = new Set(paths.map((path) => path.join('.')));
    for (const name of ['text', 'note', 'label', 'name', 'message.text', 'before.values.any'])
      assert.ok(names.has(name), `${name} is no place of a text any more: ${[...names].join(' ')}`);
    for (const path of paths)
      for (const [what, given, expected] of corpus)
        assert.deepEqual(
          maskSaid(mask, at(path, given)),
          at(path, expected),
          `${path.join('.')}: ${what}`,
        );
  });

  test('[MK6] is masked in what only claims to be a private value', () => {
    for (const [what, given, expected] of corpus) {
      const body = (text: string) => ({ type: 'chat.give', id: 'm-1', text, value: text });
      assert.deepEqual(maskSaid(mask, body(given)), body(expected), what);
    }
  });

  test('[MK6] is masked in bodies by REST: answers, labels, fields, answers to cases, notes', () => {
    for (const [what, given, expected] of corpus) {
      const body = (text: string) => ({
        ...{ id: 'm-1', text, title: text, shortcut: 'card', folder: text, note: text },
        tags: [text],
        fields: { order: text },
        body: { type: 'text', text },
        content: { type: 'form', text, fields: [{ id: 'a', label: text, options: [{ text }] }] },
      });
      assert.deepEqual(maskSaid(mask, body(given)), body(expected), what);
    }
  });

  test('[MK7] is masked in events by socket, long poll and beacon, in calls and in imports', () => {
    for (const [what, given, expected] of corpus) {
      const event = (text: string) => ({
        ...{ id: 'e-1', kind: 'track', name: text },
        page: { title: text, search: text },
        properties: { query: text, list: [{ deep: text }] },
      });
      assert.deepEqual(maskEvent(mask, event(given)), event(expected), what);
      const call = (text: string) => ({
        ...{ type: 'track', messageId: 'm-1', event: text },
        properties: { note: text },
        traits: { remark: text },
        context: { page: { title: text } },
      });
      assert.deepEqual(maskSegmentCall(mask, call(given)), call(expected), what);
    }
  });
});
