// The kind *sms* keeps the contract of channels against the twins of both providers, whose own libraries
// judge the signatures. It adds words that stop and start, statuses, files, and what a check says.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { verifySignature } from '@vonage/jwt';
import fc from 'fast-check';
import twilio from 'twilio';
import { channelContract } from '@opportune/core/contracts/channel.contract.ts';
import type { Item, Opened, RawRequest, SendOrder } from '@opportune/core/ports/channel.ts';
import type { Part } from '@opportune/protocol/channel/parts.ts';
import { SmsSettings } from '@opportune/protocol/channel/sms.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import {
  startTwilioTwin,
  type TwilioTwin,
} from '../../../../test/twins/twilio-twin.test-support.ts';
import {
  startVonageTwin,
  type VonageTwin,
} from '../../../../test/twins/vonage-twin.test-support.ts';
import { requestBounded } from '../../http/outbound/bounded-request.ts';
import { isPublicAddress } from '../../http/outbound/public-address.ts';
import type { Reach } from '../reach.ts';
import { createSmsKind } from './sms-channel.ts';
import { wishOf } from './sms-words.ts';
import { isSignedByTwilio, twilioSignature } from './twilio/twilio-signature.ts';

const now = Date.UTC(2026, 10, 24, 12);
const clock = { now: () => now };
const help = 'Aldermoor: write your question here. Reply STOP to end.';
const helpWords = async () => help;
const anywhere: Reach = (request) => requestBounded(request, () => true);
const publicOnly: Reach = (request) => requestBounded(request, isPublicAddress);
const webhookUrl = 'https://talk.example/v1/channels/c1/webhook';
const account = AccountId.parse('a-1');

function atTwilio({ base, accountSid, authToken, number }: TwilioTwin, token = authToken) {
  return {
    ...{ account, webhookUrl, capabilities: null },
    settings: { provider: 'twilio', accountSid, number, apiBase: base },
    secret: JSON.stringify({ authToken: token }),
  };
}

function atVonage({ base, settings }: VonageTwin, secret = settings.signatureSecret) {
  const { apiKey, applicationId, number, privateKey } = settings;
  return {
    ...{ account, webhookUrl, capabilities: null },
    settings: { provider: 'vonage', apiKey, applicationId, number, apiBase: base },
    secret: JSON.stringify({ signatureSecret: secret, privateKey }),
  };
}

channelContract('sms, twilio', async () => {
  const provider = await startTwilioTwin();
  return {
    adapter: createSmsKind(anywhere, clock, helpWords),
    stored: atTwilio(provider),
    stranger: atTwilio(provider, 'another'),
    provider,
    close: () => provider.stop(),
  };
});

channelContract('sms, vonage', async () => {
  const provider = await startVonageTwin();
  return {
    adapter: createSmsKind(anywhere, clock, helpWords),
    stored: atVonage(provider),
    stranger: atVonage(provider, 'another'),
    provider,
    close: () => provider.stop(),
  };
});

function opened(reach: Reach, stored: ReturnType<typeof atTwilio | typeof atVonage>): Opened {
  const channel = createSmsKind(reach, clock, helpWords).open(stored);
  assert.ok(channel);
  return channel;
}

function itemsOf(channel: Opened, request: RawRequest): readonly Item[] {
  const verified = channel.verify(request, now);
  assert.ok(verified.type === 'entries');
  return verified.entries.flatMap((entry) => channel.items(entry));
}

const orderTo = (address: string, given: Partial<SendOrder> = {}): SendOrder => ({
  ...{ address, parts: [{ type: 'text', text: 'Hello' }], reference: 'd1.0' },
  ...{ answers: null, author: null, topic: null, withinMs: 5000, read: async () => null },
  around: async () => ({ business: '', language: 'en', asked: '', replyTo: null }),
  ...given,
});

test('[TX3] words stop, start and ask for help in three languages, alone in their message', () => {
  const said = {
    stop: ['STOP', ' stop. ', 'Stopp!', 'ABMELDEN', 'Baja', 'stop all', 'Opt-out'],
    start: ['Start', 'UNSTOP', 'Anmelden', '¡ALTA!'],
    help: ['HELP', 'help?', 'Hilfe', 'ayuda', 'Info'],
  } as const;
  for (const wish of ['stop', 'start', 'help'] as const)
    for (const text of said[wish]) assert.equal(wishOf(text), wish, text);
  for (const text of [
    '',
    '…',
    'Please stop by at 5',
    'Where is the start?',
    'No help needed',
    'yes',
  ])
    assert.equal(wishOf(text), null, text);
});

test('[TX1] a private key is read with its line breaks lost', () => {
  const lines = [
    '-----BEGIN PRIVATE KEY-----',
    'QUJD'.repeat(16),
    'REVG',
    '-----END PRIVATE KEY-----',
  ];
  const whole = `${lines.join('\n')}\n`;
  const about = { provider: 'vonage', number: '+14155550100', apiKey: 'a', signatureSecret: 's' };
  for (const privateKey of [whole, lines.join(' '), lines.join('\\n'), lines.join('\r\n')])
    assert.equal(SmsSettings.parse({ ...about, applicationId: 'i', privateKey }).privateKey, whole);
  for (const privateKey of ['secret', lines.slice(1).join('\n')])
    assert.equal(
      SmsSettings.safeParse({ ...about, applicationId: 'i', privateKey }).success,
      false,
    );
});

describe('twilio', () => {
  let provider: TwilioTwin;
  let channel: Opened;
  before(async () => {
    provider = await startTwilioTwin();
    channel = opened(anywhere, atTwilio(provider));
  });
  after(() => provider.stop());
  const to = '+15558675310';

  test('[TX1] the signature of Twilio’s documentation is known', () => {
    const form = new URLSearchParams({
      ...{ CallSid: 'CA1234567890ABCDE', Caller: '+14158675309', Digits: '1234' },
      ...{ From: '+14158675309', To: '+18005551212' },
    });
    const url = 'https://mycompany.com/myapp.php?foo=1&bar=2';
    assert.equal(twilioSignature(url, form, '12345'), 'RSOYDt4T1cUTdK1PDd93/VVr8B8=');
    form.set('Digits', '1235');
    assert.notEqual(twilioSignature(url, form, '12345'), 'RSOYDt4T1cUTdK1PDd93/VVr8B8=');
  });

  test('[TX1] what Twilio’s own library signs is accepted, over the URL with and without a port', () => {
    const text = fc.string({
      unit: fc.oneof(fc.constantFrom('ü', '👩‍👧', '/', '\\', '&', '='), fc.string()),
    });
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^[A-Za-z]{1,8}$/), text),
        text,
        (fields, token) => {
          const form = new URLSearchParams(fields);
          // A lone half of a surrogate pair does not survive its way as a form.
          const sent = Object.fromEntries(form);
          for (const url of [webhookUrl, 'https://talk.example:443/v1/channels/c1/webhook']) {
            const signature = twilio.getExpectedTwilioSignature(token, url, sent);
            assert.ok(isSignedByTwilio(signature, webhookUrl, form, token));
            assert.ok(twilio.validateRequest(token, signature, url, sent));
          }
        },
      ),
    );
  });

  test('[TX1] an unsigned body is refused before anything of it is read', () => {
    const request = { ...provider.incoming('ada', 'u', { Body: 'Hi' }), headers: {} };
    assert.deepEqual(channel.verify(request, now), { type: 'refused', why: 'signature' });
  });

  test('[TX2] a message to another number is that number’s, and a status is the channel’s own', () => {
    const verified = channel.verify(provider.incoming('ada', 'r', { To: '+15005550006' }), now);
    assert.ok(verified.type === 'entries');
    assert.equal(verified.entries[0]?.route, '+15005550006');
    assert.equal(channel.route, provider.number);
    const [status] = provider.tell(
      [
        {
          ...{ type: 'receipt', externalId: 'x', reference: 'd1.0', state: 'delivered' },
          ...{ address: 'ada', at: now },
        },
      ],
      0,
      now,
    );
    assert.ok(status);
    const told = channel.verify(status, now);
    assert.ok(told.type === 'entries' && told.entries[0]?.route === null);
  });

  test('[TX2] pictures are files with a name', () => {
    const [item] = itemsOf(
      channel,
      provider.incoming('ada', 'mms', {
        ...{ Body: '', NumMedia: '2', MediaContentType0: 'image/jpeg' },
        ...{ MediaUrl0: 'https://api.twilio.com/1', MediaUrl1: 'https://api.twilio.com/2' },
        MediaContentType1: 'application/x-other',
      }),
    );
    assert.ok(item?.type === 'message');
    assert.deepEqual(item.content.media, [
      { reference: 'https://api.twilio.com/1', name: 'image.jpg' },
      { reference: 'https://api.twilio.com/2', name: null },
    ]);
  });

  test('[TX2] the credentials are kept from the host that a file is at', async () => {
    const bytes = Uint8Array.of(1, 2, 3);
    const found = await channel.fetchMedia?.(provider.media?.put(bytes) ?? '', {
      ...{ mostBytes: 10, withinMs: 5000 },
    });
    assert.equal(found?.type, 'media');
    assert.equal(provider.elsewhere.at(-1), undefined);
    const strange = await channel.fetchMedia?.('https://evil.example/2010-04-01/', {
      ...{ mostBytes: 10, withinMs: 5000 },
    });
    assert.deepEqual(strange, { type: 'gone' });
    const wrong = opened(anywhere, atTwilio(provider, 'another'));
    const reference = provider.media?.put(bytes) ?? '';
    const refused = await wrong.fetchMedia?.(reference, { mostBytes: 10, withinMs: 5000 });
    assert.equal(refused?.type, 'reconnect');
  });

  test('[TX3] STOP is an opt-out and a message; Twilio’s own list of words goes first', () => {
    const types = (fields: Readonly<Record<string, string>>) =>
      itemsOf(channel, provider.incoming('ada', JSON.stringify(fields), fields)).map(
        ({ type }) => type,
      );
    assert.deepEqual(types({ Body: 'Stop' }), ['opt-out', 'message']);
    assert.deepEqual(types({ Body: 'PARE', OptOutType: 'STOP' }), ['opt-out', 'message']);
    assert.deepEqual(types({ Body: 'start' }), ['opt-in', 'message']);
    assert.deepEqual(types({ Body: 'HELP' }), ['message']);
    assert.equal(channel.acknowledge, undefined);
  });

  test('[TX4] each request names where its statuses go, with the reference in it', async () => {
    assert.equal((await channel.send(orderTo(to))).type, 'sent');
    const [callback = ''] = provider.accepted.at(-1)?.getAll('StatusCallback') ?? [];
    assert.equal(callback, `${webhookUrl}?reference=d1.0#rc=3&rp=all`);
    const inside = { ...atTwilio(provider), webhookUrl: 'http://localhost:8080/v1/x' };
    assert.equal((await opened(anywhere, inside).send(orderTo(to))).type, 'sent');
    assert.equal(provider.accepted.at(-1)?.has('StatusCallback'), false);
  });

  test('[TX4] statuses in any order have a key each, and an accepted message is sent', () => {
    const states = ['delivered', 'sent', 'queued', 'delivered'].map((status) => {
      const fields = { MessageSid: 'SM1', MessageStatus: status, To: to, From: provider.number };
      const [item] = itemsOf(channel, provider.request(`${webhookUrl}?reference=d1.0`, fields));
      assert.ok(item?.type === 'receipt');
      assert.equal(item.reference, 'd1.0');
      return [item.key, item.state];
    });
    assert.deepEqual(
      states.map(([, state]) => state),
      ['delivered', 'sent', 'sent', 'delivered'],
    );
    assert.equal(new Set(states.map(([key]) => key)).size, 3);
  });

  test('[TX5] a picture is sent by its link', async () => {
    const link = 'https://talk.example/f/1/a.png';
    const file = { name: 'a.png', mediaType: 'image/png', sizeBytes: 4, link };
    await channel.send(orderTo(to, { parts: [{ type: 'file', file }] }));
    assert.deepEqual(provider.accepted.at(-1)?.getAll('MediaUrl'), [link]);
  });

  test('[TX5] a wrong number is refused as such', async () => {
    const outcome = await channel.send(orderTo('12'));
    assert.ok(outcome.type === 'refused' && outcome.reason === 'no-such-address');
  });

  test('[TX6] a check tells Twilio where to send, and says if the number is not the account’s', async () => {
    assert.deepEqual(await channel.check?.(webhookUrl), { type: 'connected' });
    assert.equal(provider.smsUrl, `${webhookUrl}#rc=3&rp=all`);
    provider.hasNumber = false;
    const missing = await channel.check?.(webhookUrl);
    provider.hasNumber = true;
    assert.ok(missing?.type === 'missing');
    assert.match(missing.detail, /no number/);
  });

  test('[CK3] a private address is not reached', async () => {
    const outcome = await opened(publicOnly, atTwilio(provider)).send(orderTo(to));
    assert.ok(outcome.type === 'refused' && outcome.reason === 'address-forbidden');
  });
});

describe('vonage', () => {
  let provider: VonageTwin;
  let channel: Opened;
  before(async () => {
    provider = await startVonageTwin();
    channel = opened(anywhere, atVonage(provider));
  });
  after(() => provider.stop());
  const to = '+447700900000';

  function with_(request: RawRequest, authorization: string): RawRequest {
    return { ...request, headers: { ...request.headers, authorization } };
  }

  test('[TX1] what is accepted is valid for Vonage’s own library, and other tokens are refused', () => {
    const request = provider.incoming('ada', 'm', now, { text: 'Grüße' });
    const bearer = request.headers['authorization'] ?? '';
    const token = bearer.replace('Bearer ', '');
    assert.ok(verifySignature(token, provider.settings.signatureSecret));
    assert.equal(channel.verify(request, now).type, 'entries');
    const [head = '', payload = ''] = token.split('.');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    const tampered = [`${head}.${payload}.`, `${none}.${payload}.`, `${none}.${payload}.x`, 'x'];
    for (const wrong of tampered)
      assert.equal(channel.verify(with_(request, `Bearer ${wrong}`), now).type, 'refused', wrong);
  });

  test('[TX1] a token of another body or of another account is refused', () => {
    const one = provider.incoming('ada', 'one', now, { text: 'one' });
    const other = provider.incoming('ada', 'two', now, { text: 'two' });
    const swapped = with_(one, other.headers['authorization'] ?? '');
    assert.deepEqual(channel.verify(swapped, now), { type: 'refused', why: 'signature' });
    const stored = atVonage(provider);
    const another = { ...stored, settings: { ...stored.settings, apiKey: 'another' } };
    assert.equal(opened(anywhere, another).verify(one, now).type, 'refused');
  });

  test('[TX1] our own token is one that Vonage’s rules accept', async () => {
    assert.equal((await channel.send(orderTo(to))).type, 'sent');
    const [head = '', payload = ''] = provider.token.split('.');
    const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    assert.deepEqual(read(head), { alg: 'RS256', typ: 'JWT' });
    assert.equal(read(payload).application_id, provider.settings.applicationId);
  });

  test('[TX1] a private key that cannot be read has the channel connected again', () => {
    const stored = atVonage(provider);
    const privateKey = '-----BEGIN PRIVATE KEY-----\nQUJD\n-----END PRIVATE KEY-----\n';
    const secret = JSON.stringify({ signatureSecret: 's', privateKey });
    assert.equal(createSmsKind(anywhere, clock, helpWords).open({ ...stored, secret }), null);
  });

  test('[TX2] a message is its number’s, in E.164, and pictures are files with their words', () => {
    const image = { url: 'https://api.nexmo.com/v3/media/1', caption: 'My boots' };
    const about = { channel: 'mms', message_type: 'image', image };
    const request = provider.incoming('ada', 'mms', now, about);
    const verified = channel.verify(request, now);
    assert.ok(verified.type === 'entries');
    assert.equal(verified.entries[0]?.route, '+14155550100');
    const [item] = itemsOf(channel, request);
    assert.ok(item?.type === 'message');
    assert.match(item.address, /^\+44770/);
    assert.deepEqual(
      [item.content.text, item.content.media[0]?.reference],
      ['My boots', image.url],
    );
  });

  test('[TX2] content of a kind that is not known is named', () => {
    const about = { message_type: 'hologram', text: undefined };
    const [item] = itemsOf(channel, provider.incoming('ada', 'h', now, about));
    assert.ok(item?.type === 'message');
    assert.equal(item.content.unread, 'hologram');
  });

  test('[TX3] HELP is answered with who writes here, and nothing else is', async () => {
    for (const [text, answers] of [
      ['Hilfe', 1],
      ['Where is it?', 0],
      ['STOP', 0],
    ] as const) {
      const sent = provider.accepted.length;
      for (const item of itemsOf(channel, provider.incoming('ada', text, now, { text })))
        await channel.acknowledge?.(item);
      assert.equal(provider.accepted.length - sent, answers, text);
    }
    assert.equal(provider.accepted.at(-1)?.text, help);
  });

  test('[TX4] our reference goes along, and the statuses come here', async () => {
    await channel.send(orderTo(to));
    const sent = provider.accepted.at(-1);
    assert.deepEqual(
      [sent?.client_ref, sent?.webhook_url, sent?.to],
      ['d1.0', webhookUrl, '447700900000'],
    );
  });

  test('[TX5] a wrong number is refused as such, and a file is its link', async () => {
    const outcome = await channel.send(orderTo('12'));
    assert.ok(outcome.type === 'refused' && outcome.reason === 'no-such-address');
    const link = 'https://talk.example/f/1/a.png';
    const part: Part = {
      ...{ type: 'file', file: { name: 'a.png', mediaType: 'image/png', sizeBytes: 4, link } },
    };
    await channel.send(orderTo(to, { parts: [part] }));
    assert.equal(provider.accepted.at(-1)?.text, `a.png\n${link}`);
  });

  test('[TX6] a check sends nothing and says whether the credentials hold', async () => {
    const sent = provider.accepted.length;
    assert.deepEqual(await channel.check?.(webhookUrl), { type: 'connected' });
    assert.equal(provider.accepted.length, sent);
  });
});
