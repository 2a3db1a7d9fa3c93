// The pocket: a page that looks like a telephone with messengers on it, so that a newcomer writes as
// a customer in one window and answers in the console in the other. Each messenger is the stand-in
// of its provider that the tests use, and speaks the provider's protocol on loopback.
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { RawRequest } from '@opportune/core/ports/channel.ts';
import { z } from 'zod';
import { type App, type Arrived, type Bubble, fileBytes, newId } from './app.ts';
import { openEmail } from './email.ts';
import { openLine } from './line.ts';
import { openPage } from './page.ts';
import { createRates, type Rates } from './rates.ts';
import { openSms } from './sms.ts';
import { openTelegram } from './telegram.ts';
import { openTelephone } from './telephone.ts';
import { openVonage } from './vonage.ts';
import { openWhatsapp } from './whatsapp.ts';

/** Each app's settings, as somebody would type them in to connect it. */
export type Settings = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface Pocket {
  readonly settings: Settings;
  /** Says where each app's webhook is. An app without one is not shown. */
  connect(webhooks: Readonly<Record<string, string>>): void;
  /** Answers a request below `/pocket`. */
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Opens the line of a call, at `/pocket/line`. */
  open(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): Promise<void>;
}

interface Line {
  readonly id: string;
  readonly at: number;
  readonly mine: boolean;
  readonly text: string;
  picture: string | null;
  /** How much the text counts. */
  readonly note: string | null;
  readonly letter: {
    readonly subject: string;
    readonly quoted: string;
    /** Without an address: it left the telephone. */
    readonly files: readonly { readonly name: string; readonly href: string | null }[];
  } | null;
  readonly buttons: Bubble['buttons'];
  /** Whether it reached the server. */
  state: 'sending' | 'sent' | 'failed';
}

interface Talk {
  readonly app: App;
  readonly lines: Line[];
  /** Messages of the business that were reported as read. */
  readonly unseen: Set<string>;
  webhook: string | null;
}

const linesKept = 300;
/** Characters of pictures in the lines of one messenger. */
const picturesKept = fileBytes / 2;
const bodyBytes = 2 * 1024 * 1024;
const windows = 20;
const postMs = 10_000;

/** Starts the stand-ins. `opportuneUrl`: pictures may come from there. */
export async function openPocket(opportuneUrl: string): Promise<Pocket> {
  const talks = new Map<string, Talk>();
  const watching = new Set<ServerResponse>();
  const tell = (news: object) => {
    for (const each of watching) each.write(`data: ${JSON.stringify(news)}\n\n`);
  };
  const arrive = (kind: string) => (arrived: Arrived) => {
    const talk = talks.get(kind);
    if (talk !== undefined) received(talk, arrived, tell);
  };
  const apps = await Promise.all([
    openWhatsapp(arrive('whatsapp')),
    openSms(arrive('sms')),
    openEmail(arrive('email')),
    openPage('messenger', arrive('messenger')),
    openPage('instagram', arrive('instagram')),
    openTelegram(arrive('telegram')),
    openLine(arrive('line')),
    openVonage(arrive('vonage')),
  ]);
  for (const app of apps)
    talks.set(idOf(app), { app, lines: [], unseen: new Set(), webhook: null });
  const telephone = await openTelephone(() => tell({ changed: true }));
  const headers = headersFor(opportuneUrl);
  const rates = createRates();

  return {
    settings: {
      ...Object.fromEntries(apps.map((app) => [idOf(app), { ...app.settings, kind: app.kind }])),
      telephone: { ...telephone.settings, kind: 'telephone' },
    },
    connect(webhooks) {
      for (const [kind, talk] of talks) {
        talk.webhook = webhooks[kind] ?? null;
        if (talk.webhook !== null) talk.app.connected?.(talk.webhook);
      }
      telephone.connect(webhooks['telephone'] ?? null);
      tell({ changed: true });
    },
    open: (...of) => telephone.open(...of),
    async answer(request, response) {
      const { pathname, search } = new URL(request.url ?? '/', 'http://pocket');
      const [, , part = '', kind = '', name = ''] = pathname.split('/');
      const talk = talks.get(kind);
      if (request.method === 'POST')
        return talk === undefined
          ? void response.writeHead(404, headers).end()
          : act(request, response, talk, { tell, rates });
      if (part === 'state')
        return void response
          .writeHead(200, { ...headers, 'content-type': 'application/json' })
          .end(JSON.stringify([telephone.shown(), ...[...talks.values()].map(shownOf)]));
      if (part === 'news') return watch(response, watching, headers);
      if (part === 'files') return sendFile(response, talk?.app, name, headers);
      if (talks.has(part)) return redirect(response, part, search);
      const file = files.get(pathname);
      if (file === undefined) return void response.writeHead(404, headers).end();
      response.writeHead(200, { ...headers, 'content-type': file.type }).end(file.body);
    },
    async close() {
      for (const each of watching) each.end();
      await Promise.all([telephone, ...apps].map((each) => each.stop()));
    },
  };
}

/** A link to one of two apps of a kind. */
function redirect(response: ServerResponse, app: string, search: string): void {
  const asked = new URLSearchParams(search);
  asked.set('app', app);
  response.writeHead(302, { location: `/pocket?${asked}` }).end();
}

function idOf({ id, kind }: App): string {
  return id ?? kind;
}

/** What the page knows of an app. */
function shownOf({ app, lines, webhook }: Talk) {
  return { kind: idOf(app), connected: webhook !== null, lines };
}

function received(talk: Talk, { externalId, bubble }: Arrived, tell: (news: object) => void) {
  const { files } = talk.app;
  const kind = idOf(talk.app);
  if (bubble === 'typing') return tell({ kind, typing: true });
  const { text, buttons, picture, letter } = bubble;
  const hrefOf = (name: string) => `/pocket/files/${kind}/${encodeURIComponent(name)}`;
  const isFile = picture !== null && files.get(picture) !== null;
  talk.unseen.add(externalId);
  add(
    talk,
    {
      ...{ id: externalId, mine: false, text, buttons, state: 'sent' },
      picture: isFile ? hrefOf(picture) : picture,
      note: noteOf(talk, text),
      letter:
        letter === undefined
          ? null
          : {
              ...letter,
              files: letter.files.map(({ name, at }) => ({ name, href: hrefOf(at) })),
            },
    },
    tell,
  );
}

function noteOf({ app }: Talk, text: string): string | null {
  return text === '' ? null : (app.measure?.(text) ?? null);
}

function add(talk: Talk, said: Omit<Line, 'at'>, tell: (news: object) => void): Line {
  const line = { ...said, at: Date.now() };
  talk.lines.push(line);
  if (talk.lines.length > linesKept) talk.lines.shift();
  forgetPictures(talk.lines);
  tell({ kind: idOf(talk.app), line });
  return line;
}

/** The oldest lose theirs first, never the newest. */
function forgetPictures(lines: readonly Line[]): void {
  let kept = 0;
  for (const line of lines.toReversed()) {
    kept += line.picture?.length ?? 0;
    if (kept > picturesKept) line.picture = null;
  }
}

const Act = z.discriminatedUnion('type', [
  z.object({ type: z.literal('say'), text: z.string().trim().min(1).max(1000) }),
  z.object({
    ...{ type: z.literal('tap'), of: z.string().max(500) },
    ...{ data: z.string().max(1000), title: z.string().max(200) },
  }),
  z.object({ type: z.literal('picture'), jpeg: z.base64() }),
  z.object({
    ...{ type: z.literal('write'), of: z.string().max(1000).nullable() },
    ...{ subject: z.string().max(200), text: z.string().trim().min(1).max(10_000) },
    file: z
      .object({
        ...{ name: z.string().min(1).max(200), base64: z.base64() },
        type: z.string().regex(/^[\w.+-]{1,60}\/[\w.+-]{1,60}$/),
      })
      .nullable(),
  }),
  z.object({ type: z.literal('seen') }),
  /** They came by a link. */
  z.object({ type: z.literal('refer'), parameter: z.string().min(1).max(64) }),
]);
type Act = z.infer<typeof Act>;

/** Does what the person did. Only a page of this origin can ask with this type of content. */
async function act(
  request: IncomingMessage,
  response: ServerResponse,
  talk: Talk,
  { tell, rates }: { readonly tell: (news: object) => void; readonly rates: Rates },
): Promise<void> {
  if (request.headers['content-type'] !== 'application/json')
    return void response.writeHead(415).end();
  const { remoteAddress = '' } = request.socket;
  // A body of unknown length costs as much as the largest.
  const sizeBytes = Number(request.headers['content-length'] ?? bodyBytes);
  if (!rates.take(remoteAddress, sizeBytes, Date.now()))
    return void response.writeHead(429, { 'retry-after': '5', connection: 'close' }).end();
  const body = await bodyOf(request);
  const asked = body === null ? undefined : Act.safeParse(jsonOf(body)).data;
  if (asked === undefined || talk.webhook === null) return void response.writeHead(400).end();
  response.writeHead(204).end();
  if (asked.type === 'seen') return seen(talk, talk.webhook);
  if (asked.type === 'refer') return refer(talk, talk.webhook, asked.parameter);
  const line = add(talk, lineOf(talk, asked), tell);
  line.state = (await post(talk.webhook, requestOf(talk.app, asked))) ? 'sent' : 'failed';
  tell({ kind: talk.app.kind, line });
}

type Said = Exclude<Act, { type: 'seen' | 'refer' }>;

/** What the person said, as their own screen shows it. */
function lineOf(talk: Talk, asked: Said): Omit<Line, 'at'> {
  const text = asked.type === 'tap' ? asked.title : asked.type === 'picture' ? '' : asked.text;
  return {
    ...{ id: newId(), mine: true, text, buttons: [], state: 'sending' },
    picture: asked.type === 'picture' ? `data:image/jpeg;base64,${asked.jpeg}` : null,
    note: noteOf(talk, text),
    letter: asked.type === 'write' ? letterOf(asked) : null,
  };
}

function letterOf({ subject, file }: Extract<Act, { type: 'write' }>): NonNullable<Line['letter']> {
  return { subject, quoted: '', files: file === null ? [] : [{ name: file.name, href: null }] };
}

async function refer({ app }: Talk, webhook: string, parameter: string): Promise<void> {
  const request = app.refer?.(parameter);
  if (request !== undefined) await post(webhook, request);
}

function requestOf(app: App, asked: Said): RawRequest {
  switch (asked.type) {
    case 'say':
      return app.say(asked.text);
    case 'tap':
      return app.tap(asked);
    case 'picture':
      return app.picture(Buffer.from(asked.jpeg, 'base64'));
    case 'write': {
      const { of, subject, text, file } = asked;
      if (app.write === undefined) return app.say(text);
      const bytes = Buffer.from(file?.base64 ?? '', 'base64');
      return app.write({ of, subject, text, file: file === null ? null : { ...file, bytes } });
    }
  }
}

/** The person looks at the conversation: what came is read. */
async function seen({ app, unseen }: Talk, webhook: string): Promise<void> {
  const ids = [...unseen];
  unseen.clear();
  for (const id of ids)
    for (const request of app.seen(id)) if (!(await post(webhook, request))) return;
}

/** Posts as the provider does. False: it was not taken. */
async function post(webhook: string, { url, headers, body }: RawRequest): Promise<boolean> {
  try {
    // What a message asked for is a part of the address.
    const answer = await fetch(`${webhook}${new URL(url).search}`, {
      ...{ method: 'POST', headers, body: new Uint8Array(body) },
      signal: AbortSignal.timeout(postMs),
    });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}

function watch(
  response: ServerResponse,
  watching: Set<ServerResponse>,
  headers: Readonly<Record<string, string>>,
): void {
  const [oldest] = watching;
  if (watching.size >= windows) oldest?.end();
  watching.add(response);
  response.on('close', () => watching.delete(response));
  response.writeHead(200, { ...headers, 'content-type': 'text/event-stream' }).flushHeaders();
}

function sendFile(
  response: ServerResponse,
  app: App | undefined,
  name: string,
  headers: Readonly<Record<string, string>>,
): void {
  const bytes = app?.files.get(decodeURIComponent(name)) ?? null;
  if (bytes === null) return void response.writeHead(404, headers).end();
  // Never anything that a browser would run.
  const type =
    app?.write === undefined
      ? { 'content-type': 'image/jpeg' }
      : { 'content-type': 'application/octet-stream', 'content-disposition': 'attachment' };
  response.writeHead(200, { ...headers, ...type }).end(bytes);
}

async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > bodyBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function headersFor(opportuneUrl: string): Readonly<Record<string, string>> {
  return {
    'content-security-policy': `default-src 'self'; img-src 'self' data: blob: https: ${opportuneUrl}; frame-ancestors 'none'`,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  };
}

const types = { css: 'text/css', js: 'text/javascript', html: 'text/html' } as const;

function file(name: string, type: keyof typeof types) {
  const body = readFileSync(new URL(`${name}.${type}`, import.meta.url));
  return { type: `${types[type]}; charset=utf-8`, body };
}

const files = new Map([
  ['/pocket', file('pocket', 'html')],
  ['/pocket/pocket.css', file('pocket', 'css')],
  ['/pocket/pocket.js', file('pocket', 'js')],
  ['/pocket/letters.js', file('letters', 'js')],
  ['/pocket/telephone.js', file('telephone', 'js')],
  ['/pocket/sound.js', file('sound', 'js')],
  ['/pocket/sound-worklet.js', file('sound-worklet', 'js')],
]);
