// Channels over REST: who may see them and set them up, where they may deliver to, and that a
// secret is shown only once.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { AccountId } from '@opportune/protocol/ids.ts';
import { signingLimits } from '@opportune/protocol/limits/channels.ts';
import { type Api, startApi } from '../../../test/support/api.test-support.ts';
import { changeChannel, findChannel } from './channel-rows.ts';

let api: Api;
before(async () => (api = await startApi()));
after(() => api.close());

const draft = { kind: 'custom', name: 'ERP', deliverTo: 'https://erp.aldermoor.example/in' };

test('[CU2] a channel is made with a secret that no later answer contains', async () => {
  const owner = await api.newAccount();
  const made = await owner.call('POST', '/channels', draft);
  assert.equal(made.status, 201);
  const { id, kind, state, secret, webhookUrl, capabilities } = made.body;
  assert.deepEqual([kind, state], ['custom', 'connected']);
  assert.match(secret, /^whsec_[A-Za-z0-9+/]{43}=$/);
  assert.equal(webhookUrl, `${api.url}/v1/channels/${id}/messages`);
  assert.equal(capabilities.text.most, 4000);
  const others = [
    await owner.call('GET', '/channels'),
    await owner.call('GET', `/channels/${id}`),
    await owner.call('PATCH', `/channels/${id}`, { name: 'Warehouse' }),
  ];
  for (const { status, body } of others) {
    assert.equal(status, 200);
    assert.doesNotMatch(JSON.stringify(body), /whsec_|"secret"/);
  }
  const renewed = await owner.call('POST', `/channels/${id}/secret`);
  assert.match(renewed.body.secret, /^whsec_/);
  assert.notEqual(renewed.body.secret, secret);
});

test('[CU10] the former secret is shown until it ends by itself or is ended', async () => {
  const owner = await api.newAccount();
  const { id, formerSecretUntil } = (await owner.call('POST', '/channels', draft)).body;
  assert.equal(formerSecretUntil, null);
  const renewed = await owner.call('POST', `/channels/${id}/secret`);
  const until = renewed.body.formerSecretUntil;
  assert.ok(until > Date.now() + signingLimits.formerSecretMs - 60_000);
  const shown = async () => (await owner.call('GET', `/channels/${id}`)).body.formerSecretUntil;
  assert.equal(await shown(), until);
  const other = await api.newAccount();
  assert.equal((await other.call('DELETE', `/channels/${id}/former-secret`)).status, 404);
  assert.equal((await owner.call('DELETE', '/channels/email/former-secret')).status, 404);
  assert.equal((await owner.call('DELETE', `/channels/${id}/former-secret`)).status, 200);
  assert.equal(await shown(), null);
  assert.equal((await owner.call('GET', `/channels/${id}`)).body.deliverTo, draft.deliverTo);
});

test('[CU2] a stored secret is sealed', async () => {
  const owner = await api.newAccount();
  const { id } = (await owner.call('POST', '/channels', draft)).body;
  const row = await api.records.withAccount(AccountId.parse(owner.account), (sql) =>
    sql.row<{ readonly secret: string }>('SELECT secret FROM channels WHERE id = $1', [id]),
  );
  assert.match(row?.secret ?? '', /^s1\./);
});

test('[CU2] chat window and e-mail exist and cannot be removed', async () => {
  const owner = await api.newAccount();
  const { body } = await owner.call('GET', '/channels');
  const kinds = body.channels.map((each: { kind: string }) => each.kind);
  assert.deepEqual(kinds.toSorted(), ['email', 'web']);
  assert.equal((await owner.call('DELETE', '/channels/web')).body.code, 'channel.kept');
  assert.equal((await owner.call('POST', '/channels/web/secret')).status, 404);
  const wrong = await owner.call('PATCH', '/channels/web', { deliverTo: draft.deliverTo });
  assert.deepEqual([wrong.status, wrong.body.path], [422, 'deliverTo']);
});

test('[CU2] a save from an older revision is refused', async () => {
  const owner = await api.newAccount();
  const { id, revision } = (await owner.call('POST', '/channels', draft)).body;
  const save = (name: string) =>
    owner.call('PATCH', `/channels/${id}`, { name }, { 'if-match': `"${revision}"` });
  assert.equal((await save('One')).status, 200);
  assert.equal((await save('Two')).status, 409);
});

test('[CR5] another delivery address does not change the places that a conversation takes', async () => {
  const owner = await api.newAccount();
  const account = AccountId.parse(owner.account);
  const { id } = (await owner.call('POST', '/channels', draft)).body;
  const settings = { deliverTo: draft.deliverTo, places: { text: 2 } };
  await api.records.withAccount(account, (sql) => changeChannel(sql, id, { settings }));
  const deliverTo = 'https://erp.aldermoor.example/other';
  const moved = await owner.call('PATCH', `/channels/${id}`, { deliverTo });
  assert.deepEqual([moved.status, moved.body.deliverTo], [200, deliverTo]);
  const stored = await api.records.withAccount(account, (sql) => findChannel(sql, id));
  assert.deepEqual(stored?.settings, { ...settings, deliverTo });
});

test('[CU2] a removed channel is gone, and other accounts cannot reach it', async () => {
  const [owner, other] = [await api.newAccount(), await api.newAccount()];
  const { id } = (await owner.call('POST', '/channels', draft)).body;
  for (const [method, path] of [
    ['GET', `/channels/${id}`],
    ['PATCH', `/channels/${id}`],
    ['POST', `/channels/${id}/secret`],
    ['DELETE', `/channels/${id}`],
  ] as const)
    assert.equal((await other.call(method, path, method === 'PATCH' ? {} : undefined)).status, 404);
  assert.equal((await owner.call('DELETE', `/channels/${id}`)).status, 200);
  assert.equal((await owner.call('GET', `/channels/${id}`)).status, 404);
});

test('[CU4] a private delivery address is refused when it is saved', async () => {
  const owner = await api.newAccount();
  for (const deliverTo of [
    'http://127.0.0.1:1/',
    'http://[::1]/',
    'https://10.1.2.3/',
    'http://localhost/',
  ]) {
    const { status, body } = await owner.call('POST', '/channels', { ...draft, deliverTo });
    assert.deepEqual([status, body.path], [422, 'deliverTo'], deliverTo);
  }
  const { id } = (await owner.call('POST', '/channels', draft)).body;
  const moved = await owner.call('PATCH', `/channels/${id}`, { deliverTo: 'http://192.168.0.1/' });
  assert.equal(moved.status, 422);
});

test('[CU4] a delivery address with a password is refused, because everybody who answers sees it', async () => {
  const owner = await api.newAccount();
  const deliverTo = 'https://ada:secret@erp.aldermoor.example/in';
  const made = await owner.call('POST', '/channels', { ...draft, deliverTo });
  assert.deepEqual([made.status, made.body.path], [422, 'deliverTo']);
  const { id } = (await owner.call('POST', '/channels', draft)).body;
  assert.equal((await owner.call('PATCH', `/channels/${id}`, { deliverTo })).status, 422);
});

test('[EM3] e-mail can be paused and connected, and the chat window cannot be paused', async () => {
  const owner = await api.newAccount();
  const turn = (id: string, state: string) => owner.call('PATCH', `/channels/${id}`, { state });
  assert.deepEqual((await turn('email', 'paused')).body.state, 'paused');
  assert.deepEqual((await owner.call('GET', '/channels/email')).body.state, 'paused');
  assert.deepEqual((await turn('email', 'connected')).body.state, 'connected');
  const refused = await turn('web', 'paused');
  assert.deepEqual([refused.status, refused.body.path], [422, 'state']);
  assert.match(refused.body.message, /chat window/);
  assert.equal((await turn('web', 'connected')).status, 200);
});

test('[EM4] e-mail shows its capabilities, and says if it needs a mail server', async () => {
  const owner = await api.newAccount();
  const shown = async () => (await owner.call('GET', '/channels/email')).body;
  const { state, capabilities } = await shown();
  assert.deepEqual(
    [state, capabilities.typing, capabilities.receipts],
    ['connected', 'none', 'none'],
  );
  api.mail.configured = false;
  try {
    assert.deepEqual([(await shown()).state, (await shown()).lastError], ['reconnect', null]);
  } finally {
    api.mail.configured = true;
  }
});
