// Bodies that search for what costs the intake most: a recipe says which way in, how the events are
// laid out, where the load stands and of which pieces it is. Recipes are mutated, bodies are not. It
// measures nothing.

export type Random = () => number;

/** Places in an event or call that hold the load. */
const places = [
  ...['list', 'nested', 'objects', 'keys', 'deep', 'text', 'texts', 'name', 'title', 'address'],
  ...['token', 'sections', 'ids', 'traits', 'context', 'shared', 'beside', 'user', 'repeated'],
] as const;

const ways = ['/v1/events', '/v1/batch', '/v1/track', '/v1/identify', '/v1/frames'] as const;
/** Bytes of one event, as far as the body allows: tiny, usual, just allowed, too large, all in one. */
const eventBytes = [40, 150, 600, 3000, 16_000, 31_000, 60_000, 1_000_000] as const;

/** Inside a text of JSON. */
const textPieces = [
  ...['a', ' ', 'é', '漢', '😀', String.raw`\u0041`, String.raw`\n`, String.raw`\\`, '%25', '%34'],
  ...[String.raw`\ud800`, String.raw`\udc00`, String.raw`\ud83d\ude00`, '4', '4111111111111112 '],
  ...['4111 1111 1111 1112,', '4111111111111111 ', '4-1-1-1-', '٤١١١', '４１１１', '+4 ', '4.1 '],
  ...['%34%31', '%2534', '3782 822463 10004 ', '5500-0000-0000-0005 ', '123 4567 ', '1a2b3c4d-'],
  ...['DE89370400440532013000 ', 'GB82 WEST 1234 5698 7654 33 ', 'Bearer ', 'eyJhbGciOi.', 'sk_'],
  ...['key=', '@example.com ', 'token ', 'utm_source=a&', '/', '\u200b4', '\u0301', '0', '00000'],
] as const;
/** As values of a list. */
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

/** One thing of it is another. */
export function mutated(recipe: Recipe, random: Random): Recipe {
  const other = newRecipe(random);
  const fields = ['way', 'place', 'layout', 'texts', 'values', 'depth'] as const;
  const field = fields[below(random, fields.length)] ?? 'texts';
  return { ...recipe, [field]: other[field] };
}

export interface CostlyBody {
  readonly path: string;
  readonly bytes: Buffer;
}

/** A body of about so many bytes. `serial` makes its ids its own. */
export function bodyOf(recipe: Recipe, sizeBytes: number, serial: number): CostlyBody {
  const path = ways[recipe.way] ?? '/v1/events';
  const isSingle = path === '/v1/track' || path === '/v1/identify';
  const each = isSingle ? sizeBytes : Math.min(sizeBytes, eventBytes[recipe.layout] ?? 600);
  const count = Math.max(1, Math.min(500, Math.floor(sizeBytes / (each + 90))));
  const segment = path === '/v1/batch' || isSingle;
  const items = Array.from({ length: isSingle ? 1 : count }, (_, at) =>
    segment ? callOf(recipe, each, `${serial}.${at}`) : eventOf(recipe, each, `${serial}.${at}`),
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
  if (path === '/v1/frames')
    return `{"session":"session","wait":0,"frames":[{${beside}"type":"events","batch":${serial},"sentAt":1790000000000,"events":[${list}]}]}`;
  if (path !== '/v1/batch') return items[0] ?? '{}';
  const shared = place === 'shared' ? `"context":{"traits":${loadOf(recipe, 30_000)}},` : '';
  return `{${beside}${shared}"writeKey":"k","batch":[${list}]}`;
}

function eventOf(recipe: Recipe, bytes: number, id: string): string {
  const place = places[recipe.place];
  const text = (): string => textOf(recipe.texts, bytes);
  const fields = [
    `"id":"${place === 'ids' ? text() : `e${id}`}"`,
    `"kind":"${place === 'traits' ? 'identify' : 'track'}"`,
    `"name":"${place === 'name' ? text() : 'Product Viewed'}"`,
    '"at":1790000000000',
    `"properties":${propertiesOf(recipe, bytes)}`,
  ];
  if (place === 'title' || place === 'address')
    fields.push(
      `"page":{"url":"https://a.example/${place === 'address' ? text() : ''}","path":"/","title":"${place === 'title' ? text() : ''}"}`,
    );
  if (place === 'token') fields.push('"userId":"u"', `"token":"${text()}"`);
  if (place === 'user') fields.push(`"userId":"${text()}"`);
  if (place === 'sections') fields.push(`"sections":${loadOf(recipe, bytes)}`);
  if (place === 'repeated') fields.push(repeatedNames(bytes));
  return `{${fields.join(',')}}`;
}

function callOf(recipe: Recipe, bytes: number, id: string): string {
  const place = places[recipe.place];
  const text = (): string => textOf(recipe.texts, bytes);
  const fields = [
    '"writeKey":"k"',
    `"type":"${place === 'traits' ? 'identify' : 'track'}"`,
    `"anonymousId":"${place === 'ids' ? text() : `a${id}`}"`,
    `"event":"${place === 'name' ? text() : 'Product Viewed'}"`,
    `"${place === 'traits' ? 'traits' : 'properties'}":${propertiesOf(recipe, bytes)}`,
  ];
  if (place !== 'token') fields.push(`"messageId":"m${id}"`);
  else fields.push('"timestamp":"2026-09-21T10:00:00Z"');
  if (place === 'context') fields.push(`"context":{"traits":${loadOf(recipe, bytes)}}`);
  if (place === 'title' || place === 'address')
    fields.push(`"context":{"page":{"url":"https://a.example/${text()}","title":"${text()}"}}`);
  if (place === 'user') fields.push(`"userId":"${text()}"`);
  if (place === 'repeated') fields.push(repeatedNames(bytes));
  return `{${fields.join(',')}}`;
}

const elsewhere = new Set([
  ...['name', 'title', 'address', 'ids', 'user', 'context', 'shared', 'beside', 'sections'],
  'repeated',
]);

function propertiesOf(recipe: Recipe, bytes: number): string {
  const place = places[recipe.place] ?? 'list';
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

/** Lists so deep, again and again. */
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
