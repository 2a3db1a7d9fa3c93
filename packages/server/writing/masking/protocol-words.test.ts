// No pattern of an account changes a keyword or id of the frames. A new frame with a keyword under
// a new name is found here.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileMask } from '@opportune/core/masking/mask.ts';
import { maskSaid } from '@opportune/core/masking/ways-in.ts';
import { ConsoleFrame } from '@opportune/protocol/frames-console.ts';
import { VisitorFrame } from '@opportune/protocol/frames-visitor.ts';
import { z } from 'zod';

/** An account that masks nearly everything. */
const greedy = compileMask({
  ibans: true,
  patterns: [{ name: 'all', expression: '[a-zA-Z0-9]+', replacement: '*', events: true }],
});

test('[MK6] every word of the protocol in a frame survives any pattern of an account', () => {
  const words = [ConsoleFrame, VisitorFrame].flatMap((schema) => protocolWordsIn(schema));
  assert.ok(words.length > 30);
  for (const path of words) {
    const frame = path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), 'word');
    assert.deepEqual(maskSaid(greedy, frame), frame, path.join('.'));
  }
});

interface Schema {
  readonly const?: unknown;
  readonly enum?: unknown;
  readonly pattern?: string;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

/** The places of a frame with a keyword from a list, or an id. */
function protocolWordsIn(schema: z.ZodType): readonly (readonly string[])[] {
  const found: string[][] = [];
  const walk = (at: Schema, path: readonly string[]): void => {
    if (typeof at.const === 'string' || at.enum !== undefined || at.pattern?.includes('{1,64}'))
      found.push([...path]);
    for (const each of [...(at.anyOf ?? []), ...(at.oneOf ?? [])]) walk(each, path);
    for (const [key, each] of Object.entries(at.properties ?? {})) walk(each, [...path, key]);
    if (at.items !== undefined) walk(at.items, path);
  };
  walk(
    JSON.parse(JSON.stringify(z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' }))),
    [],
  );
  return found.filter(([first]) => !helloOnly.has(first ?? ''));
}
/** Of the first frame, in which only cards are masked. */
const helloOnly = new Set(['key', 'token', 'pageView', 'version']);
