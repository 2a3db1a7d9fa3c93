// E-mail as an account sees it: its state and the test message, over a real socket.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Api, startApi } from '../../../../test/support/api.test-support.ts';

let api: Api;
before(async () => {
  api = await startApi();
});
after(() => api.close());

test('[CS6] a test e-mail goes to the administrator who asks for it, at most ten times an hour', async () => {
  const ada = await api.newAccount();
  const bea = await api.invite(ada, 'manager');
  assert.equal((await bea.call('GET', '/mail')).body.configured, true);
  assert.equal((await bea.call('POST', '/mail/test')).status, 403);
  const sent = await ada.call('POST', '/mail/test');
  assert.deepEqual([sent.status, sent.body.to], [200, ada.user.email]);
  assert.equal(api.letters.at(-1)?.to, ada.user.email);
  for (let more = 0; more < 9; more++)
    assert.equal((await ada.call('POST', '/mail/test')).status, 200);
  const refused = await ada.call('POST', '/mail/test');
  assert.deepEqual([refused.status, refused.body.code], [429, 'rate.mail']);
  const other = await api.newAccount();
  assert.equal((await other.call('POST', '/mail/test')).status, 200);
});
