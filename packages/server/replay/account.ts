// The account for replays: a separate one, created over the ordinary API with the operator's token,
// so that a shop's own figures are unaffected.
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ask } from './server-url.ts';

export interface ReplayAccount {
  readonly url: string;
  readonly site: string;
  readonly writeKey: string;
  readonly origin: string;
  /** Bearer token of the account's administrator. */
  readonly token: string;
  /** A one-time sign-in for people. */
  readonly signIn: string;
}

export type Api = <Answer>(method: string, at: string, body?: unknown) => Promise<Answer>;

/** A caller of the API; throws with the code and the sentence of a refusal. */
export function apiOf(url: string, token: string | null): Api {
  return async <Answer>(method: string, at: string, body?: unknown): Promise<Answer> => {
    const { response, answer } = await ask<Answer & { code?: string; message?: string }>(
      `${url}/api/v1${at}`,
      {
        method,
        headers: {
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      },
    );
    if (!response.ok)
      throw new Error(
        `${method} ${at}: ${answer.message ?? response.status} [${answer.code ?? ''}]`,
      );
    return answer;
  };
}

const origin = 'https://replay.example';

/** Finds or makes the account of this name, signed in, with its site and its goal. */
export async function openReplayAccount(
  url: string,
  dataFolder: string,
  name: string,
): Promise<ReplayAccount> {
  const operator = apiOf(url, await operatorToken(dataFolder));
  const id = await accountOf(operator, name);
  const signedIn = await linkOf(operator, id);
  const { token } = await apiOf(url, null)<{ token: string }>('POST', '/session/link', {
    code: signedIn.split('#code=')[1],
    // Nobody needs to know it: whoever looks comes by the link that is answered.
    password: randomBytes(24).toString('base64url'),
  });
  const api = apiOf(url, token);
  const { site, writeKey } = await siteOf(api);
  return { url, site, writeKey, origin, token, signIn: await linkOf(operator, id) };
}

/** The id of the account of this name, made where there is none. */
async function accountOf(operator: Api, name: string): Promise<string> {
  const { items } = await operator<{ items: { id: string; settings: { name: string } }[] }>(
    'GET',
    '/accounts',
  );
  const known = items.find((each) => each.settings.name === name);
  if (known !== undefined) return known.id;
  const administrator = { email: `replay-${Date.now()}@replay.example`, name: 'Replay' };
  const made = { name, administrator };
  return (await operator<{ account: { id: string } }>('POST', '/accounts', made)).account.id;
}

async function linkOf(operator: Api, account: string): Promise<string> {
  return (await operator<{ link: string }>('POST', `/accounts/${account}/link`)).link;
}

async function siteOf(api: Api): Promise<{ site: string; writeKey: string }> {
  const { items } = await api<{ items: { id: string; writeKey: string }[] }>('GET', '/sites');
  const [first] = items;
  if (first !== undefined) return { site: first.id, writeKey: first.writeKey };
  const made = await api<{ id: string; writeKey: string }>('POST', '/sites', {
    name: 'Recorded shop',
    origins: [origin],
  });
  await api('POST', '/goals', {
    name: 'Purchase',
    kind: 'purchase',
    event: { event: 'Order Completed' },
    value: { type: 'property', path: 'total' },
    valueCap: null,
    key: 'order_id',
    window: { type: 'visit' },
    trust: 'page',
  });
  return { site: made.id, writeKey: made.writeKey };
}

async function operatorToken(dataFolder: string): Promise<string> {
  const file = path.join(dataFolder, 'secrets', 'operator-token');
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch {
    throw new Error(
      `cannot read ${file}: start the server first, or name its data folder with --data`,
    );
  }
}
