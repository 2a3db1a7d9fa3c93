// A mail server as the provider of e-mail. It accepts e-mails, requires a password, and fails when
// a test tells it to. It reports nothing.
import type { Fault, ProviderTwin } from '@opportune/core/contracts/channel.contract.ts';
import { type Asked, startMailServer } from '../../adapter/mail-server.test-support.ts';

export interface EmailTwin extends ProviderTwin {
  readonly port: number;
}

export async function startEmailTwin(): Promise<EmailTwin> {
  let failing: { readonly fault: Fault; after: number } | null = null;
  const server = await startMailServer({
    signsIn: true,
    says: (to) => {
      if (failing === null || to !== askedWhere[failing.fault.type]) return undefined;
      return failing.after-- > 0 ? undefined : said[failing.fault.type];
    },
  });
  return {
    port: server.port,
    ...{ tells: [], levels: 1, signsTime: false, references: 'none', handshake: null },
    ...{ media: null, queue: null, saysWhen: false },
    tell: () => [],
    tellUnknown: () => null,
    get taken() {
      return server.letters.map(readLetter);
    },
    fail: (fault, after = 0) => void (failing = { fault, after }),
    heal: () => void (failing = null),
    async stop() {
      server.server.close();
    },
  };
}

const askedWhere: Readonly<Record<Fault['type'], Asked>> = {
  ...{ rate: 'recipient', refuse: 'recipient', expired: 'password', silent: 'letter' },
};
const said: Readonly<Record<Fault['type'], string>> = {
  rate: '450 4.7.1 too much at once',
  refuse: '550 5.1.1 nobody here',
  expired: '535 5.7.8 wrong password',
  silent: '',
};

/** The plain text of an e-mail begins with the agent's answer. */
function readLetter(letter: string): { readonly address: string; readonly words: string } {
  const [, address = ''] = /^To: (.*)$/m.exec(letter) ?? [];
  const [, words = ''] = /^Content-Type: text\/plain[^]*?\n\n([^]*?)\n\n/m.exec(letter) ?? [];
  return { address, words };
}
