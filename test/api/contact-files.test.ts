// Contacts from and to CSV files, over the API of the started product.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { ContactImport, ImportPlan } from '@opportune/protocol/rest/contact/transfer.ts';
import { until } from '@opportune/server/adapter/process/processes.test-support.ts';
import type { Owner } from '../support/people.test-support.ts';
import { type Product, startProduct } from '../support/product.test-support.ts';

let product: Product;
let owner: Owner;
before(async () => {
  product = await startProduct();
});
after(() => product.close());

async function upload(text: string | Buffer, name = 'people.csv'): Promise<ContactImport> {
  const { status, body } = await owner.call(
    ...(['POST', `/contact-imports?name=${name}`, Buffer.from(text)] as const),
  );
  assert.equal(status, 201, JSON.stringify(body));
  return body;
}

async function settled(id: string): Promise<ContactImport> {
  let found: ContactImport | undefined;
  await until('the import rests', async () => {
    const { body } = await owner.call('GET', `/contact-imports/${id}`);
    found = body;
    return !['rehearsing', 'running'].includes(body.state);
  });
  return found ?? assert.fail();
}

async function imported(file: ContactImport, plan: Partial<ImportPlan> = {}) {
  const path = `/contact-imports/${file.id}`;
  const whole = { columns: file.guess, existing: 'fill', ...plan };
  const asked = await owner.call('POST', `${path}/rehearse`, whole);
  assert.equal(asked.status, 202, JSON.stringify(asked.body));
  const rehearsed = await settled(file.id);
  assert.equal(rehearsed.state, 'rehearsed');
  assert.equal((await owner.call('POST', `${path}/run`)).status, 202);
  return { rehearsed, done: await settled(file.id) };
}

const counts = ({ created, changed, skipped, refused }: ContactImport) => ({
  ...{ created, changed, skipped, refused },
});
const found = async (search: string) => {
  const { items } = (await owner.call('GET', `/contacts?search=${encodeURIComponent(search)}`))
    .body;
  return items.length === 0 ? null : (await owner.call('GET', `/contacts/${items[0].id}`)).body;
};
const textOf = async (path: string): Promise<string> => {
  const headers = { authorization: `Bearer ${owner.token}` };
  const answer = await fetch(`${product.url}/api/v1${path}`, { headers });
  assert.equal(answer.status, 200);
  return Buffer.from(await answer.arrayBuffer()).toString('utf8');
};

test('[CI1] a file with a mark, semicolons, quotes and lines in cells is read, and its columns are guessed', async () => {
  owner = await product.newAccount('Reads');
  await owner.call('PUT', '/contact-fields', {
    fields: [{ name: 'Address', holds: { type: 'text' } }],
  });
  const file = await upload(
    '\ufeffName;E-Mail;Address;Tags;Other\r\n"Ada ""A."" Lovelace";Ada@Post.example;"1 Street\nLondon";"VIP, Press";x\r\n\r\nBram;bram@post.example;;;\r\n',
  );
  assert.deepEqual([file.delimiter, file.rows, file.state], [';', 2, 'uploaded']);
  assert.deepEqual(
    file.guess.map(({ to }) => to),
    ['name', 'address', 'field', 'tags', 'ignore'],
  );
  assert.deepEqual(file.sample[0]?.slice(0, 3), [
    ...['Ada "A." Lovelace', 'Ada@Post.example', '1 Street\nLondon'],
  ]);
  const { rehearsed, done } = await imported(file);
  assert.deepEqual(counts(rehearsed), { created: 2, changed: 0, skipped: 0, refused: 0 });
  assert.deepEqual([done.state, counts(done)], ['done', counts(rehearsed)]);
  const ada = await found('ada@post.example');
  assert.deepEqual([ada.name, ada.tags], ['Ada "A." Lovelace', ['Press', 'VIP']]);
  assert.deepEqual(Object.values(ada.fields), ['1 Street\nLondon']);
  assert.equal((await upload('email\tname\nc@post.example\tCleo\n')).delimiter, '\t');
});

test('[CI1] what is no such file is refused with the reason', async () => {
  for (const file of [
    ...['', 'only a header\n', Buffer.from([0x4e, 0xe4, 0x0a, 0x41, 0x0a])],
    `${'a,'.repeat(101)}\n1\n`,
    `name\n"never closed\n`,
  ]) {
    const { status, body } = await owner.call('POST', '/contact-imports', Buffer.from(file));
    assert.deepEqual([status, body.code], [422, 'contact.file_unreadable'], String(file));
  }
  const large = Buffer.alloc(16 * 1024 * 1024 + 1, 'a');
  assert.equal((await owner.call('POST', '/contact-imports', large)).status, 413);
});

test('[CI2] a rehearsal counts what would happen and changes nothing; only it can be run, once', async () => {
  owner = await product.newAccount('Rehearses');
  const file = await upload('email\na@post.example\nb@post.example\n');
  const path = `/contact-imports/${file.id}`;
  assert.equal((await owner.call('POST', `${path}/run`)).status, 409);
  const bad = await owner.call('POST', `${path}/rehearse`, {
    columns: [{ to: 'name' }],
    existing: 'fill',
  });
  assert.deepEqual([bad.status, bad.body.path], [422, 'columns']);
  await owner.call('POST', `${path}/rehearse`, { columns: file.guess, existing: 'fill' });
  assert.equal((await settled(file.id)).created, 2);
  assert.equal(await found('post.example'), null);
  await owner.call('POST', `${path}/run`);
  assert.equal((await settled(file.id)).state, 'done');
  assert.equal((await owner.call('POST', `${path}/run`)).status, 409);
});

test('[CI3] for contacts that exist the rule decides: skip, fill or overwrite', async () => {
  owner = await product.newAccount('Rules');
  await owner.call('PUT', '/contact-fields', {
    fields: ['Code', 'Town'].map((name) => ({ name, holds: { type: 'text' } })),
  });
  await imported(await upload('email,name,Code\nada@post.example,Ada,1\n'));
  const next =
    'email,name,Code,Town\nada@post.example,Augusta,2,London\nbram@post.example,Bram,,\n';
  const shown = async () => {
    const { name, fields } = await found('ada@post.example');
    return [name, ...Object.values(fields)];
  };
  const skipped = await imported(await upload(next), { existing: 'skip' });
  assert.deepEqual(counts(skipped.done), { created: 1, changed: 0, skipped: 1, refused: 0 });
  assert.deepEqual(await shown(), ['Ada', '1']);
  const filled = await imported(await upload(next), { existing: 'fill' });
  assert.deepEqual(counts(filled.done), { created: 0, changed: 1, skipped: 1, refused: 0 });
  assert.deepEqual(await shown(), ['Ada', '1', 'London']);
  const over = await imported(await upload(next), { existing: 'overwrite' });
  assert.equal(over.done.changed, 1);
  assert.deepEqual(await shown(), ['Augusta', '2', 'London']);
  const { id } = await found('ada@post.example');
  const changes = (await owner.call('GET', `/contacts/${id}/changes`)).body.items;
  assert.deepEqual([changes[0].act, changes[0].before.name], ['imported', 'Ada']);
  assert.equal((await imported(await upload(next))).done.skipped, 2, 'a repeat changes nothing');
});

test('[CI4] refused rows say why, and come as a file', async () => {
  owner = await product.newAccount('Refuses');
  await owner.call('PUT', '/contact-fields', {
    fields: [{ name: 'Since', holds: { type: 'date' } }],
  });
  await imported(await upload('email\nada@post.example\n'));
  const file = await upload(
    [
      'email,Since,name',
      ...['no address at all,,A', ',,B', 'c@post.example,2026-02-30,C'],
      ...['d@post.example,9.3.2026,=D()', 'D@post.example,,Again'],
    ].join('\n'),
  );
  const { done } = await imported(file);
  assert.deepEqual(counts(done), { created: 1, changed: 0, skipped: 0, refused: 4 });
  const lines = (await textOf(`/contact-imports/${file.id}/errors.csv`)).split('\r\n');
  assert.deepEqual(
    lines.map((line) => line.split(',').slice(0, 3).join()),
    [
      '\ufeffRow,Reason,Column',
      '1,address,email',
      '2,no-address,',
      '3,value,Since',
      '5,repeated,',
      '',
    ],
  );
  assert.deepEqual(Object.values((await found('d@post.example')).fields), ['2026-03-09']);
});

test('[CI5] opt-ins are imported only with a stated proof, and not where the contact opted out', async () => {
  owner = await product.newAccount('Opts in');
  const stopped = { channel: 'email', address: 'stopped@post.example' };
  await owner.call('POST', '/suppressions', stopped);
  const file = () => upload('email\nada@post.example\nstopped@post.example\n');
  const optIn = { purpose: 'marketing', givenAt: 1, place: 'Fair 2025', words: 'Yes, write to me' };
  const path = `/contact-imports/${(await file()).id}/rehearse`;
  const columns = [{ to: 'address', channel: 'email' }];
  const without = { columns, existing: 'fill', optIn: { ...optIn, words: '' } };
  assert.equal((await owner.call('POST', path, without)).status, 422);
  await imported(await file(), { optIn });
  const proofOf = async (search: string) =>
    (await owner.call('GET', `/contacts/${(await found(search)).id}/permission`)).body.optIns;
  const [proof] = await proofOf('ada@');
  assert.deepEqual(
    [proof.purpose, proof.place, proof.words, proof.recordedBy],
    ['marketing', 'Fair 2025', 'Yes, write to me', owner.user.id],
  );
  assert.deepEqual(await proofOf('stopped@'), []);
});

test('[CI5] an import gives no consent again that was withdrawn after its date, and says so', async () => {
  owner = await product.newAccount('Withdraws');
  const file = () => upload('email,name\nada@post.example,Ada\nbram@post.example,Bram\n');
  const given = { purpose: 'marketing', place: 'Fair 2025', words: 'Yes, write to me' };
  await imported(await file(), { optIn: { ...given, givenAt: Date.now() - 60_000 } });
  const ada = { channel: 'email', address: 'ada@post.example' };
  await owner.call('POST', '/opt-ins/withdraw', { ...ada, purpose: 'marketing' });
  const stateOf = async (search: string) =>
    (await owner.call('GET', `/contacts/${(await found(search)).id}/permission`)).body.optIns.map(
      ({ withdrawnAt }: { withdrawnAt: number | null }) => withdrawnAt === null,
    );
  const again = await file();
  const { rehearsed, done } = await imported(again, {
    ...{ existing: 'skip', optIn: { ...given, givenAt: Date.now() - 30_000 } },
  });
  for (const each of [rehearsed, done])
    assert.deepEqual([each.skipped, each.refused, each.withdrawn], [2, 0, 1]);
  assert.deepEqual(await stateOf('ada@'), [false]);
  assert.deepEqual(await stateOf('bram@'), [true]);
  const lines = (await textOf(`/contact-imports/${again.id}/errors.csv`)).split('\r\n');
  assert.deepEqual(lines.slice(1, -1), ['1,withdrawn,email,ada@post.example,Ada']);
  // Whoever opts in again after the withdrawal is opted in.
  await imported(await file(), { optIn: { ...given, givenAt: Date.now() } });
  assert.deepEqual(await stateOf('ada@'), [true]);
  // Who wanted no messages since does not become opted in because that was released.
  const cleo = { channel: 'email', address: 'cleo@post.example' };
  await owner.call('POST', '/suppressions', cleo);
  await owner.call('POST', '/suppressions/release', cleo);
  const late = await upload('email\ncleo@post.example\n');
  const old = await imported(late, { optIn: { ...given, givenAt: Date.now() - 60_000 } });
  assert.deepEqual([old.done.created, old.done.withdrawn], [1, 1]);
  assert.deepEqual(await stateOf('cleo@'), []);
});

test('[CI5] a day of consent in the future is refused', async () => {
  const { id } = await upload('email\nada@post.example\n');
  const optIn = { purpose: 'marketing', place: 'Fair', words: 'Yes' };
  const { status, body } = await owner.call('POST', `/contact-imports/${id}/rehearse`, {
    ...{ columns: [{ to: 'address', channel: 'email' }], existing: 'fill' },
    optIn: { ...optIn, givenAt: Date.now() + 3_600_000 },
  });
  assert.deepEqual([status, body.path], [422, 'optIn.givenAt']);
});

test('[CI10] managers remove an export with its file, agents do not', async () => {
  const { body } = await owner.call('POST', '/contact-exports', {});
  const agent = await product.invite(owner, 'agent');
  assert.equal((await agent.call('DELETE', `/contact-exports/${body.id}`)).status, 403);
  assert.equal((await owner.call('DELETE', `/contact-exports/${body.id}`)).status, 200);
  assert.equal((await owner.call('DELETE', `/contact-exports/${body.id}`)).status, 404);
  assert.equal((await owner.call('GET', `/contact-exports/${body.id}/contacts.csv`)).status, 404);
});

test('[CI11] card numbers are masked in what a file says, never in addresses', async () => {
  owner = await product.newAccount('Masks');
  await owner.call('PUT', '/contact-fields', {
    fields: [{ name: 'Code', holds: { type: 'text' } }],
  });
  const card = '4111 1111 1111 1111';
  const email = '4111111111111111@post.example';
  const file = await upload(
    `email,name,tags,Code,Other\n${email},Pay ${card},${card},${card},${card}\nnone,${card},,,${card}\n`,
    `${card}.csv`,
  );
  const { done } = await imported(file);
  assert.deepEqual([done.created, done.refused], [1, 1]);
  const contact = await found(email);
  const { body } = await owner.call('POST', '/contact-exports', { search: email });
  const changed = await owner.call('PATCH', `/contacts/${contact.id}/details`, {
    ...{ name: card, tags: [card], fields: { [Object.keys(contact.fields)[0] ?? '']: card } },
  });
  assert.equal(changed.status, 200);
  let state = '';
  while (state !== 'done')
    state = (await owner.call('GET', `/contact-exports/${body.id}`)).body.state;
  const seen = [
    ...[file, done, contact, changed.body],
    (await owner.call('GET', `/contacts/${contact.id}/changes`)).body,
    await textOf(`/contact-imports/${file.id}/errors.csv`),
    await textOf(`/contact-exports/${body.id}/contacts.csv`),
  ].map((each) => JSON.stringify(each));
  for (const text of seen) assert.doesNotMatch(text, /4111 1111 1111 1111/);
  assert.match(seen.at(-1) ?? '', /4111111111111111@post.example/);
});

test('[CI6] an export has the filtered contacts, disarms formulas, and can be imported again', async () => {
  owner = await product.newAccount('Exports');
  await owner.call('PUT', '/contact-fields', {
    fields: [{ name: 'Newsletter', holds: { type: 'flag' } }],
  });
  const rows = Array.from({ length: 450 }, (_, n) => `p${n}@post.example,Person ${n},,`);
  const text = ['email,name,tags,Newsletter', 'x@post.example,=1+1,VIP,yes', ...rows].join('\n');
  await imported(await upload(text));
  const exported = async (filter: object): Promise<string> => {
    const { body } = await owner.call('POST', '/contact-exports', filter);
    await until('the export is done', async () => {
      const { state } = (await owner.call('GET', `/contact-exports/${body.id}`)).body;
      return state === 'done';
    });
    return textOf(`/contact-exports/${body.id}/contacts.csv`);
  };
  const all = (await exported({})).trim().split('\r\n');
  assert.equal(all.length, 452);
  assert.equal(new Set(all).size, 452, 'each once');
  const vip = await exported({ tag: 'VIP' });
  assert.match(vip, /^\ufeffName,Language,/);
  assert.match(vip, /\r\n'=1\+1,/);
  assert.equal(vip.trim().split('\r\n').length, 2);
  const { id } = await found('x@post.example');
  await owner.call('PATCH', `/contacts/${id}/details`, { name: 'Changed', tags: [] });
  const back = await upload(vip);
  const { done } = await imported(back, { existing: 'overwrite' });
  assert.equal(done.changed, 1);
  const again = await found('x@post.example');
  assert.deepEqual([again.name, again.tags], ['=1+1', ['VIP']]);
  assert.deepEqual(Object.values(again.fields), [true]);
});

test('[CI7] agents neither import nor export', async () => {
  const agent = await product.invite(owner, 'agent');
  assert.equal(
    (await agent.call('POST', '/contact-imports', Buffer.from('email\na@b.c\n'))).status,
    403,
  );
  assert.equal((await agent.call('POST', '/contact-exports', {})).status, 403);
});
