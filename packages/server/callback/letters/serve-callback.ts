// The page of the link in an e-mail about a call back. A GET shows what is promised, with the free times and
// two buttons: programs that look at links must change nothing. A POST moves or cancels it.
import { isOver } from '@opportune/core/callback/promise.ts';
import { type Language, languageOf } from '@opportune/words/language.ts';
import { lettersIn } from '@opportune/words/letters.ts';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { addressPrefix } from '../../http/address/address-prefix.ts';
import type { SocketHost } from '../../http/feature.ts';
import { escaped } from '../../http/html.ts';
import { type CallbackRow, findCallback } from '../callback-rows.ts';
import type { Callbacks } from '../callbacks.ts';
import { changeCallback } from '../for-visitors.ts';
import type { Keeping } from '../keep-promise.ts';
import type { CallbackParts, LetterParts } from '../seams.ts';
import { whenIn } from './callback-letter.ts';
import { type CallbackOf, callbackPath } from './callback-links.ts';
import { pageOf } from './callback-page.ts';

export interface LinkParts extends LetterParts {
  readonly use: CallbackParts;
  readonly callbacks: Callbacks;
  readonly keeping: Keeping;
}

interface Answer {
  readonly status: number;
  readonly page: string;
}

/** A form with one time has far less. */
const mostBytes = 1024;

export function serveCallbacks(of: LinkParts, host: SocketHost): void {
  host.raw(callbackPath, (request, response) => {
    answerOf(of, request).then(
      (answer) => send(response, answer),
      () => send(response, { status: 503, page: '' }),
    );
  });
}

async function answerOf(of: LinkParts, request: IncomingMessage): Promise<Answer> {
  const { url = '', method } = request;
  const payer = addressPrefix(of.clientAddress(request));
  const charges = [
    { budget: 'requests.address', payer, amount: 1 },
    { budget: 'lookups.address', payer, amount: 1 },
    { budget: 'slots.address', payer: `link ${payer}`, amount: 1 },
  ] as const;
  if (of.budgets.charge(charges) > 0) return { status: 429, page: '' };
  const asked = of.links.read(new URL(url, 'http://localhost').pathname.slice(callbackPath.length));
  if (asked === null) return { status: 404, page: '' };
  if (method !== 'POST' && method !== 'GET' && method !== 'HEAD') return { status: 405, page: '' };
  const form = method === 'POST' ? await formOf(request) : null;
  if (method === 'POST' && form === null) return { status: 413, page: '' };
  const row = await rowOf(of, asked);
  if (row === null) return { status: 404, page: '' };
  const refused = form === null ? null : await change(of, asked, { row, form });
  return { status: 200, page: await shown(of, asked, refused) };
}

function rowOf({ use }: LinkParts, { account, id }: CallbackOf): Promise<CallbackRow | null> {
  return use.records.withAccount(account, (sql) => findCallback(sql, id));
}

/** Null, or why not. What is no time of ours is refused as one that is taken. */
async function change(
  of: LinkParts,
  { account }: CallbackOf,
  { row, form }: { readonly row: CallbackRow; readonly form: URLSearchParams },
): Promise<string | null> {
  if (form.get('act') === 'cancel') return changeCallback(of, account, row, null);
  const from = Number(form.get('from'));
  if (!Number.isSafeInteger(from) || from <= 0) return 'callback.slot';
  return changeCallback(of, account, row, from);
}

async function shown(of: LinkParts, asked: CallbackOf, refused: string | null): Promise<string> {
  const { use, callbacks, placeOf } = of;
  const { account } = asked;
  const row = await rowOf(of, asked);
  if (row === null) return '';
  const language = languageOf([row.language ?? '']);
  const words = lettersIn(language).callback;
  const place = await placeOf(account, null, null);
  const timeZone = row.timeZone ?? place.timeZone;
  const mayChange = !isOver(row) && row.state !== 'ringing';
  const slots = mayChange
    ? await callbacks.slots(await use.desks.of(account), row.skill, row.number)
    : [];
  return pageOf({
    ...{ language, words, site: place.site, mayChange },
    said: stateIn(language, row, timeZone),
    refused: refused === null ? null : words.refused,
    times: slots.map(({ from }) => ({
      from,
      text: escaped(whenIn({ language: row.language, from }, timeZone)),
    })),
  });
}

function stateIn(language: Language, row: CallbackRow, timeZone: string): string {
  const words = lettersIn(language).callback;
  if (row.state === 'cancelled' || row.state === 'withdrawn') return words[row.state];
  if (isOver(row)) return words.over;
  if (row.state === 'ringing') return words.ringing;
  return row.isNow && row.attempts === 0
    ? words.soon
    : whenIn({ language: row.language, from: row.dueAt ?? row.from }, timeZone);
}

/** Null: it is too long. */
async function formOf(request: IncomingMessage): Promise<URLSearchParams | null> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > mostBytes) return null;
    parts.push(part);
  }
  return new URLSearchParams(Buffer.concat(parts).toString('utf8'));
}

function send(response: ServerResponse, { status, page }: Answer): void {
  if (response.destroyed) return;
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'content-security-policy':
      "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
    connection: 'close',
  });
  response.end(page);
}
