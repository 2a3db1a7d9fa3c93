// The media host of the product, with real browsers as voices.
import { mediaContract } from '@opportune/core/contracts/media.contract.ts';
import { createMediaHost } from './media-host.ts';
import { openVoices } from './voices.test-support.ts';

mediaContract('a process with werift', async () => {
  const media = createMediaHost({ ports: null, address: null, isLoopback: true });
  const { voices, close } = await openVoices();
  return {
    media,
    voices,
    kill() {
      const pid = media.pid();
      if (pid !== null) process.kill(pid, 'SIGKILL');
    },
    async close() {
      await media.close();
      await close();
    },
  };
});
