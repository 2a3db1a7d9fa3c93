// Sends mail through the configured server. Mail contains links that give access to accounts, so
// beyond this machine it travels by TLS with a verified certificate or not at all, unless that was
// switched off. Without a server it reports so. It never pretends, queues or retries by itself.
import { type Letter, type Mail, NotMailed, type OnLeft } from '@opportune/core/ports/mail.ts';
import { isIPv6, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { createTransport, type Transporter } from 'nodemailer';
import { reasonOf } from './engine-error.ts';
import { outcomeOfFault } from './mail-fault.ts';

/** How long a mail server may take to answer. */
const patienceMs = 10_000;
/** How long it may take for a whole message. */
const allPatienceMs = 60_000;

export interface SmtpOptions {
  /**
   * As `smtp://user:password@host:587`, or `smtps:` for TLS from the first byte. Without it no mail
   * is sent.
   */
  readonly url?: string | undefined;
  /** The sender. */
  readonly from: string;
  /** Allows plain text if the server offers no TLS. */
  readonly plaintext?: boolean | undefined;
}

/** An account's own server, with the sender of its mail. */
export interface OwnSmtpOptions extends SmtpServer {
  readonly from: { readonly address: string; readonly name: string | null };
  /** Opens a connection. The socket emits `error` if the connection is not allowed. */
  readonly connect: (host: string, port: number) => Socket;
}

interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte. Else by STARTTLS. */
  readonly secure: boolean;
  /** TLS may not be absent, not even on this machine. */
  readonly isTlsNeeded?: boolean;
  readonly auth:
    | { readonly user: string; readonly pass: string }
    | { readonly user: string; readonly accessToken: string }
    | null;
}

/** Mail by that server. Sending rejects if the server is unavailable, refuses, or offers no TLS. */
export function openSmtpMail(options: SmtpOptions): Mail {
  const { url, from } = options;
  if (url === undefined) {
    const said = 'no mail server is configured';
    return {
      configured: false,
      send: () => Promise.reject(new NotMailed({ type: 'unreachable', detail: said }, said)),
    };
  }
  const server = serverOf(url);
  return mailBy({
    ...{ from, sender: from, explain: explainOption, isOwn: false },
    open: () => transportOf(server, { plaintext: options.plaintext === true }),
  });
}

/** Mail by an account's own server: always by TLS, over connections made by `connect`. */
export function openOwnSmtpMail({ from, connect, ...server }: OwnSmtpOptions): Mail {
  return mailBy({
    from: from.name === null ? from.address : { name: from.name, address: from.address },
    ...{ sender: from.address, explain: explainTls, isOwn: true },
    open: () => transportOf(server, { plaintext: false, connect }),
  });
}

interface MailBy {
  readonly from: string | { readonly name: string; readonly address: string };
  readonly sender: string;
  /** Each message uses its own connection. */
  readonly open: () => Transporter;
  /** An explanation for people. */
  readonly explain: (error: unknown) => string;
  readonly isOwn: boolean;
}

function mailBy({ from, sender, open, explain, isOwn }: MailBy): Mail {
  return {
    configured: true,
    sender,
    async send(letter: Letter, withinMs = allPatienceMs, left?: OnLeft) {
      const transport = open();
      const leaving = noteLeaving(transport, left !== undefined);
      const signal = AbortSignal.timeout(withinMs);
      const sending = { signal, from, ...optionsOf(letter) };
      await transport.sendMail(sending).catch((error: unknown) => {
        throw new NotMailed(
          outcomeOfFault(error, { isLeaving: leaving.begun, isOwn }),
          explain(error),
          error,
        );
      });
      left?.(Buffer.concat(leaving.chunks));
    },
    async check() {
      await open()
        .verify()
        .catch((error: unknown) => {
          const outcome = outcomeOfFault(error, { isLeaving: false, isOwn });
          throw new NotMailed(outcome, explain(error), error);
        });
    },
  };
}

/** As nodemailer names them. What is undefined is absent. */
function optionsOf({ attachments = [], cc, bcc, references, ...letter }: Letter) {
  return {
    ...letter,
    ...(cc !== undefined && cc.length > 0 && { cc: [...cc] }),
    ...(bcc !== undefined && bcc.length > 0 && { bcc: [...bcc] }),
    ...(references !== undefined && { references: [...references] }),
    attachments: attachments.map(({ name, type, content }) => ({
      filename: name,
      contentType: type,
      content: typeof content === 'string' ? content : Buffer.from(content),
    })),
  };
}

/**
 * Whether the message itself is being sent. It is read only once the server has asked for it (354).
 */
function noteLeaving(transport: Transporter, isKept: boolean) {
  const leaving = { begun: false, chunks: new Array<Uint8Array>() };
  async function* noted(letter: Readable): AsyncGenerator<unknown> {
    leaving.begun = true;
    for await (const chunk of letter) {
      if (isKept) leaving.chunks.push(Buffer.from(chunk as Uint8Array | string));
      yield chunk;
    }
  }
  transport.use('stream', ({ message }, done) => {
    message.processFunc((letter) => Readable.from(noted(letter), { objectMode: false }));
    done();
  });
  return leaving;
}

/** Signs in at the mail server and sends nothing. Rejects with the reason. */
export async function checkSmtp(url: string, plaintext: boolean): Promise<void> {
  await transportOf(serverOf(url), { plaintext })
    .verify()
    .catch((error: unknown) => {
      throw new Error(explainOption(error), { cause: error });
    });
}

/** Only the named parts of the URL have an effect: a query cannot switch TLS off. */
function serverOf(url: string): SmtpServer {
  const { protocol, hostname, port, username, password } = new URL(url);
  const secure = protocol === 'smtps:';
  const user = decodeURIComponent(username);
  return {
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? (secure ? 465 : 587) : Number(port),
    secure,
    auth: user === '' ? null : { user, pass: decodeURIComponent(password) },
  };
}

function transportOf(
  { host, port, secure, auth, isTlsNeeded = false }: SmtpServer,
  by: { readonly plaintext: boolean; readonly connect?: OwnSmtpOptions['connect'] },
): Transporter {
  const near = isLoopback(host);
  const { plaintext, connect } = by;
  return createTransport({
    host,
    port,
    secure,
    requireTLS: isTlsNeeded || (!secure && !near && !plaintext),
    // Nobody is in between, and servers on this machine often have a self-signed certificate.
    tls: { rejectUnauthorized: !near },
    ...(auth === null ? {} : { auth: 'pass' in auth ? auth : { type: 'OAuth2', ...auth } }),
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
    ...(connect === undefined
      ? {}
      : { getSocket: (_: unknown, done: Connected) => connected(connect(host, port), done) }),
  });
}

type Connected = (error: Error | null, by: false | { connection: Socket }) => void;

/** Reports that the socket is connected, or why it never was. */
function connected(socket: Socket, done: Connected): void {
  const failed = (error: Error): void => done(error, false);
  socket.setTimeout(patienceMs, () =>
    socket.destroy(new Error('The mail server does not answer.')),
  );
  socket.once('error', failed);
  socket.once('connect', () => {
    socket.off('error', failed);
    socket.setTimeout(0);
    socket.removeAllListeners('timeout');
    done(null, { connection: socket });
  });
}

/** Checks the literal text only. What a name resolves to is not trusted. */
function isLoopback(host: string): boolean {
  if (host === 'localhost') return true;
  return isIPv6(host) ? host === '::1' : /^127(\.\d{1,3}){3}$/.test(host);
}

function explainTls(error: unknown): string {
  const reason = reasonOf(error);
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return code === 'ETLS'
    ? `The mail server offers no TLS, so nothing was sent (${reason}).`
    : reason;
}

function explainOption(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  const said = explainTls(error);
  return code === 'ETLS' ? `${said} OPPORTUNE_SMTP_PLAINTEXT=yes allows plain text.` : said;
}
