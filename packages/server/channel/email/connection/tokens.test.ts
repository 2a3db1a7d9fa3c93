// Access tokens from a real token endpoint, and a real IMAP server that takes nothing else.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { type Dovecot, startDovecot, withoutDovecot } from './dovecot.test-support.ts';
import { testOutbound } from '../email-parts.test-support.ts';
import { connectImap } from './imap.ts';
import { createTokens, type Grant } from './tokens.ts';

/** As RFC 6749 and RFC 7662 have it. */
async function startTokenServer() {
  const asked: string[] = [];
  const valid = new Set<string>();
  let next: { readonly status: number; readonly body: object } | null = null;
  const base = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      response.setHeader('content-type', 'application/json');
      const url = request.url ?? '';
      if (url.startsWith('/examine')) {
        const isActive = valid.has(new URL(url, base()).searchParams.get('token') ?? '');
        return response.end(JSON.stringify({ active: isActive, email: 'help' }));
      }
      asked.push(`${url} ${body}`);
      if (next !== null) {
        response.statusCode = next.status;
        return response.end(JSON.stringify(next.body));
      }
      const token = `access-${asked.length}`;
      valid.add(token);
      const refresh = { refresh_token: `refresh-${asked.length + 1}` };
      response.end(JSON.stringify({ access_token: token, expires_in: 3600, ...refresh }));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    ...{ base: base(), asked, valid },
    answers: (answer: typeof next) => void (next = answer),
    close: () => void server.close(),
  };
}

type TokenServer = Awaited<ReturnType<typeof startTokenServer>>;
let server: TokenServer;
before(async () => (server = await startTokenServer()));
after(() => server.close());

function grantOf(change: Partial<Grant> = {}): Grant & { readonly kept: string[] } {
  const kept: string[] = [];
  return {
    ...{ provider: 'microsoft', clientId: 'client', clientSecret: 'hidden', tenant: 'shop' },
    ...{ refreshToken: 'refresh-1', apiBase: server.base, kept },
    rotated: async (token) => void kept.push(token),
    ...change,
  };
}

const open = (allowPrivate = true, now = () => 0) =>
  createTokens(testOutbound(allowPrivate).request, { now });

test('[EM35] a token is asked for once until it ends, and another refresh token is stored', async () => {
  let now = 0;
  const tokens = open(true, () => now);
  const grant = grantOf();
  const first = await tokens.of(grant);
  assert.equal(first.type, 'token');
  assert.deepEqual(await tokens.of(grant), first);
  assert.equal(grant.kept.length, 1);
  const [said = ''] = server.asked.slice(-1);
  assert.match(said, /^\/shop\/oauth2\/v2\.0\/token grant_type=refresh_token&client_id=client/);
  now = 3_600_000;
  assert.notDeepEqual(await tokens.of(grant), first);
  assert.notDeepEqual(
    await tokens.of(grant, true),
    await tokens.of(grantOf({ clientId: 'other' })),
  );
});

test('[EM35] a refresh token that is not valid needs a person; a server that fails is tried again', async () => {
  server.answers({ status: 400, body: { error: 'invalid_grant', error_description: 'expired' } });
  const grant = grantOf({ provider: 'google', refreshToken: 'old' });
  assert.deepEqual(await open().of(grant), { type: 'reconnect', detail: 'expired' });
  server.answers({ status: 503, body: {} });
  assert.equal((await open().of(grant)).type, 'unreachable');
  server.answers(null);
  assert.equal((await open(false).of(grant)).type, 'reconnect');
});

test(
  '[EM35] a mailbox is signed in to with a token, and with another one if it was withdrawn',
  { skip: withoutDovecot },
  async (t) => {
    const dovecot: Dovecot = await startDovecot({
      introspectionUrl: `${server.base}/examine?token=`,
    });
    t.after(() => dovecot.stop());
    const tokens = open();
    const grant = grantOf();
    const oauth = { provider: 'microsoft', clientId: 'client' } as const;
    const access = {
      ...{ ways: testOutbound(true), password: undefined },
      server: {
        host: '127.0.0.1',
        port: dovecot.port,
        security: 'none' as const,
        user: 'help',
        oauth,
      },
      token: (isRefused: boolean) => tokens.of(grant, isRefused),
    };
    const signedIn = async (): Promise<string> => {
      const connected = await connectImap(access);
      if (connected.type === 'connected') connected.client.close();
      return connected.type;
    };
    assert.equal(await signedIn(), 'connected');
    server.valid.clear();
    assert.equal(await signedIn(), 'connected');
    server.answers({ status: 400, body: { error: 'invalid_grant' } });
    server.valid.clear();
    assert.equal(await signedIn(), 'reconnect');
    server.answers(null);
  },
);
