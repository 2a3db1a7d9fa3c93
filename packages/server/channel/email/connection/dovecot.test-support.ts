// A real IMAP server for tests: Dovecot, in a folder of its own, on a free port of this machine. Tests are
// skipped by name where it is not installed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { ImapFlow } from 'imapflow';
import { freePort } from '../../../http/free-port.ts';

/** Null: Dovecot is not installed. */
export const dovecotProgram = findDovecot();

/** For tests: whether to skip them, and why. */
export const withoutDovecot =
  dovecotProgram === null ? 'Dovecot is not installed (Debian: dovecot-imapd)' : false;

export const imapPassword = 'hidden';

export interface Dovecot {
  readonly port: number;
  /** Puts a letter into a folder of somebody, as a mail server does that received it. */
  deliver(user: string, letter: string, folder?: string): Promise<void>;
  /** How many letters a folder has, or has that nobody has seen. */
  count(user: string, folder: string, which?: 'messages' | 'unseen'): Promise<number>;
  /** Does something with a signed-in client. */
  as<T>(user: string, work: (client: ImapFlow) => Promise<T>): Promise<T>;
  /** Ends the server at once with all connections. */
  kill(): Promise<void>;
  /** Starts it again at the same port. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface DovecotOptions {
  /** Where tokens are examined; only tokens sign in then. */
  readonly introspectionUrl?: string;
}

export async function startDovecot({ introspectionUrl }: DovecotOptions = {}): Promise<Dovecot> {
  const program = dovecotProgram;
  if (program === null) throw new Error('Dovecot is not installed.');
  // Its users may not read the folder of the test run.
  const folder = mkdtempSync(path.join(existing('/dev/shm') ?? tmpdir(), 'opportune-dovecot-'));
  const port = await freePort();
  const config = path.join(folder, 'dovecot.conf');
  writeFileSync(config, configOf(folder, port, introspectionUrl));
  if (introspectionUrl !== undefined)
    writeFileSync(path.join(folder, 'oauth2.conf'), oauthOf(introspectionUrl));
  mkdirSync(path.join(folder, 'home'));
  const isRoot = process.getuid?.() === 0;
  if (isRoot) {
    chmodSync(folder, 0o755);
    chownSync(path.join(folder, 'home'), mailId, mailId);
  }
  let running: ReturnType<typeof spawn> | null = null;
  const start = async (): Promise<void> => {
    running = spawn(program, ['-F', '-c', config], { stdio: 'ignore' });
    await answers(port);
  };
  const kill = async (): Promise<void> => {
    const ended = running;
    running = null;
    if (ended === null || ended.exitCode !== null) return;
    const gone = once(ended, 'exit');
    // The master alone would leave its workers; SIGTERM ends them with it.
    ended.kill('SIGTERM');
    await gone;
  };
  const as = async <T>(user: string, work: (client: ImapFlow) => Promise<T>): Promise<T> => {
    const client = new ImapFlow({
      ...{ host: '127.0.0.1', port, secure: false, logger: false as const, doSTARTTLS: false },
      auth: { user, pass: imapPassword },
    });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return await work(client);
    } finally {
      client.close();
    }
  };
  await start();
  return {
    ...{ port, as, kill, start },
    deliver: (user, letter, box = 'INBOX') =>
      as(user, async (client) => {
        await client.append(box, letter.replaceAll(/\r?\n/g, '\r\n'));
      }),
    count: (user, box, which = 'messages') =>
      as(user, async (client) => {
        const status = await client.status(box, { [which]: true });
        return status === false ? 0 : (status[which] ?? 0);
      }),
    async stop() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Debian's user and group `mail`. */
const mailId = 8;

function configOf(folder: string, port: number, introspectionUrl: string | undefined): string {
  const isRoot = process.getuid?.() === 0;
  const { username, uid, gid } = userInfo();
  const [owner, group] = isRoot ? [mailId, mailId] : [uid, gid];
  const passdb =
    introspectionUrl === undefined
      ? `driver = static\n  args = password=${imapPassword}`
      : `driver = oauth2\n  mechanisms = xoauth2\n  args = ${folder}/oauth2.conf`;
  return `
base_dir = ${folder}/base
state_dir = ${folder}/state
log_path = ${folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = ${introspectionUrl === undefined ? 'plain login' : 'xoauth2'}
auth_failure_delay = 0
mail_location = maildir:${folder}/home/%u
first_valid_uid = 1
first_valid_gid = 1
mail_max_userip_connections = 50
${isRoot ? '' : `default_internal_user = ${username}\ndefault_login_user = ${username}\n`}
passdb {
  ${passdb}
}
userdb {
  driver = static
  args = uid=${owner} gid=${group} home=${folder}/home/%u allow_all_users=yes
}
service imap-login {
  ${isRoot ? '' : 'chroot =\n'}
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service stats {
  ${isRoot ? '' : 'chroot =\n'}
}
namespace inbox {
  inbox = yes
  mailbox Sent {
    auto = create
    special_use = \\Sent
  }
  mailbox Orders {
    auto = create
  }
}
`;
}

function oauthOf(introspectionUrl: string): string {
  return `introspection_mode = get
introspection_url = ${introspectionUrl}
username_attribute = email
active_attribute = active
active_value = true
use_grant_password = no
`;
}

function findDovecot(): string | null {
  return ['/usr/sbin/dovecot', '/usr/local/sbin/dovecot'].find(isProgram) ?? null;
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function existing(folder: string): string | undefined {
  try {
    accessSync(folder, constants.W_OK);
    return folder;
  } catch {
    return undefined;
  }
}

/** Resolves once the server greets. */
async function answers(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const greeted = await Promise.race([
      once(socket, 'data').then(() => true),
      once(socket, 'close').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (greeted) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
