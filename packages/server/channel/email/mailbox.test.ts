// Mailboxes over REST: what is set up, what is refused, that credentials are in no answer, and that no other
// server receives them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { AccountId, ChannelId } from '@opportune/protocol/ids.ts';
import { type Api, startApi } from '../../../../test/support/api.test-support.ts';
import { findChannel } from '../channel-rows.ts';
import { placeOf } from '../channel-secrets.ts';
import { keepRotated } from './connection/rotated.ts';
import { readMailbox } from './mailbox.ts';

let api: Api;
before(async () => (api = await startApi()));
after(() => api.close());

const imap = {
  ...{ host: 'imap.aldermoor.example', port: 993, security: 'tls', user: 'help' },
  password: 'imap-secret',
};
const smtp = {
  host: 'smtp.aldermoor.example',
  port: 465,
  security: 'tls',
  user: 'help',
  password: 'smtp-secret',
};
const oauth = {
  provider: 'microsoft',
  clientId: 'client-1',
  clientSecret: 'client-secret',
  refreshToken: 'refresh-1',
};
const { password: _, ...nameless } = imap;
const settings = { address: 'help@aldermoor.example', imap, smtp };
const draft = (change: object = {}) => ({
  ...{ kind: 'email', name: 'Support', settings: { ...settings, ...change } },
});

async function made(change: object = {}) {
  const owner = await api.newAccount();
  const answer = await owner.call('POST', '/channels', draft(change));
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
  const account = AccountId.parse(owner.account);
  const id = ChannelId.parse(answer.body.id);
  return {
    ...{ owner, account, id, body: answer.body, path: `/channels/${id}` },
    async sealed() {
      const stored = await api.records.withAccount(account, (sql) => findChannel(sql, id));
      assert.ok(stored?.secret);
      return readMailbox(stored.settings, api.sealing.open(stored.secret, placeOf(account, id)));
    },
  };
}

test('[EM35] credentials are sealed, and in no answer', async () => {
  const { owner, body, path, sealed } = await made({ imap: { ...nameless, oauth } });
  assert.equal(body.webhookUrl, null);
  assert.deepEqual(body.mailbox.imap, {
    ...nameless,
    oauth: { provider: 'microsoft', clientId: 'client-1' },
  });
  const listed = JSON.stringify([
    body,
    (await owner.call('GET', path)).body,
    (await owner.call('GET', '/channels')).body,
  ]);
  for (const secret of ['smtp-secret', 'client-secret', 'refresh-1'])
    assert.ok(!listed.includes(secret));
  const box = await sealed();
  assert.equal(box?.secrets.smtpPassword, 'smtp-secret');
  assert.equal(box?.secrets.oauth?.refreshToken, 'refresh-1');
});

test('[EM30] the secret of posted letters is shown once, and can be renewed', async () => {
  const owner = await api.newAccount();
  const posted = { address: 'help@aldermoor.example', inbound: 'webhook' };
  const answer = await owner.call('POST', '/channels', {
    kind: 'email',
    name: 'Posted',
    settings: posted,
  });
  assert.match(answer.body.secret, /^whsec_/);
  assert.match(answer.body.webhookUrl, /\/webhook$/);
  const path = `/channels/${answer.body.id}`;
  assert.equal((await owner.call('GET', path)).body.secret, undefined);
  const renewed = (await owner.call('POST', `${path}/secret`)).body;
  assert.notEqual(renewed.secret, answer.body.secret);
  assert.ok(renewed.formerSecretUntil > api.clock.now());
  assert.equal((await owner.call('DELETE', `${path}/former-secret`)).status, 200);
  const byImap = await made();
  assert.equal((await byImap.owner.call('POST', `${byImap.path}/secret`)).status, 404);
});

test('[EM36] private servers, and servers without TLS elsewhere, are refused with their field', async () => {
  const owner = await api.newAccount();
  for (const [change, path] of [
    [{ imap: { ...imap, host: '10.0.0.5' } }, 'settings.imap.host'],
    [{ smtp: { ...smtp, host: '127.0.0.1' } }, 'settings.smtp.host'],
    [{ imap: { ...imap, security: 'none' } }, 'settings.imap.security'],
    [{ apiBase: 'http://10.0.0.5' }, 'settings.apiBase'],
    [{ imap: nameless }, 'settings.imap.password'],
    [{ imap: undefined }, 'settings.imap'],
    [{ address: 'nobody' }, 'settings.address'],
  ] as const) {
    const refused = await owner.call('POST', '/channels', draft(change));
    assert.deepEqual([refused.status, refused.body.path], [422, path]);
  }
});

test('[EM35] a change keeps passwords for the same server and user, and for no other', async () => {
  const { owner, path, sealed } = await made();
  const before = await sealed();
  const kept = await owner.call('PATCH', path, {
    settings: { imap: { ...nameless, folders: ['INBOX', 'Shop'] } },
  });
  assert.deepEqual(kept.body.mailbox.imap.folders, ['INBOX', 'Shop']);
  assert.deepEqual((await sealed())?.secrets, before?.secrets);
  const elsewhere = { ...nameless, host: 'imap.evil.example' };
  const refused = await owner.call('PATCH', path, { settings: { imap: elsewhere } });
  assert.deepEqual([refused.status, refused.body.path], [422, 'settings.imap.password']);
  const none = await owner.call('PATCH', path, { settings: { smtp: null } });
  assert.equal(none.body.mailbox.smtp, undefined);
  assert.equal((await sealed())?.secrets.smtpPassword, undefined);
  const unknown = await owner.call('PATCH', path, { settings: { botToken: 'x' } });
  assert.equal(unknown.status, 422);
});

test('[EM35] with another address for tokens, the refresh token is given again', async () => {
  const { owner, path } = await made({ imap: { ...nameless, oauth } });
  const moved = { settings: { apiBase: 'https://tokens.evil.example' } };
  const refused = await owner.call('PATCH', path, moved);
  assert.deepEqual([refused.status, refused.body.path], [422, 'settings.imap.oauth']);
});

test('[EM35] a refresh token that was replaced is sealed, unless another was entered since', async () => {
  const { account, id, owner, path, sealed } = await made({ imap: { ...nameless, oauth } });
  const rotated = keepRotated(api);
  const { revision } = (await owner.call('GET', path)).body;
  await rotated(account, id, { from: 'refresh-1', to: 'refresh-2' });
  assert.equal((await sealed())?.secrets.oauth?.refreshToken, 'refresh-2');
  await rotated(account, id, { from: 'refresh-1', to: 'refresh-3' });
  assert.equal((await sealed())?.secrets.oauth?.refreshToken, 'refresh-2');
  assert.equal((await owner.call('GET', path)).body.revision, revision);
});

test('[CU2] a mailbox can be removed, and the channel that every account has cannot', async () => {
  const { owner, path } = await made();
  assert.equal((await owner.call('DELETE', path)).status, 200);
  assert.equal((await owner.call('DELETE', '/channels/email')).body.code, 'channel.kept');
});
