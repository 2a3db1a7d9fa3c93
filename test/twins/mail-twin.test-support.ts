// A mail server that receives, as RFC 5321, 4954 and 1870 say that one does: on loopback, for those who
// sign in, for the people whose mail it has, and up to the size that it names.
import { createServer, type AddressInfo, type Socket } from 'node:net';

export interface MailTwin {
  readonly port: number;
  stop(): Promise<void>;
}

export interface MailTwinOptions {
  readonly user: string;
  readonly password: string;
  /** Whose mail it has. */
  readonly people: readonly string[];
  readonly mostBytes: number;
  /** Called with each letter that was accepted, one character for each byte. */
  readonly onLetter: (letter: string) => void;
}

/** Longer lines are refused (RFC 5321, section 4.5.3.1). */
const lineBytes = 2000;
const connections = 20;
const idleMs = 60_000;

export async function startMailTwin(options: MailTwinOptions): Promise<MailTwin> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.setTimeout(idleMs, () => socket.destroy());
    converse(socket, options);
  });
  server.maxConnections = connections;
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      for (const socket of sockets) socket.destroy();
      if (server.listening) await new Promise((closed) => server.close(closed));
    },
  };
}

interface Session {
  isSignedIn: boolean;
  hasSender: boolean;
  recipients: number;
  /** Null: commands come. */
  data: string[] | null;
  dataBytes: number;
}

function converse(socket: Socket, options: MailTwinOptions): void {
  const session: Session = {
    ...{ isSignedIn: false, hasSender: false, recipients: 0, data: null, dataBytes: 0 },
  };
  let rest = '';
  socket.setEncoding('latin1');
  socket.on('data', (chunk) => {
    const lines = (rest + String(chunk)).split('\r\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const answer =
        session.data === null ? answerTo(line, session, options) : take(line, session, options);
      if (answer !== null) socket.write(`${answer}\r\n`);
      if (answer?.startsWith('221') === true) socket.end();
    }
    if (rest.length > lineBytes) socket.end('500 5.5.2 line too long\r\n');
  });
  socket.write('220 pocket.example ESMTP\r\n');
}

/** A line of the letter. */
function take(
  line: string,
  session: Session,
  { mostBytes, onLetter }: MailTwinOptions,
): string | null {
  const { data } = session;
  if (line !== '.') {
    session.dataBytes += line.length + 2;
    // A dot at the beginning of a line is sent twice (section 4.5.2).
    if (session.dataBytes <= mostBytes) data?.push(line.startsWith('.') ? line.slice(1) : line);
    return null;
  }
  const isWhole = session.dataBytes <= mostBytes;
  Object.assign(session, { data: null, dataBytes: 0, hasSender: false, recipients: 0 });
  if (!isWhole) return '552 5.3.4 message too big';
  onLetter((data ?? []).join('\r\n'));
  return '250 2.0.0 taken';
}

function answerTo(line: string, session: Session, options: MailTwinOptions): string | null {
  const [verb = ''] = line.split(' ', 1);
  switch (verb.toUpperCase()) {
    case 'EHLO':
      return [
        ...['250-pocket.example', '250-8BITMIME', `250-SIZE ${options.mostBytes}`],
        '250 AUTH PLAIN',
      ].join('\r\n');
    case 'AUTH':
      return signIn(line, session, options);
    case 'MAIL':
      return from(line, session, options);
    case 'RCPT':
      return to(line, session, options);
    case 'DATA':
      if (session.recipients === 0) return '503 5.5.1 no recipient';
      session.data = [];
      return '354 go on';
    case 'RSET':
      Object.assign(session, { hasSender: false, recipients: 0 });
      return '250 2.0.0 forgotten';
    case 'NOOP':
      return '250 2.0.0 fine';
    case 'QUIT':
      return '221 2.0.0 bye';
    default:
      return '500 5.5.2 unknown command';
  }
}

/** RFC 4616. */
function signIn(line: string, session: Session, { user, password }: MailTwinOptions): string {
  const [, given = ''] = /^AUTH PLAIN (\S+)$/i.exec(line) ?? [];
  const [, name, secret] = Buffer.from(given, 'base64').toString('utf8').split('\0');
  session.isSignedIn = name === user && secret === password;
  return session.isSignedIn ? '235 2.7.0 signed in' : '535 5.7.8 wrong credentials';
}

function from(line: string, session: Session, { mostBytes }: MailTwinOptions): string {
  if (!session.isSignedIn) return '530 5.7.0 sign in first';
  if (!/^MAIL FROM:<[^<>\s]*>( \S+)*$/i.test(line)) return '501 5.5.4 no path';
  const [, size = '0'] = /\bSIZE=(\d+)/i.exec(line) ?? [];
  if (Number(size) > mostBytes) return '552 5.3.4 message too big';
  session.hasSender = true;
  return '250 2.1.0 fine';
}

function to(line: string, session: Session, { people }: MailTwinOptions): string {
  if (!session.hasSender) return '503 5.5.1 no sender';
  const [, path = ''] = /^RCPT TO:<([^<>\s]+)>( \S+)*$/i.exec(line) ?? [];
  if (!people.includes(path.toLowerCase())) return '550 5.1.1 nobody here';
  session.recipients += 1;
  return '250 2.1.5 fine';
}
