// The media host of the product, with real browsers as voices.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { mediaContract } from '@opportune/core/contracts/media.contract.ts';
import { readLog } from '@opportune/core/sound/log.ts';
import { testDataFolder } from '../engines.test-support.ts';
import { createMediaHost } from './media-host.ts';
import { openVoices } from './voices.test-support.ts';

mediaContract('a process with werift', async () => {
  const folder = testDataFolder();
  const media = createMediaHost(
    { ports: null, address: null, isLoopback: true },
    path.join(folder.path, 'recordings'),
  );
  const { voices, close } = await openVoices();
  return {
    media,
    voices,
    recorded: (file) => tracksIn(path.join(folder.path, 'recordings', `${file}-0.log`)),
    kill() {
      const pid = media.pid();
      if (pid !== null) process.kill(pid, 'SIGKILL');
    },
    async close() {
      await media.close();
      await close();
      folder.remove();
    },
  };
});

function tracksIn(log: string): readonly number[] {
  const entries = existsSync(log) ? readLog([readFileSync(log)]) : [];
  return [...new Set([...entries].map(({ track }) => track))].toSorted();
}
