// Puts a card number into each free text of each request body that carries what people say. The
// test walks the OpenAPI document, so that no operation can be forgotten. The number is in no
// answer and is stored nowhere.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  type JsonSchema,
  type Operation,
  operationsOf,
} from '@opportune/server/http/openapi/api-operations.ts';
import {
  bodyOf,
  fillPath,
  freshThings,
  makeThings,
  type Things,
} from '../support/examples.test-support.ts';
import { peopleOf, type Person } from '../support/people.test-support.ts';
import { makeVisit } from '../support/visit.test-support.ts';
import { type LoggedProduct, startLogged } from './masking.test-support.ts';

const card = '4111 1111 1111 1111';
const shown = /4111.?1111.?1111.?1111/;
/** Collections whose bodies carry what people say or are told. */
const said = [
  ...['conversations', 'answers', 'my-answers'],
  ...['contacts', 'contact-imports', 'contact-exports', 'opt-ins', 'suppressions'],
];
/** Where `address` names somebody in a channel: two with the same last digits would be one. */
const addressed = ['opt-ins', 'suppressions'];
/** Collections whose bodies are settings or identify somebody. */
const settings = [
  ...[
    'session',
    'password',
    'users',
    'my-language',
    'my-name',
    'account',
    'accounts',
    'sites',
    'sections',
  ],
  ...['goals', 'attributes', 'campaigns', 'needs', 'masking', 'skills', 'routing', 'panels'],
  ...['conversation-labels', 'search-settings', 'reopening', 'my-reports', 'after-chat'],
  ...[
    'mail',
    'attachment-settings',
    'recording-settings',
    'callback-settings',
    'callbacks',
    'channels',
    'contact-fields',
    'contact-verifications',
  ],
  ...['programs', 'my-tokens', 'my-state', 'setup', 'webhooks'],
];

let product: LoggedProduct;
let owner: Person;
let things: Things;
let field: string;
let operations: readonly Operation[];

before(async () => {
  product = await startLogged();
  const call = peopleOf(() => product.url, '').callAs(product.token);
  owner = { token: product.token, user: { id: '', email: '' }, call };
  const made = await makeThings(owner, await makeVisit(product.url, owner));
  things = { ...made, contact: await importedContact(call) };
  const labels = { fields: [{ name: 'Free', holds: { type: 'text' } }] };
  const { body } = await call('PUT', '/conversation-labels', labels);
  field = body.fields[0].id;
  const document = await call('GET', '/api/openapi.json');
  operations = operationsOf(document.body).filter(({ body: taken }) => taken !== null);
});
after(() => product.close());

async function importedContact(call: Person['call']): Promise<string> {
  const { body } = await call('POST', '/contact-imports', Buffer.from('correo\nc@post.example\n'));
  const path = `/contact-imports/${body.id}`;
  const until = async (state: string) => {
    for (;;) if ((await call('GET', path)).body.state === state) return;
  };
  await call('POST', `${path}/rehearse`, { columns: body.guess, existing: 'fill' });
  await until('rehearsed');
  await call('POST', `${path}/run`);
  await until('done');
  return (await call('GET', '/contacts?search=c@post.example')).body.items[0].id;
}

function collectionOf({ path }: Operation): string {
  return path.split('/')[3] ?? '';
}

/** Makes a body like the given one, with a card number in one place. */
type Fill = (like: unknown) => unknown;

/**
 * One for each free text. A text with a pattern, a format or a list of values cannot hold a card
 * number.
 */
function fills(schema: JsonSchema, kept: readonly string[] = []): readonly Fill[] {
  const branches = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (branches !== undefined) return branches.flatMap((each) => fills(each, kept));
  if (schema.type === 'string') return isFree(schema) ? [() => `Pay ${card}.`] : [];
  if (schema.items !== undefined)
    return fills(schema.items).map((fill) => (like) => [
      fill(Array.isArray(like) ? like[0] : undefined),
    ]);
  const named = Object.entries(schema.properties ?? {}).filter(([name]) => !kept.includes(name));
  const inside = named.flatMap(([name, each]) =>
    fills(each).map((fill): Fill => (like) => {
      const known = isObject(like) ? like : sampleOf(schema);
      return { ...known, [name]: fill(known[name]) };
    }),
  );
  const { additionalProperties: more } = schema;
  if (typeof more !== 'object') return inside;
  return [
    ...inside,
    ...fills(more).map((fill): Fill => () => ({ [field]: fill(undefined) })),
  ];
}

function isFree(schema: JsonSchema): boolean {
  return ['pattern', 'format', 'enum', 'const'].every((each) => !(each in schema));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The required properties of an object. */
function sampleOf({
  properties = {},
  required = [],
}: JsonSchema): Readonly<Record<string, unknown>> {
  return Object.fromEntries(required.map((name) => [name, sample(properties[name] ?? {})]));
}

function sample(schema: JsonSchema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  const branch = (schema.anyOf ?? schema.oneOf)?.[0];
  if (branch !== undefined) return sample(branch);
  if (schema.items !== undefined) return [sample(schema.items)];
  if (schema.type === 'object') return sampleOf(schema);
  return schema.type === 'string' ? 'a1' : schema.type === 'boolean' ? true : schema.minimum;
}

test('[MK6] each collection of the API is classified as what people say or as settings', () => {
  const found = new Set(operations.map(collectionOf));
  assert.deepEqual([...found].sort(), [...said, ...settings].sort());
});

test('[MK6] a card number in any text that people say is in no answer and stored nowhere', async () => {
  const refused = new Set<string>();
  for (const operation of operations.filter((each) => said.includes(collectionOf(each)))) {
    const { method, path, body: schema } = operation;
    const texts = fills(
      schema ?? {},
      addressed.includes(collectionOf(operation)) ? ['address'] : [],
    );
    if (texts.length > 0) refused.add(`${method} ${path}`);
    for (const fill of texts) {
      const fresh = await freshThings(owner, path, things);
      const sent = fill(bodyOf(method, path, fresh));
      assert.match(JSON.stringify(sent), shown, `${method} ${path} is sent a card`);
      const answer = await owner.call(method, fillPath(path, fresh), sent);
      assert.doesNotMatch(JSON.stringify(answer.body), shown, `${method} ${path} answers it`);
      if (answer.status < 300) refused.delete(`${method} ${path}`);
    }
  }
  // Every other operation accepted some of its bodies. Without a mail server no case can be
  // answered, and without a second channel no conversation goes on elsewhere. What is separated are
  // addresses, and a text with a card is none that the contact has, and no code of a caller.
  assert.deepEqual([...refused].sort(), [
    'POST /api/v1/contacts/{id}/separate',
    ...['answer', 'caller-code', 'continue'].map((act) => `POST /api/v1/conversations/{id}/${act}`),
  ]);
  const left = await product.leave();
  const held = [...left].filter(([, text]) => shown.test(text)).map(([where]) => where);
  assert.deepEqual(held, []);
});
