// The whole server in this process for tests: composed as at a real start, on a free port, in a
// data folder of its own that is removed afterwards.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { migratedDataFolder, testLog } from '@opportune/server/adapter/engines.test-support.ts';
import { readCommandLine } from '@opportune/server/config.ts';
import { startServer } from '@opportune/server/server.ts';
import { type People, peopleOf } from './people.test-support.ts';

export interface Product extends People {
  readonly url: string;
  readonly operatorToken: string;
  close(): Promise<void>;
}

export async function startProduct(): Promise<Product> {
  const folder = await migratedDataFolder();
  const command = readCommandLine(['--port', '0', '--demo-port', 'off', '--data', folder.path], {});
  if (command.type !== 'start') throw new Error('these arguments start a server');
  const server = await startServer(command.config, testLog());
  const operatorToken = readFileSync(
    path.join(folder.path, 'secrets', 'operator-token'),
    'utf8',
  ).trim();
  return {
    url: server.url,
    operatorToken,
    ...peopleOf(() => server.url, operatorToken),
    async close() {
      await server.close();
      folder.remove();
    },
  };
}
