// The whole server in this process for tests: composed as at a real start, on a free port, in a
// data folder of its own that is removed afterwards.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type TestFolder, testLog } from '@opportune/server/adapter/engines.test-support.ts';
import { type Engines, openEngines } from '@opportune/server/adapter/engines.ts';
import {
  type ProductGround,
  productGround,
} from '@opportune/server/adapter/product-engines.test-support.ts';
import { quickCost } from '@opportune/server/account/passwords/quick-cost.test-support.ts';
import { readCommandLine } from '@opportune/server/config.ts';
import { startServer } from '@opportune/server/server.ts';
import { type ContactThings, moveContactsIn } from './contacts.test-support.ts';
import {
  type EventThings,
  failDeliveryIn,
  promiseCallbackIn,
  failEventIn,
  failJobIn,
} from './failures.test-support.ts';
import { keepLetterIn } from './letters.test-support.ts';
import { type People, peopleOf } from './people.test-support.ts';

type Environment = Readonly<Record<string, string>>;

export interface Product extends People {
  readonly url: string;
  readonly operatorToken: string;
  /** Writes a dead letter into an account, which the API cannot do. Returns its id. */
  failJob(account: string): Promise<string>;
  /** The same for a delivery in a conversation. */
  failDelivery(account: string, conversation: string): Promise<string>;
  /** The same for an event, with a webhook of its own. */
  failEvent(account: string): Promise<EventThings>;
  /** Makes an e-mail of the first message of a conversation. Returns the message's id. */
  keepLetter(account: string, conversation: string): Promise<string>;
  /** Promises to call the visitor of a conversation back. */
  promiseCallback(account: string, conversation: string): Promise<string>;
  /** Writes two contacts into an account, and a move from one to the other. */
  moveContacts(account: string): Promise<ContactThings>;
  close(): Promise<void>;
}

/** `environment`: options beside those that a test needs. */
export async function startProduct(environment: Environment = {}): Promise<Product> {
  return startOn(await productGround(), environment);
}

/** The same in an existing folder, on engines of its own. The folder is removed at the end. */
export async function startProductIn(
  folder: TestFolder,
  environment: Environment = {},
): Promise<Product> {
  return startOn({ folder, open: openEngines }, environment);
}

async function startOn(
  { folder, open }: ProductGround,
  environment: Environment,
): Promise<Product> {
  const args = ['--port', '0', '--demo-port', 'off', '--data', folder.path];
  const command = readCommandLine(args, environment);
  if (command.type !== 'start') throw new Error('these arguments start a server');
  const opened = Promise.withResolvers<Engines>();
  const config = { ...command.config, passwordCost: quickCost };
  const server = await startServer(config, testLog(), async (...of) => {
    const engines = await open(...of);
    opened.resolve(engines);
    return engines;
  });
  const { records } = await opened.promise;
  const operatorToken = readFileSync(
    path.join(folder.path, 'secrets', 'operator-token'),
    'utf8',
  ).trim();
  return {
    url: server.url,
    operatorToken,
    failJob: (account) => failJobIn(records, account),
    failDelivery: (owner, conversation) => failDeliveryIn(records, { owner, conversation }),
    failEvent: (account) => failEventIn(records, account),
    keepLetter: (owner, conversation) => keepLetterIn(records, { owner, conversation }),
    promiseCallback: (owner, conversation) => promiseCallbackIn(records, { owner, conversation }),
    moveContacts: (account) => moveContactsIn(records, account),
    ...peopleOf(() => server.url, operatorToken, startServer),
    async close() {
      await server.close();
      folder.remove();
    },
  };
}
