// Accounts with their own mail server. Each account's mail goes to its own server from its own
// sender. The password is encrypted, never returned by the API, and must be typed again for another
// server.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { AccountId } from '@opportune/protocol/ids.ts';
import type { OwnMailServer } from '@opportune/protocol/rest/mail.ts';
import type { Person } from '../../test/support/api.test-support.ts';
import { type Api, startApi } from '../../test/support/api.test-support.ts';
import { trusting } from './adapter/mail-certificate.test-support.ts';
import {
  lettersAbout,
  type MailServer,
  type MailServerOptions,
  startMailServer,
} from './adapter/mail-server.test-support.ts';
import { openOwnMail } from './own-mail.ts';

let api: Api;
let one: MailServer;
let two: MailServer;
before(async () => {
  api = await startApi();
  [one, two] = await Promise.all([startMailServer({ signsIn: true }), startMailServer()]);
});
after(async () => {
  one?.server.close();
  two?.server.close();
  await api.close();
});

const settingsOf = ({ port }: MailServer, part: object = {}) => ({
  server: {
    ...{ host: '127.0.0.1', port, tls: 'starttls', user: null },
    ...{ sender: 'help@aldermoor.example', senderName: 'Aldermoor & Co' },
    ...part,
  },
});
const put = (by: Person, body: object) => by.call('PUT', '/mail/server', body);

test('[MS1] letters of two accounts leave through their own servers, those of a third through the installation', async () => {
  const [ada, bo, cy] = [await api.newAccount(), await api.newAccount(), await api.newAccount()];
  assert.equal((await put(ada, settingsOf(one))).status, 200);
  assert.equal((await put(bo, settingsOf(two, { sender: 'bo@bo.example' }))).status, 200);
  const before = api.letters.length;
  for (const each of [ada, bo]) assert.equal((await each.call('POST', '/mail/test')).status, 200);
  assert.equal(api.letters.length, before);
  const [first = ''] = lettersAbout(one, /^Opportune can send e-mail$/);
  const [second = ''] = lettersAbout(two, /^Opportune can send e-mail$/);
  assert.match(first, /^From: "?Aldermoor & Co"? <help@aldermoor\.example>$/m);
  assert.match(first, new RegExp(`^To: ${ada.user.email}$`, 'm'));
  assert.match(second, /<bo@bo\.example>/);
  assert.match(second, new RegExp(`^To: ${bo.user.email}$`, 'm'));
  const invited = await api.invite(ada, 'agent');
  assert.ok(lettersAbout(one, /invitation/).some((each) => each.includes(invited.user.email)));
  assert.equal((await cy.call('POST', '/mail/test')).status, 200);
  assert.equal(api.letters.at(-1)?.to, cy.user.email);
  const state = (await invited.call('GET', '/mail')).body;
  assert.deepEqual(state, { configured: true, sender: 'help@aldermoor.example', own: true });
  await put(ada, { server: null });
  assert.equal((await ada.call('GET', '/mail')).body.own, false);
});

test('[MS2] the password is sealed at rest, in no answer, and stays where the server stays', async () => {
  const ada = await api.newAccount();
  const password = 'a password nobody reads';
  const settings = settingsOf(one, { user: 'ada', password });
  const saved = await put(ada, settings);
  assert.equal(saved.status, 200);
  assert.ok(saved.body.server.passwordAt > 0);
  const read = await ada.call('GET', '/mail/server');
  assert.ok(!JSON.stringify([saved.body, read.body]).includes(password));
  const rows = await api.records.withAccount(AccountId.parse(ada.account), async (sql) => [
    await sql.rows('SELECT * FROM mail_servers'),
    await sql.rows('SELECT * FROM mail_server_changes'),
  ]);
  assert.match(JSON.stringify(rows), /"sealed_password":"s1\./);
  assert.ok(!JSON.stringify(rows).includes(password));
  const heard = one.overheard.length;
  const renamed = await put(ada, settingsOf(one, { user: 'ada', senderName: 'Ada' }));
  assert.equal(renamed.body.server.passwordAt, saved.body.server.passwordAt);
  assert.equal((await ada.call('POST', '/mail/test')).status, 200);
  const [, , signIn = ''] =
    /^AUTH (PLAIN) (.*)$/m.exec(one.overheard.slice(heard).join('\n')) ?? [];
  assert.equal(Buffer.from(signIn, 'base64').toString(), `\0ada\0${password}`);
  const elsewhere = await put(ada, settingsOf(two, { user: 'ada' }));
  assert.deepEqual(
    [elsewhere.status, elsewhere.body.code, elsewhere.body.path],
    [422, 'request.invalid', 'server.password'],
  );
  const { changes } = (await ada.call('GET', '/mail/server')).body;
  assert.deepEqual(
    changes.map(({ server }: { server: { senderName: string } }) => server.senderName),
    ['Ada', 'Aldermoor & Co'],
  );
});

test('[MS1] only administrators read and set it; a stale save is refused', async () => {
  const ada = await api.newAccount();
  const [manager, agent] = [await api.invite(ada, 'manager'), await api.invite(ada, 'agent')];
  for (const each of [manager, agent]) {
    assert.equal((await each.call('GET', '/mail/server')).status, 403);
    assert.equal((await put(each, settingsOf(one))).status, 403);
  }
  const { revision } = (await ada.call('GET', '/mail/server')).body;
  assert.equal((await put(ada, settingsOf(one))).status, 200);
  const stale = await ada.call('PUT', '/mail/server', settingsOf(two), {
    'if-match': `"${revision}"`,
  });
  assert.deepEqual([stale.status, stale.body.path], [409, 'revision']);
});

test('[MS3] a private or loopback host is refused when it is named, and when it is connected to', async () => {
  const strict = openOwnMail(false);
  for (const host of [
    '127.0.0.1',
    '::1',
    '10.0.0.5',
    '192.168.1.1',
    '169.254.169.254',
    'localhost',
    // Other spellings of 127.0.0.1 and 0.0.0.0.
    '127.1',
    '2130706433',
    '0',
  ])
    assert.equal(await strict.mayReach(host), false, host);
  assert.equal(await strict.mayReach('9.9.9.9'), true);
  assert.equal(await openOwnMail(true).mayReach('127.0.0.1'), true);
  const heard = two.letters.length;
  for (const host of ['127.0.0.1', 'localhost']) {
    const mail = strict.open(
      {
        ...{ host, port: two.port, tls: 'starttls', user: null },
        ...{ sender: 'help@aldermoor.example', senderName: null },
      },
      null,
    );
    await assert.rejects(
      mail.send({ to: 'bea@example.com', subject: 'Hello', text: 'Hello' }),
      /not allowed/,
    );
  }
  assert.equal(two.letters.length, heard);
});

/**
 * An address that reaches this machine but is not a loopback address, and a spelling of it that the
 * certificate lacks.
 */
const [elsewhere, otherName] = ['0.0.0.0', '0'];

interface Tried {
  readonly error: string | null;
  readonly letters: number;
  /** What was sent over the connection before TLS. */
  readonly overheard: string;
}

/**
 * The result of sending a message with a password to an account's own server, over the guarded
 * path.
 */
async function tried(
  options: MailServerOptions,
  part: Partial<Pick<OwnMailServer, 'host' | 'tls'>> = {},
): Promise<Tried> {
  const { port, letters, overheard, server } = await startMailServer({ ...options, signsIn: true });
  const settings = { host: elsewhere, tls: 'starttls', sender: 'help@aldermoor.example' } as const;
  const own = { ...settings, port, user: 'ada', senderName: null, ...part };
  const error = await openOwnMail(true)
    .open(own, 'hidden')
    .send({ to: 'bea@example.com', subject: 'Hello', text: 'How are you?' })
    .then(
      () => null,
      (thrown: unknown) => String(thrown),
    );
  server.close();
  return { error, letters: letters.length, overheard: overheard.join('\n') };
}

function assertKept({ error, letters, overheard }: Tried, why: RegExp): void {
  assert.match(error ?? 'sent', why);
  assert.equal(letters, 0);
  assert.doesNotMatch(overheard, /AUTH|MAIL|RCPT|bea@|How are you/);
}

describe('[MS3] [OP7] a letter to an own server', () => {
  const kinds = [
    ['STARTTLS', { startTls: 'offered' }, 'starttls'],
    ['TLS from the start', { direct: true }, 'direct'],
  ] as const;
  for (const [kind, server, tls] of kinds) {
    test(`goes by ${kind} where its certificate is trusted, and nothing in plain text`, async () => {
      const done = await trusting(() => tried(server, { tls }));
      assert.deepEqual([done.error, done.letters], [null, 1]);
      assert.doesNotMatch(done.overheard, /AUTH|MAIL|RCPT|bea@|How are you/);
    });

    test(`is not sent by ${kind} where nobody vouches for the certificate`, async () => {
      assertKept(await tried(server, { tls }), /self-signed/);
    });

    test(`is not sent by ${kind} where the certificate is of another name`, async () => {
      const done = await trusting(() => tried(server, { tls, host: otherName }));
      assertKept(done, /does not match certificate/);
    });
  }

  test('is not sent where the server offers no TLS, or somebody between takes the offer away', async () => {
    for (const server of [{}, { startTls: 'stripped' }] as const)
      assertKept(await tried(server), /offers no TLS, so nothing was sent/);
    assertKept(await tried({}, { tls: 'direct' }), /SSL|TLS/);
  });

  test('that fails tells the administrator why', async () => {
    const ada = await api.newAccount();
    const plain = await startMailServer();
    await put(ada, settingsOf(plain, { host: elsewhere }));
    const { status, body } = await ada.call('POST', '/mail/test');
    plain.server.close();
    assert.deepEqual([status, body.code], [502, 'mail.failed']);
    assert.match(body.message, /^The mail server did not accept the e-mail: .*offers no TLS/);
  });
});
