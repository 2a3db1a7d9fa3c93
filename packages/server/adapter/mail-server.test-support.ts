// A mail server for tests: a real SMTP conversation on a real socket, its letters kept as they came.
import { once } from 'node:events';
import { type Server, createServer } from 'node:net';

export interface MailServer {
  readonly url: string;
  /** As they arrived, headers and encodings included. */
  readonly letters: string[];
  readonly server: Server;
}

/** Takes one letter at a time; `refuses` answers the recipient with a 550. */
export async function startMailServer(refuses = false): Promise<MailServer> {
  const letters: string[] = [];
  const server = createServer((socket) => {
    let data: string | null = null;
    const say = (line: string) => socket.write(`${line}\r\n`);
    const hear = (line: string): void => {
      if (data !== null && line !== '.') return void (data += `${line}\n`);
      if (data !== null) {
        letters.push(data);
        data = null;
        return void say('250 taken');
      }
      if (line.startsWith('EHLO')) say('250 hello');
      else if (line.startsWith('RCPT') && refuses) say('550 nobody here');
      else if (line === 'DATA') {
        data = '';
        say('354 go on');
      } else if (line === 'QUIT') socket.end('221 bye\r\n');
      else say('250 fine');
    };
    let rest = '';
    say('220 mail');
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      const lines = (rest + String(chunk)).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) hear(line);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `smtp://127.0.0.1:${port}?ignoreTLS=true`, letters, server };
}
