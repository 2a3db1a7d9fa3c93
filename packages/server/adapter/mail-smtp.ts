// Sends letters through the mail server that the administrator names. Letters hold links that open
// accounts, so beyond this machine they travel by TLS with a checked certificate or not at all, unless
// that was switched off. Without a server it says so; it never pretends, queues or retries by itself.
import type { Letter, Mail } from '@opportune/core/ports/mail.ts';
import { isIPv6, type Socket } from 'node:net';
import { createTransport, type Transporter } from 'nodemailer';
import { reasonOf } from './engine-error.ts';

/** How long a mail server may take to answer. */
const patienceMs = 10_000;

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
    return {
      configured: false,
      send: () => Promise.reject(new Error('no mail server is configured')),
    };
  }
  const transport = transportOf(serverOf(url), { plaintext: options.plaintext === true });
  return mailBy(transport, from, from, explainOption);
}

/** Mail by a server of an account's own: by TLS in any case, and over connections made by `connect`. */
export function openOwnSmtpMail({ from, connect, ...server }: OwnSmtpOptions): Mail {
  const transport = transportOf(server, { plaintext: false, connect });
  const sender = from.name === null ? from.address : { name: from.name, address: from.address };
  return mailBy(transport, sender, from.address, explainTls);
}

function mailBy(
  transport: Transporter,
  from: string | { readonly name: string; readonly address: string },
  sender: string,
  explain: (error: unknown) => never,
): Mail {
  return {
    configured: true,
    sender,
    async send({ to, subject, text, html, replyTo, attachments = [] }: Letter) {
      const letter = {
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
      await transport.sendMail(letter).catch(explain);
    },
  };
}

/** Signs in at the mail server and sends nothing. Rejects with the reason. */
export async function checkSmtp(url: string, plaintext: boolean): Promise<void> {
  await transportOf(serverOf(url), { plaintext }).verify().catch(explainOption);
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

function explainTls(error: unknown): never {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code !== 'ETLS') throw error;
  const said = `The mail server offers no TLS, so nothing was sent (${reasonOf(error)}).`;
  throw new Error(said, { cause: error });
}

function explainOption(error: unknown): never {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code !== 'ETLS') throw error;
  throw new Error(
    `The mail server offers no TLS, so nothing was sent (${reasonOf(error)}). OPPORTUNE_SMTP_PLAINTEXT=yes allows plain text.`,
    { cause: error },
  );
}
