// Channels of providers over REST: what is set up, that credentials are in no answer, and that
// no other address receives them.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { AccountId } from '@opportune/protocol/ids.ts';
import { type Api, startApi } from '../../../test/support/api.test-support.ts';
import { findChannel } from './channel-rows.ts';

let api: Api;
before(async () => (api = await startApi()));
after(() => api.close());

const apiBase = 'https://api.aldermoor.example';
const drafts = {
  telegram: { botToken: '4839574812:AAFD39kkdpWt3ywyRZergyOLMaJhac60qcK', secretToken: 'A-secret' },
  line: {
    channelSecret: '8c570fa6dd201bb328f1c1eac23a96d8',
    channelToken: 'W1TeHCgfH2Liwao+f3/Vz=',
  },
  whatsapp: {
    ...{ appSecret: 'b0a1c9d8e7f6', verifyToken: 'shop-verify', accessToken: 'EAAJZB4rToken' },
    ...{ phoneNumberId: '106540352242922', businessAccountId: '102290129340398' },
  },
  messenger: {
    ...{ appSecret: 'b0a1c9d8e7f6', verifyToken: 'shop-verify', pageToken: 'EAAPageToken' },
    pageId: '210987654321',
  },
  instagram: {
    ...{ instagramAppSecret: 'c1b2d0e9f8a7', verifyToken: 'shop-verify', userToken: 'IGAAToken' },
    userId: '17841405793187218',
  },
  sms: {
    ...{ accountSid: 'AC0123456789abcdef0123456789abcdef', authToken: '8f1d2c3b4a596877' },
    ...{ provider: 'twilio', number: '+14155550100' },
  },
} as const;
/** Beside ids. */
const open: readonly string[] = ['accountSid', 'provider', 'number'];

for (const [kind, settings] of Object.entries(drafts))
  describe(kind, () => {
    const draft = { kind, name: 'Support', settings };
    const isPublic = (name: string) => name.endsWith('Id') || open.includes(name);
    const entries = Object.entries(settings);
    const secrets = entries.filter(([name]) => !isPublic(name)).map(([, value]) => value);
    const shown = Object.fromEntries(entries.filter(([name]) => isPublic(name)));

    test('[CK1] credentials that do not fit are refused with their field', async () => {
      const owner = await api.newAccount();
      const [field = ''] = Object.keys(settings);
      const wrong = { ...draft, settings: { ...settings, [field]: 'with space' } };
      const refused = await owner.call('POST', '/channels', wrong);
      assert.deepEqual([refused.status, refused.body.path], [422, `settings.${field}`]);
    });

    test('[CK3] a private address is refused when it is set', async () => {
      const owner = await api.newAccount();
      const inside = { ...draft, settings: { ...settings, apiBase: 'http://10.0.0.5/' } };
      const refused = await owner.call('POST', '/channels', inside);
      assert.deepEqual([refused.status, refused.body.path], [422, 'settings.apiBase']);
    });

    test('[CK1] credentials are sealed, and in no answer', async () => {
      const owner = await api.newAccount();
      const made = await owner.call('POST', '/channels', {
        ...draft,
        settings: { ...settings, apiBase },
      });
      assert.equal(made.status, 201);
      const { id, state, webhookUrl } = made.body;
      assert.deepEqual([made.body.kind, state], [kind, 'connected']);
      assert.equal(webhookUrl, `${api.url}/v1/channels/${id}/webhook`);
      assert.deepEqual(made.body.settings, { ...shown, apiBase });
      const answers = [
        made,
        await owner.call('GET', '/channels'),
        await owner.call('PATCH', `/channels/${id}`, { settings: { ...settings } }),
      ];
      const stored = await api.records.withAccount(AccountId.parse(owner.account), (sql) =>
        findChannel(sql, id),
      );
      for (const text of [...answers.map(({ body }) => body), stored].map((each) =>
        JSON.stringify(each),
      ))
        for (const secret of secrets) assert.ok(!text.includes(secret));
    });

    test('[CK2] another address of the provider needs the credentials again', async () => {
      const owner = await api.newAccount();
      const first = { ...draft, settings: { ...settings, apiBase } };
      const { id } = (await owner.call('POST', '/channels', first)).body;
      const other = { apiBase: 'https://other.aldermoor.example' };
      const refused = await owner.call('PATCH', `/channels/${id}`, { settings: other });
      assert.equal(refused.status, 422);
      const whole = { settings: { ...settings, ...other } };
      const changed = await owner.call('PATCH', `/channels/${id}`, whole);
      assert.deepEqual([changed.status, changed.body.settings], [200, { ...shown, ...other }]);
      assert.equal((await owner.call('DELETE', `/channels/${id}`)).status, 200);
    });
  });
