// Runs the shop in its own process. `OPPORTUNE_URL`, `SHOP_KEYS` (a file with writeKey and
// secretKey) and `SHOP_PORT` configure it. It listens on loopback unless `SHOP_HOST` is set. Under
// `/pocket` it serves a telephone that writes to the shop, if its parent connects that.
import { readFileSync } from 'node:fs';
import { createShop } from './server.ts';

const {
  OPPORTUNE_URL = 'http://localhost:7700',
  SHOP_KEYS = '',
  SHOP_PORT = '7701',
  SHOP_HOST = 'localhost',
} = process.env;

const keys = JSON.parse(readFileSync(SHOP_KEYS, 'utf8')) as { writeKey: string; secretKey: string };
const settings = {
  opportuneUrl: OPPORTUNE_URL,
  writeKey: keys.writeKey,
  secretKey: keys.secretKey,
};
const isAlone = process.send === undefined;
let opening: ReturnType<typeof openPocket> | null = null;
const shop = createShop(settings, isAlone ? null : async (...of) => (await pocket()).answer(...of));

// The line of a call. Whatever else asks for a socket gets none.
shop.on('upgrade', (request, socket, head) => {
  if (isAlone || request.url !== '/pocket/line') return void socket.destroy();
  pocket().then(
    (opened) => opened.open(request, socket, head),
    () => socket.destroy(),
  );
});
shop.on('error', (error) => {
  process.stderr.write(`shop: ${error.message}\n`);
  // The parent's channel would keep this process running for ever.
  process.exit(1);
});
shop.listen(Number(SHOP_PORT), SHOP_HOST, () => {
  const address = shop.address();
  const port = typeof address === 'object' && address !== null ? address.port : SHOP_PORT;
  process.stdout.write(`shop listens on http://${SHOP_HOST}:${port}\n`);
});
// The shop ends when its parent ends, in any way.
process.on('disconnect', () => process.exit(0));
// The parent may have ended while this program was loading.
if (!isAlone && !process.connected) process.exit(0);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    // Its lines would keep the server open.
    void opening?.then((opened) => opened.close());
    shop.close(() => process.exit(0)).closeAllConnections();
  });

/** Opened with its first request, because most people never ask for it. */
function pocket() {
  return (opening ??= openPocket());
}

/** Tells the parent how the messengers are connected, and hears where their webhooks are. */
async function openPocket() {
  const { openPocket: open } = await import('../pocket/pocket.ts');
  const opened = await open(OPPORTUNE_URL);
  process.on('message', (message) => {
    const { webhooks } = message as { webhooks?: Readonly<Record<string, string>> };
    if (webhooks !== undefined) opened.connect(webhooks);
  });
  process.send?.({ pocket: opened.settings });
  return opened;
}
