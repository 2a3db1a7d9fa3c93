// Generates bodies for the search for the intake's costliest ones. A recipe defines the entry
// point, the layout of the events, the place of the load and its pieces. Recipes are mutated,
// bodies are not. It measures nothing.

import { type Body, secretKey, socketPath } from './bare-intake.test-support.ts';

export type Random = () => number;

/** Places in an event or call that hold the load. */
const places = [
  ...['list', 'nested', 'objects', 'keys', 'deep', 'text', 'texts', 'name', 'title', 'address'],
  ...['token', 'sections', 'ids', 'traits', 'context', 'shared', 'beside', 'user', 'repeated'],
  ...['agent', 'campaign', 'bare', 'nothing', 'standard', 'query'],
] as const;

export const ways = [
  ...['/v1/events', '/v1/batch', '/v1/track', '/v1/identify', '/v1/history', '/v1/frames'],
  socketPath,
] as const;
/**
 * The size of one event, as far as the body allows: tiny, usual, just allowed, too large, and
 * everything in one.
 */
const eventBytes = [1, 40, 150, 600, 3000, 16_000, 31_000, 60_000, 1_000_000] as const;

/** Pieces inside a JSON string. */
const textPieces = [
  ...['a', ' ', 'é', '漢', '😀', String.raw`\u0041`, String.raw`\n`, String.raw`\\`, '%25', '%34'],
  ...[String.raw`\ud800`, String.raw`\udc00`, String.raw`\ud83d\ude00`, '4', '4111111111111112 '],
  ...['4111 1111 1111 1112,', '4111111111111111 ', '4-1-1-1-', '٤١١١', '４１１１', '+4 ', '4.1 '],
  ...['%34%31', '%2534', '3782 822463 10004 ', '5500-0000-0000-0005 ', '123 4567 ', '1a2b3c4d-'],
  ...['DE89370400440532013000 ', 'GB82 WEST 1234 5698 7654 33 ', 'Bearer ', 'eyJhbGciOi.', 'sk_'],
  ...[
    String.raw`\"`,
    '{"name":"token",',
    'token: ',
    '"password":',
    '&pin=',
    '//a:b',
    '/reset-',
    '%2525',
  ],
  ...['?a=b&', '-', '.', '{', '[', 'eyJ', 'sk_-', 'basic ', '\u2022\u2022'],
  ...['key=', '@example.com ', 'token ', 'utm_source=a&', '/', '\u200b4', '\u0301', '0', '00000'],
] as const;
/** Values of a list. */
const valuePieces = [
  ...['[]', '{}', '[[]]', '{"a":{}}', '"\\ud800",{},{}', 'null', 'true', '0', '1e308', '-1e-308'],
  ...['123456789012345678901234567890', '4111111111111111', '0.1234567890123456789', '""', '"a"'],
  ...['{"a":1,"a":2}', '{"order_id":"4111111111111111"}', '{"price":1}', '[1,[2,[3]]]', '1E400'],
  ...['"4111 1111 1111 1112"', '{"__proto__":{}}', '"2024-02-30T10:00:00Z"', '3.0e5'],
] as const;

export interface Recipe {
  readonly way: number;
  readonly place: number;
  readonly layout: number;
  readonly texts: readonly number[];
  readonly values: readonly number[];
  readonly depth: number;
}

export function newRecipe(random: Random): Recipe {
  return {
    way: below(random, ways.length),
    place: below(random, places.length),
    layout: below(random, eventBytes.length),
    texts: some(random, textPieces.length),
    values: some(random, valuePieces.length),
    depth: 1 + below(random, 10),
  };
}

/** Changes one property of it. */
export function mutated(recipe: Recipe, random: Random): Recipe {
  const other = newRecipe(random);
  const fields = ['way', 'place', 'layout', 'texts', 'values', 'depth'] as const;
  const field = fields[below(random, fields.length)] ?? 'texts';
  return { ...recipe, [field]: other[field] };
}

/** A body of about this size. `serial` makes its ids unique. */
export function bodyOf(recipe: Recipe, sizeBytes: number, serial: number): Body {
  const path = ways[recipe.way] ?? '/v1/events';
  const isSingle = path === '/v1/track' || path === '/v1/identify';
  const each = isSingle ? sizeBytes : Math.min(sizeBytes, eventBytes[recipe.layout] ?? 600);
  const segment = path === '/v1/batch' || path === '/v1/history' || isSingle;
  const itemOf = segment ? callOf : eventOf;
  const bytesOfOne = itemOf(recipe, each, `${serial}.100`).length;
  const count = Math.max(1, Math.min(500, Math.floor(sizeBytes / bytesOfOne)));
  const items = Array.from({ length: isSingle ? 1 : count }, (_, at) =>
    itemOf(recipe, each, `${serial}.${at}`),
  );
  return { path, bytes: Buffer.from(wrapped(path, recipe, items, sizeBytes, serial)) };
}

function wrapped(
  path: string,
  recipe: Recipe,
  items: readonly string[],
  sizeBytes: number,
  serial: number,
): string {
  const list = items.join(',');
  const place = places[recipe.place];
  const beside = place === 'beside' ? `"x":${loadOf(recipe, sizeBytes)},` : '';
  if (path === '/v1/events')
    return `{${beside}"key":"k","visitor":"v${serial}","events":[${list}]}`;
  const frame = `{${beside}"type":"events","batch":${serial},"sentAt":1790000000000,"events":[${list}]}`;
  if (path === socketPath) return frame;
  if (path === '/v1/frames')
    return `{"session":"session","wait":0,"frames":[${framesOf(recipe, frame, items)}]}`;
  if (path !== '/v1/batch' && path !== '/v1/history') return items[0] ?? '{}';
  const shared = sharedContextOf(recipe);
  const key = path === '/v1/history' ? secretKey : 'k';
  return `{${beside}${shared}"writeKey":"${key}","batch":[${list}]}`;
}

/** All events in one frame, or in up to a hundred frames. */
function framesOf(recipe: Recipe, frame: string, items: readonly string[]): string {
  if (recipe.depth > 3) return frame;
  if (recipe.depth === 1) return items.slice(0, 100).join(',');
  const each = Math.ceil(items.length / 100);
  const frames: string[] = [];
  for (let at = 0; at < items.length; at += each)
    frames.push(
      `{"type":"events","batch":${at},"sentAt":1790000000000,"events":[${items.slice(at, at + each).join(',')}]}`,
    );
  return frames.join(',');
}

function sharedContextOf(recipe: Recipe): string {
  const place = places[recipe.place];
  const text = textOf(recipe.texts, 1000);
  if (place === 'shared') return `"context":{"traits":${loadOf(recipe, 10_000)}},`;
  if (place === 'bare' && recipe.depth % 2 === 0)
    return `"context":{"page":{"url":"https://a.example/${text}","title":"${text}"},"userAgent":"${text}","campaign":{"source":"${text}","name":"${text}"}},`;
  return '';
}

function eventOf(recipe: Recipe, bytes: number, id: string): string {
  const place = places[recipe.place];
  if (place === 'nothing') return valuePieces[recipe.values[0] ?? 0]?.split(',')[0] ?? '0';
  if (place === 'bare') return `{"id":"${id}","kind":"track","name":"a","at":1790000000000}`;
  const text = (): string => textOf(recipe.texts, bytes);
  const fields = [
    `"id":"${place === 'ids' ? text() : `e${id}`}"`,
    `"kind":"${place === 'traits' ? 'identify' : 'track'}"`,
    `"name":"${place === 'name' ? text() : nameOf(recipe)}"`,
    '"at":1790000000000',
    `"properties":${propertiesOf(recipe, bytes)}`,
  ];
  if (place === 'title' || place === 'address')
    fields.push(
      `"page":{"url":"https://a.example/${place === 'address' ? text() : ''}","path":"/","title":"${place === 'title' ? text() : ''}"}`,
    );
  if (place === 'query')
    fields.push(`"page":{"url":"https://a.example/?${text()}","path":"/","search":"?${text()}"}`);
  if (place === 'token') fields.push('"userId":"u"', `"token":"${text()}"`);
  if (place === 'user') fields.push(`"userId":"${text()}"`);
  if (place === 'sections') fields.push(`"sections":${loadOf(recipe, bytes)}`);
  if (place === 'repeated') fields.push(repeatedNames(bytes));
  return `{${fields.join(',')}}`;
}

function callOf(recipe: Recipe, bytes: number, id: string): string {
  const place = places[recipe.place];
  if (place === 'nothing') return valuePieces[recipe.values[0] ?? 0]?.split(',')[0] ?? '0';
  if (place === 'bare') return bareCall(recipe, id);
  const text = (): string => textOf(recipe.texts, bytes);
  const fields = [
    '"writeKey":"k"',
    `"type":"${place === 'traits' ? 'identify' : 'track'}"`,
    `"anonymousId":"${place === 'ids' ? text() : `a${id}`}"`,
    `"event":"${place === 'name' ? text() : nameOf(recipe)}"`,
    `"${place === 'traits' ? 'traits' : 'properties'}":${propertiesOf(recipe, bytes)}`,
  ];
  if (place !== 'token') fields.push(`"messageId":"m${id}"`);
  else fields.push('"timestamp":"2026-09-21T10:00:00Z"');
  if (place === 'context') fields.push(`"context":{"traits":${loadOf(recipe, bytes)}}`);
  if (place === 'title' || place === 'address')
    fields.push(`"context":{"page":{"url":"https://a.example/${text()}","title":"${text()}"}}`);
  if (place === 'query') fields.push(`"context":{"page":{"url":"https://a.example/?${text()}"}}`);
  if (place === 'agent')
    fields.push(
      `"context":{"userAgent":"${agents[recipe.depth % agents.length]}${id}${bytes > 40 ? text() : ''}"}`,
    );
  if (place === 'campaign')
    fields.push(
      `"context":{"page":{"url":"https://a/"},"campaign":{"source":"${text()}","name":"${text()}"}}`,
    );
  if (place === 'user') fields.push(`"userId":"${text()}"`);
  if (place === 'repeated') fields.push(repeatedNames(bytes));
  return `{${fields.join(',')}}`;
}

/** The shortest possible call, each for another visitor. */
function bareCall(recipe: Recipe, id: string): string {
  const type = ['track', 'page', 'identify', 'group', 'alias', 'screen'][recipe.layout % 6];
  const whose = ['userId', 'anonymousId', 'previousId'][recipe.depth % 3];
  const spaced = recipe.depth > 5 ? ' ' : '';
  const event = type === 'track' ? ',"event":"Deep Link Opened"' : '';
  const when = recipe.depth > 8 ? ',"timestamp":"2026-09-21"' : '';
  return `{"type":"${type}","${whose}":"${spaced}${id}"${event}${when}}`;
}

/** User agents, each of another browser. */
const agents = [
  'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/',
  'Mozilla/5.0 ',
] as const;

/** Properties with known types, some of them wrong. */
const standards = [
  ['Order Completed', '"total":1,"currency":"EUR","products":'],
  ['Order Completed', '"total":"a","products":'],
  ['Cart Updated', '"total":null,"products":'],
  ['Product Viewed', '"price":"1","x":'],
  ['Products Searched', '"query":null,"x":'],
] as const;

function nameOf(recipe: Recipe): string {
  return places[recipe.place] === 'standard' ? standardOf(recipe)[0] : 'Product Viewed';
}

function standardOf(recipe: Recipe): (typeof standards)[number] {
  return standards[recipe.depth % standards.length] ?? standards[0];
}

const elsewhere = new Set([
  ...['name', 'title', 'address', 'ids', 'user', 'context', 'shared', 'beside', 'sections'],
  ...['repeated', 'agent', 'campaign', 'query'],
]);

function propertiesOf(recipe: Recipe, bytes: number): string {
  const place = places[recipe.place] ?? 'list';
  if (place === 'standard') return `{${standardOf(recipe)[1]}${loadOf(recipe, bytes)}}`;
  if (elsewhere.has(place)) return '{}';
  if (place === 'keys') return keysOf(recipe, bytes);
  if (place === 'text') return `{"t":"${textOf(recipe.texts, bytes)}"}`;
  if (place === 'texts') return textsOf(recipe, bytes);
  if (place === 'nested') return `{"l":${nestedOf(bytes)}}`;
  if (place === 'deep') return `{"l":${deepOf(recipe, bytes)}}`;
  return `{"l":${loadOf(recipe, bytes)}}`;
}

function loadOf(recipe: Recipe, bytes: number): string {
  return `[${filled(recipe.values, valuePieces, bytes, ',')}]`;
}

function textOf(pieces: readonly number[], bytes: number): string {
  return filled(pieces, textPieces, bytes, '');
}

function keysOf(recipe: Recipe, bytes: number): string {
  const fields: string[] = [];
  const value = valuePieces[recipe.values[0] ?? 0]?.split(',')[0] ?? '0';
  const whole = value.startsWith('{') || value.startsWith('[') ? '0' : value;
  for (let size = 0, at = 0; size < bytes; at++) {
    const field = `"${textOf(recipe.texts, recipe.depth * 3)}${at}":${whole}`;
    size += field.length + 1;
    fields.push(field);
  }
  return `{${fields.join(',')}}`;
}

/** Many texts, each as long as a property may be. */
function textsOf(recipe: Recipe, bytes: number): string {
  const each = Math.min(bytes, 60 * recipe.depth ** 2);
  const text = textOf(recipe.texts, each);
  const count = Math.max(1, Math.floor(bytes / (text.length + 8)));
  return `{${Array.from({ length: count }, (_, at) => `"k${at}":"${text}"`).join(',')}}`;
}

function nestedOf(bytes: number): string {
  const depth = Math.floor(bytes / 2);
  return '['.repeat(depth) + ']'.repeat(depth);
}

/** Lists of this depth, repeated. */
function deepOf(recipe: Recipe, bytes: number): string {
  const one = `${'{"a":'.repeat(recipe.depth)}1${'}'.repeat(recipe.depth)}`;
  return `[${Array.from({ length: Math.max(1, Math.floor(bytes / (one.length + 1))) }, () => one).join(',')}]`;
}

function repeatedNames(bytes: number): string {
  return Array.from({ length: Math.max(1, Math.floor(bytes / 9)) }, () => '"k":"k"').join(',');
}

function filled(
  pieces: readonly number[],
  of: readonly string[],
  bytes: number,
  between: string,
): string {
  const one = pieces.map((at) => of[at] ?? '').join(between) + between;
  const many = one.repeat(Math.max(1, Math.floor(bytes / Math.max(1, Buffer.byteLength(one)))));
  return many.slice(0, many.length - between.length);
}

function some(random: Random, count: number): readonly number[] {
  return Array.from({ length: 1 + below(random, 3) }, () => below(random, count));
}

function below(random: Random, count: number): number {
  return Math.floor(random() * count);
}
