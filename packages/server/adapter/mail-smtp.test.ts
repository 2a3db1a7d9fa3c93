// Mail over a real SMTP conversation on a real socket. This machine under 0.0.0.0, which is not a
// loopback address, plays a server elsewhere.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { describe, test } from 'node:test';
import { mailContract } from '@opportune/core/contracts/mail.contract.ts';
import { trusting } from './mail-certificate.test-support.ts';
import { type Asked, type MailServerOptions, startMailServer } from './mail-server.test-support.ts';
import { outcomeOf } from '@opportune/core/ports/mail.ts';
import { checkSmtp, openOwnSmtpMail, openSmtpMail, type SmtpOptions } from './mail-smtp.ts';

const from = 'opportune@aldermoor.example';
const letter = { to: 'bea@example.com', subject: 'Hello', text: 'How are you?' };

mailContract('SMTP', async (sender, refuses) => {
  const { url, letters, server } = await startMailServer({ refuses: refuses !== undefined });
  return { mail: openSmtpMail({ url, from: sender }), letters, close: () => void server.close() };
});

mailContract("SMTP, an account's own", async (sender, refuses) => {
  const { port, letters, server } = await startMailServer({ refuses: refuses !== undefined });
  const mail = openOwnSmtpMail({
    ...{ host: '127.0.0.1', port, secure: false, auth: null },
    from: { address: sender, name: null },
    connect: (host, to) => connect(to, host),
  });
  return { mail, letters, close: () => void server.close() };
});

test('without a mail server it says so, and sends nothing', async () => {
  const mail = openSmtpMail({ from });
  assert.equal(mail.configured, false);
  await assert.rejects(mail.send(letter));
});

test('a mail server that is not there is an error, too', async () => {
  const { url, server } = await startMailServer();
  await new Promise((resolve) => server.close(resolve));
  await assert.rejects(openSmtpMail({ url, from }).send(letter), /ECONNREFUSED/);
});

interface Sent {
  readonly letters: readonly string[];
  readonly overheard: string;
  readonly error: string | null;
}

/** The result of sending a message to a server elsewhere, or here. */
async function sent(
  server: MailServerOptions,
  {
    plaintext,
    host = '0.0.0.0',
    query = '',
  }: Partial<SmtpOptions> & { host?: string; query?: string } = {},
): Promise<Sent> {
  const started = await startMailServer({ ...server, signsIn: true });
  const url = `smtp://ada:hidden@${host}:${started.port}${query}`;
  const error = await openSmtpMail({ url, from, plaintext })
    .send(letter)
    .then(
      () => null,
      (thrown: unknown) => String(thrown),
    );
  started.server.close();
  return { letters: started.letters, overheard: started.overheard.join('\n'), error };
}

/** Neither the envelope nor the password was sent over the connection. */
function assertNothingTold({ letters, overheard }: Sent): void {
  assert.equal(letters.length, 0);
  assert.doesNotMatch(overheard, /AUTH|MAIL|RCPT|bea@|How are you/);
}

describe('[OP7] a mail server elsewhere', () => {
  test('that offers STARTTLS gets letters by TLS, and nothing before', async () => {
    const done = await trusting(() => sent({ startTls: 'offered' }));
    assert.equal(done.error, null);
    assert.equal(done.letters.length, 1);
    assert.doesNotMatch(done.overheard, /AUTH|MAIL|RCPT|bea@|How are you/);
  });

  test('with an untrusted certificate gets nothing', async () => {
    const done = await sent({ startTls: 'offered' });
    assert.match(done.error ?? '', /self-signed/);
    assertNothingTold(done);
  });

  for (const [what, server] of [
    ['that offers no STARTTLS', {}],
    ['whose STARTTLS somebody between strips', { startTls: 'stripped' }],
  ] as const) {
    test(`${what} gets nothing`, async () => {
      const done = await sent(server);
      assert.match(
        done.error ?? '',
        /offers no TLS, so nothing was sent.*OPPORTUNE_SMTP_PLAINTEXT=yes/,
      );
      assertNothingTold(done);
    });

    test(`${what} gets letters where plain text is allowed`, async () => {
      const done = await sent(server, { plaintext: true });
      assert.deepEqual([done.error, done.letters.length], [null, 1]);
    });
  }

  test('that offers STARTTLS is held to it where plain text is allowed', async () => {
    const done = await sent({ startTls: 'offered' }, { plaintext: true });
    assert.match(done.error ?? '', /self-signed/);
    assertNothingTold(done);
  });

  test('is not let off by the query of its URL', async () => {
    const query =
      '?ignoreTLS=true&requireTLS=false&opportunisticTLS=true&tls.rejectUnauthorized=false';
    for (const server of [{}, { startTls: 'offered' }] as const) {
      const done = await sent(server, { query });
      assert.match(done.error ?? '', /offers no TLS|self-signed/);
      assertNothingTold(done);
    }
  });
});

describe('[OP7] a mail server on this machine', () => {
  for (const host of ['localhost', '127.0.0.1'])
    for (const server of [{}, { startTls: 'offered' }] as const)
      test(`gets letters at ${host}, by ${'startTls' in server ? 'STARTTLS with any certificate' : 'plain text'}`, async () => {
        const done = await sent(server, { host });
        assert.deepEqual([done.error, done.letters.length], [null, 1]);
      });

  test('is signed in at by the doctor, who sends nothing', async () => {
    const { url, letters, server } = await startMailServer();
    await checkSmtp(url, false);
    server.close();
    assert.equal(letters.length, 0);
  });
});

describe('what a mail server says', () => {
  const cases: readonly [Asked, string, string][] = [
    ['recipient', '550 5.1.1 nobody here', 'refused no-such-address'],
    ['recipient', '550 nobody here', 'refused no-such-address'],
    ['recipient', '554 5.7.1 not from you', 'refused not-taken'],
    ['sender', '550 5.7.1 not from you', 'refused not-taken'],
    ['letter', '552 5.3.4 too large', 'refused too-large'],
    ['letter', '554 5.6.0 spam', 'refused not-taken'],
    ['recipient', '450 4.2.1 too often', 'rate'],
    ['recipient', '451 4.7.1 greylisted', 'rate'],
    ['recipient', '451 4.3.0 try later', 'unreachable'],
    ['letter', '451 4.3.0 try later', 'unreachable'],
    ['password', '535 5.7.8 wrong', 'reconnect'],
    ['sender', '530 5.7.0 sign in', 'reconnect'],
    ['recipient', '', 'unreachable'],
    ['letter', '', 'uncertain'],
  ];
  for (const [asked, says, wanted] of cases)
    test(`[EM2] ${says === '' ? 'nothing' : says}, asked for the ${asked}: ${wanted}`, async () => {
      const { port, server } = await startMailServer({
        signsIn: true,
        says: (to) => (to === asked ? says : undefined),
      });
      const mail = openOwnSmtpMail({
        ...{ host: '127.0.0.1', port, secure: false, auth: { user: 'ada', pass: 'hidden' } },
        from: { address: from, name: null },
        connect: (host, to) => connect(to, host),
      });
      // A server that says nothing is waited for, after everything that came before.
      const withinMs = says === '' ? 3000 : 60_000;
      const thrown: unknown = await mail.send(letter, withinMs).catch((error: unknown) => error);
      server.close();
      const outcome = outcomeOf(thrown);
      const reason = outcome.type === 'refused' ? ` ${outcome.reason}` : '';
      assert.equal(outcome.type + reason, wanted);
    });

  test("[EM2] of the installation's, that it takes no password is for its operator", async () => {
    const { port, server } = await startMailServer({ signsIn: true, says: wrongPassword });
    const mail = openSmtpMail({ url: `smtp://ada:hidden@127.0.0.1:${port}`, from });
    const thrown: unknown = await mail.send(letter).catch((error: unknown) => error);
    server.close();
    assert.equal(outcomeOf(thrown).type, 'unreachable');
  });
});

function wrongPassword(to: Asked): string | undefined {
  return to === 'password' ? '535 5.7.8 wrong' : undefined;
}
