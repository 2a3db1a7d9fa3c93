// Ends what somebody is sent, by the link in an e-mail. A POST does it at once, as mail programs do it for
// their users (RFC 8058). A GET only shows a button: programs that look at links must end nothing.
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import type { Permission } from '@opportune/core/ports/permission.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { languageOf } from '@opportune/words/language.ts';
import { sentIn } from '@opportune/words/sent.ts';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { addressPrefix } from '../http/address/address-prefix.ts';
import type { ClientAddress } from '../http/address/client-address.ts';
import type { SocketHost } from '../http/feature.ts';
import { escaped } from '../http/html.ts';
import { type UnsubscribeLinks, unsubscribePath } from './unsubscribe-link.ts';

export interface UnsubscribeParts {
  readonly clock: Clock;
  readonly records: Records;
  readonly budgets: Pick<Budgets, 'charge'>;
  readonly clientAddress: ClientAddress;
  readonly permission: Pick<Permission, 'hear'>;
  readonly links: UnsubscribeLinks;
  /** What the account is called, and its language. */
  readonly placeOf: (
    account: AccountId,
  ) => Promise<{ readonly site: string; readonly language: string }>;
}

type Asked = NonNullable<ReturnType<UnsubscribeLinks['read']>>;

interface Answer {
  readonly status: number;
  readonly page: string;
}

export function serveUnsubscribe(use: UnsubscribeParts, host: SocketHost): void {
  host.raw(unsubscribePath, (request, response) => {
    answerOf(use, request).then(
      (answer) => send(response, answer),
      () => send(response, { status: 503, page: '' }),
    );
  });
}

async function answerOf(use: UnsubscribeParts, request: IncomingMessage): Promise<Answer> {
  const { url = '', method } = request;
  const payer = addressPrefix(use.clientAddress(request));
  const charges = [
    { budget: 'requests.address', payer, amount: 1 },
    { budget: 'lookups.address', payer, amount: 1 },
  ] as const;
  if (use.budgets.charge(charges) > 0) return { status: 429, page: '' };
  const token = new URL(url, 'http://localhost').pathname.slice(unsubscribePath.length);
  const asked = use.links.read(token);
  if (asked === null) return { status: 404, page: '' };
  if (method !== 'POST' && method !== 'GET' && method !== 'HEAD') return { status: 405, page: '' };
  if (!(await isThere(use.records, asked.account))) return { status: 404, page: '' };
  return { status: 200, page: await served(use, asked, method === 'POST') };
}

/** The page that asks, or, once it is ended, the one that says so. */
async function served(use: UnsubscribeParts, asked: Asked, ends: boolean): Promise<string> {
  const { site: business, language: stated } = await use.placeOf(asked.account);
  const language = languageOf([stated]);
  const words = sentIn(language).unsubscribe;
  if (!ends)
    return pageOf({ language, said: words.ask(business, asked.at.address), button: words.act });
  await end(use, asked);
  return pageOf({ language, said: words.done(business), button: '' });
}

/** An account that was removed sends nothing any more. */
function isThere(records: Records, account: AccountId): Promise<boolean> {
  return records.withAccount(account, async (sql) => {
    return (await sql.row('SELECT 1 FROM accounts WHERE id = $1', [account])) !== undefined;
  });
}

async function end(
  { records, permission, clock }: UnsubscribeParts,
  { account, at }: Asked,
): Promise<void> {
  const words = 'List-Unsubscribe=One-Click';
  const heard = {
    ...at,
    at: clock.now(),
    type: 'opt-out',
    by: 'link',
    purpose: null,
    words,
  } as const;
  const told = await records.withAccount(account, (sql) => permission.hear(sql, account, [heard]));
  told();
}

interface Shown {
  readonly language: string;
  readonly said: string;
  /** Empty: there is none. */
  readonly button: string;
}

/** Its form posts to the address that it was shown at. */
function pageOf({ language, said, button }: Shown): string {
  const form =
    button === ''
      ? ''
      : `<form method="post"><input type="hidden" name="List-Unsubscribe" value="One-Click"><button style="font:inherit;padding:8px 16px">${escaped(button)}</button></form>`;
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escaped(said)}</title></head>`,
    '<body style="font:16px/1.5 sans-serif;max-width:32em;margin:15vh auto;padding:0 16px">',
    `<main><h1 style="font-size:20px">${escaped(said)}</h1>${form}</main></body></html>`,
  ].join('\n');
}

function send(response: ServerResponse, { status, page }: Answer): void {
  if (response.destroyed) return;
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'content-security-policy':
      "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
    // What was sent with it is not read.
    connection: 'close',
  });
  response.end(page);
}
