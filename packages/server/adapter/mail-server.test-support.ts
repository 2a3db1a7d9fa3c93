// A mail server for tests: a real SMTP conversation on a real socket. It keeps messages as
// received.
import { once } from 'node:events';
import { type Server, createServer, type Socket } from 'node:net';
import { TLSSocket, createSecureContext } from 'node:tls';
import { testCertificate, testCertificateKey } from './mail-certificate.test-support.ts';

export interface MailServer {
  readonly url: string;
  readonly port: number;
  /** As received, with headers and encodings. */
  readonly letters: string[];
  /** What was sent in plain text, line by line. */
  readonly overheard: string[];
  readonly server: Server;
}

export interface MailServerOptions {
  /** Answers the recipient with a 550. */
  readonly refuses?: boolean;
  /** Absent: the server has no TLS. `stripped`: an attacker removes the offer. */
  readonly startTls?: 'offered' | 'stripped';
  /** TLS from the first byte. */
  readonly direct?: boolean;
  /** Requires a password and accepts any. */
  readonly signsIn?: boolean;
  /**
   * Overrides its response. Empty: no response at all. Undefined: the usual one. It keeps a message
   * to which it does not respond.
   */
  readonly says?: (to: Asked) => string | undefined;
}

/** The steps at which a mail server may respond differently. */
export type Asked = 'password' | 'sender' | 'recipient' | 'letter';

/** Accepts one message at a time. */
export async function startMailServer(options: MailServerOptions = {}): Promise<MailServer> {
  const letters: string[] = [];
  const overheard: string[] = [];
  const server = createServer((plain) => {
    const socket = options.direct === true ? secured(plain) : plain;
    socket.write('220 mail\r\n');
    converse(socket, options, { letters, overheard });
  }).listen(0, '0.0.0.0');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `smtp://127.0.0.1:${port}`, port, letters, overheard, server };
}

/**
 * The messages whose subject matches, in order of arrival, without soft line breaks of their
 * encoding.
 */
export const lettersAbout = (mail: MailServer, subject: RegExp): readonly string[] =>
  mail.letters
    .map((each) => each.replaceAll('=\n', ''))
    .filter((each) => subject.test(/^Subject: (.*)$/m.exec(each)?.[1] ?? ''));

type Kept = Pick<MailServer, 'letters' | 'overheard'>;

function converse(socket: Socket, options: MailServerOptions, kept: Kept): void {
  const isSecured = socket instanceof TLSSocket;
  let data: string | null = null;
  let rest = '';
  const say = (line: string): void => void (line === '' || socket.write(`${line}\r\n`));
  const answer = (to: Asked, usual: string): void => say(options.says?.(to) ?? usual);
  const hear = (line: string): void => {
    if (!isSecured) kept.overheard.push(line);
    if (data !== null && line !== '.') return void (data += `${line}\n`);
    if (data !== null) {
      const said = options.says?.('letter') ?? '250 taken';
      if (!/^[45]/.test(said)) kept.letters.push(data);
      data = null;
      return say(said);
    }
    if (line.startsWith('EHLO')) say(offersOf(options, isSecured).join('\r\n'));
    else if (line === 'STARTTLS') startTls();
    else if (line.startsWith('AUTH')) answer('password', '235 signed in');
    else if (line.startsWith('MAIL')) answer('sender', '250 fine');
    else if (line.startsWith('RCPT'))
      answer('recipient', options.refuses === true ? '550 nobody here' : '250 fine');
    else if (line === 'DATA') {
      data = '';
      say('354 go on');
    } else if (line === 'QUIT') socket.end('221 bye\r\n');
    else say('250 fine');
  };
  const read = (chunk: Buffer): void => {
    const lines = (rest + String(chunk)).split('\r\n');
    rest = lines.pop() ?? '';
    for (const line of lines) hear(line);
  };
  const startTls = (): void => {
    if (options.startTls !== 'offered') return say('502 not here');
    socket.off('data', read);
    say('220 go on');
    converse(secured(socket), options, kept);
  };
  socket.on('error', () => {});
  socket.on('data', read);
}

function secured(socket: Socket): TLSSocket {
  const secureContext = createSecureContext({ cert: testCertificate, key: testCertificateKey });
  return new TLSSocket(socket, { isServer: true, secureContext });
}

function offersOf({ startTls, signsIn }: MailServerOptions, isSecured: boolean): readonly string[] {
  const offers = [
    'hello',
    ...(startTls === 'offered' && !isSecured ? ['STARTTLS'] : []),
    ...(signsIn === true ? ['AUTH PLAIN LOGIN'] : []),
  ];
  return offers.map((offer, at) => `250${at === offers.length - 1 ? ' ' : '-'}${offer}`);
}
