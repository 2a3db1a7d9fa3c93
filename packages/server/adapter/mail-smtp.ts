// Sends letters through the mail server that the administrator names. Letters hold links that open
// accounts, so beyond this machine they travel by TLS with a checked certificate or not at all, unless
// that was switched off. Without a server it says so; it never pretends, queues or retries by itself.
import { type Letter, type Mail, NotMailed } from '@opportune/core/ports/mail.ts';
import { isIPv6, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { createTransport, type Transporter } from 'nodemailer';
import { reasonOf } from './engine-error.ts';
import { outcomeOfFault } from './mail-fault.ts';

/** How long a mail server may take to answer. */
const patienceMs = 10_000;
/** How long it may take for a whole letter. */
const allPatienceMs = 60_000;

export interface SmtpOptions {
  /** As `smtp://user:password@host:587`, or `smtps:` for TLS from the first byte. Without it no letter is sent. */
  readonly url?: string | undefined;
  /** The sender. */
  readonly from: string;
  /** Letters go in plain text where the server offers no TLS. */
  readonly plaintext?: boolean | undefined;
}

/** A server of an account's own, with what its letters say of their sender. */
export interface OwnSmtpOptions extends SmtpServer {
  readonly from: { readonly address: string; readonly name: string | null };
  /** Begins a connection; the socket emits `error` where none may be made. */
  readonly connect: (host: string, port: number) => Socket;
}

interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; else by STARTTLS. */
  readonly secure: boolean;
  readonly auth: { readonly user: string; readonly pass: string } | null;
}

/** Mail by that server. Sending rejects where the server is away, refuses, or speaks no TLS. */
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

/** Mail by a server of an account's own: by TLS in any case, and over connections made by `connect`. */
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
  /** Each letter has a connection of its own. */
  readonly open: () => Transporter;
  /** In words, for people. */
  readonly explain: (error: unknown) => string;
  readonly isOwn: boolean;
}

function mailBy({ from, sender, open, explain, isOwn }: MailBy): Mail {
  return {
    configured: true,
    sender,
    async send(
      { to, subject, text, html, replyTo, attachments = [] }: Letter,
      withinMs = allPatienceMs,
    ) {
      const letter = {
        signal: AbortSignal.timeout(withinMs),
        from,
        to,
        subject,
        text,
        ...(html === undefined ? {} : { html }),
        ...(replyTo === undefined ? {} : { replyTo }),
        attachments: attachments.map(({ name, type, content }) => ({
          filename: name,
          contentType: type,
          content,
        })),
      };
      const transport = open();
      const leaving = noteLeaving(transport);
      await transport.sendMail(letter).catch((error: unknown) => {
        throw new NotMailed(
          outcomeOfFault(error, { isLeaving: leaving.begun, isOwn }),
          explain(error),
          error,
        );
      });
    },
  };
}

/** Whether the letter itself is being sent. It is read only once the server has asked for it (354). */
function noteLeaving(transport: Transporter): { readonly begun: boolean } {
  const leaving = { begun: false };
  async function* noted(letter: Readable): AsyncGenerator<unknown> {
    leaving.begun = true;
    yield* letter;
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

/** Nothing of the URL but what is named here has an effect: a query cannot switch TLS off. */
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
  { host, port, secure, auth }: SmtpServer,
  by: { readonly plaintext: boolean; readonly connect?: OwnSmtpOptions['connect'] },
): Transporter {
  const near = isLoopback(host);
  const { plaintext, connect } = by;
  return createTransport({
    host,
    port,
    secure,
    requireTLS: !secure && !near && !plaintext,
    // Nobody stands between, and what runs on this machine often has a certificate of its own making.
    tls: { rejectUnauthorized: !near },
    ...(auth === null ? {} : { auth }),
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
    ...(connect === undefined
      ? {}
      : { getSocket: (_: unknown, done: Connected) => connected(connect(host, port), done) }),
  });
}

type Connected = (error: Error | null, by: false | { connection: Socket }) => void;

/** Says when the socket is connected, or why it never was. */
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

/** Only as it is written: what a name stands for is for others to say. */
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
