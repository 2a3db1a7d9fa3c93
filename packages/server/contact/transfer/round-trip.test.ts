// An export can be imported again: into its own account it changes nothing, into an empty one it gives the same
// contacts. And an import of any bytes ends with a result for each row.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { ChannelId, ContactId } from '@opportune/protocol/ids.ts';
import fc from 'fast-check';
import { type TestEngines, testEngines } from '../../adapter/engines.test-support.ts';
import { Refusal } from '../../http/problem/refusal.ts';
import { rounds } from '../../../../test/support/proof-size.test-support.ts';
import { ada, openTransfers } from './transfer.test-support.ts';

let engines: TestEngines;
before(async () => (engines = await testEngines()));
after(() => engines.close());

type Prepared = Awaited<ReturnType<typeof prepared>>;

const declared = {
  fields: [
    { name: 'Name', holds: { type: 'text' } },
    { name: 'Tags', holds: { type: 'number' } },
    { name: 'Email', holds: { type: 'flag' } },
    { name: 'Size', holds: { type: 'choice', choices: ['a', 'A', '=b;c'] } },
  ],
} as const;

const awkward = fc.string({
  unit: fc.constantFrom(...'aZ=+-@;,|\t\n"\' 7é😀'),
  minLength: 1,
  maxLength: 9,
});
const text = awkward.map((each) => each.trim()).filter((each) => each !== '');
const person = fc.record({
  emails: fc.uniqueArray(fc.stringMatching(/^[a-z]{8}[+-]?[a-z]$/), { minLength: 1, maxLength: 3 }),
  customs: fc.uniqueArray(text, { maxLength: 3 }),
  name: fc.option(text),
  language: fc.constantFrom(null, 'de', 'pt-BR'),
  tags: fc.uniqueArray(text, { maxLength: 4 }),
  fields: fc.tuple(
    fc.option(text),
    fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
    fc.option(fc.boolean()),
    fc.option(fc.constantFrom('a', 'A', '=b;c')),
  ),
});
type Person = typeof person extends fc.Arbitrary<infer T> ? T : never;

/** With the fields, and a channel whose addresses are any text. */
async function prepared() {
  const transfers = await openTransfers(engines.records);
  const desk = ChannelId.parse(randomUUID());
  const { account, fields } = transfers;
  await fields.replace(account, {
    fields: declared.fields.map((each) => ({ ...each, holds: { ...each.holds } as never })),
  });
  await engines.records.withAccount(account, (sql) =>
    sql.run(
      `INSERT INTO channels (account, id, kind, name, settings, created_at)
       VALUES ($1, $2, 'custom', 'Front; desk', '{}', now()),
         ($1, 'email', 'email', '', '{}', now()) ON CONFLICT DO NOTHING`,
      [account, desk],
    ),
  );
  return { ...transfers, desk };
}

async function made({ account, details, fields, desk }: Prepared, people: readonly Person[]) {
  const ids = (await fields.list(account)).fields.map(({ id }) => id);
  const taken = new Set<string>();
  for (const [n, each] of people.entries()) {
    const id = ContactId.parse(`p_${n}`);
    const addresses = [
      ...each.emails.map((name, at) => ['email', `${name}${n}.${at}@post.example`] as const),
      ...each.customs.map((address) => [desk, address] as const),
    ].filter(([channel, address]) => !taken.has(`${channel} ${address}`));
    await engines.records.withAccount(account, async (sql) => {
      await sql.run('INSERT INTO contacts (account, id, created_at) VALUES ($1, $2, now())', [
        account,
        id,
      ]);
      for (const [channel, address] of addresses) {
        taken.add(`${channel} ${address}`);
        await sql.run(
          `INSERT INTO contact_addresses (account, channel, address, contact, first_seen)
           VALUES ($1, $2, $3, $4, now())`,
          [account, channel, address, id],
        );
      }
    });
    const values = ids.map((field, at) => [field, each.fields[at] ?? null] as const);
    await details.change(account, id, ada, {
      change: {
        ...{ name: each.name ?? '', language: each.language, tags: each.tags },
        fields: Object.fromEntries(values),
      },
      unchanged: () => {},
    });
  }
}

/** Everything of all contacts that a file can carry. */
async function everybody({ account, contacts, fields, desk }: Prepared) {
  const named = new Map(
    (await fields.list(account)).fields.map(({ id, name }) => [String(id), name]),
  );
  const { items } = await contacts.list(account, { limit: 100 });
  const people = [];
  for (const { id } of items) {
    const { name, language, tags, fields: values, addresses } = await contacts.read(account, id);
    people.push({
      ...{ name, language, tags: tags.toSorted() },
      fields: Object.entries(values)
        .map(([field, value]) => `${named.get(field)}: ${value}`)
        .toSorted(),
      addresses: addresses
        .map(({ channel, address }) => `${channel === desk ? 'desk' : channel} ${address}`)
        .toSorted(),
    });
  }
  return people.toSorted((a, b) => String(a.addresses).localeCompare(String(b.addresses)));
}

test('[CI6] an export changes nothing in its account, and makes the same contacts in an empty one', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(person, { minLength: 1, maxLength: 5 }), async (people) => {
      const from = await prepared();
      await made(from, people);
      const before = await everybody(from);
      const file = await from.exported();
      for (const existing of ['fill', 'overwrite'] as const) {
        const { done } = await from.imported(file, { existing });
        assert.deepEqual([done.skipped, done.refused], [people.length, 0]);
      }
      assert.deepEqual(await everybody(from), before);
      const to = await prepared();
      const { done } = await to.imported(file);
      assert.deepEqual([done.created, done.refused], [people.length, 0]);
      assert.deepEqual(await everybody(to), before);
    }),
    { numRuns: rounds({ usual: 14, full: 200 }) },
  );
});

test('[CI8] an import of any bytes ends with a result for each row', async () => {
  const cut = '\ud83d';
  const cell = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.constantFrom('\0', 'a\0b', cut, `${'x'.repeat(199)}😀`, `en-${'a'.repeat(8)}`.repeat(9)),
    fc.stringMatching(/^[a-z]{1,3}@[a-z]\.[a-z]{2}$/),
    fc.constant(`${'İ'.repeat(60)}@${'İ'.repeat(250)}.example`),
    fc.constant(Array.from({ length: 9 }, () => 'abcdefgh').join('-')),
  );
  const columns = ['Name', 'Language', 'Tags', 'correo', 'Front; desk', 'Size'];
  const transfers = await prepared();
  const quoted = (each: string) => `"${each.replaceAll('"', '""')}"`;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(cell, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 20 }),
      async (rows) => {
        const file = [columns, ...rows, ['', '', '', 'z@z.zz', 'z']];
        const lines = file.map((cells) => cells.map(quoted).join(',')).join('\n');
        const { done, rehearsed } = await transfers.imported(Buffer.from(lines), {
          existing: 'overwrite',
        });
        for (const { state, ...each } of [rehearsed, done]) {
          assert.ok(state === 'done' || state === 'rehearsed', state);
          assert.equal(each.created + each.changed + each.skipped + each.refused, each.rows);
        }
      },
    ),
    { numRuns: rounds({ usual: 14, full: 200 }) },
  );
  for (const { id } of (await transfers.contacts.list(transfers.account, { limit: 100 })).items)
    await transfers.contacts.read(transfers.account, id);
});

test('[CI8] bytes that are no text are refused, and any others end with a result', async () => {
  const transfers = await prepared();
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 300 }), async (bytes) => {
      const file = Buffer.concat([Buffer.from('correo,Name\nq@q.qq,'), bytes]);
      const outcome = await transfers.imported(file).catch((error: unknown) => error);
      if (outcome instanceof Error) assert.ok(outcome instanceof Refusal, String(outcome));
    }),
    { numRuns: rounds({ usual: 30, full: 300 }) },
  );
});
