// Runs the demo shop as a process of its own, as any shop would run. The shop gets the server's
// address and its keys, and nothing else. It ends with the server.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Log } from '@opportune/core/ports/log.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { EngineError } from '../adapter/engine-error.ts';
import type { CampaignFeature } from '../campaign/feature.ts';
import type { ChannelFeature } from '../channel/feature.ts';
import type { Config, ListenOn } from '../config.ts';
import { freePort } from '../http/free-port.ts';
import { connectPocket } from './connect-pocket.ts';
import { admitShop, seedDemo } from './demo-seed.ts';
import type { SetupFeature } from '../setup/feature.ts';
import type { SiteFeature } from '../site/feature.ts';

export interface DemoShop {
  readonly url: string;
  readonly pocketUrl: string;
  close(): Promise<void>;
}

const program = path.resolve(import.meta.dirname, '..', '..', '..', 'examples', 'shop', 'main.ts');
const triesOfPort = 20;
const startMs = 15_000;

export interface DemoParts {
  readonly account: AccountId;
  /**
   * True if the account was created just now. The shop's site and campaign are then seeded into it.
   */
  readonly isNew: boolean;
  readonly site: SiteFeature;
  readonly campaign: CampaignFeature;
  readonly setup: Pick<SetupFeature, 'noteGiven'>;
  readonly channel: Pick<ChannelFeature, 'pocket'>;
}

/** Seeds a new account and runs the shop. Null if the shop is switched off or was never seeded. */
export async function openDemo(
  { demo, dataFolder }: Pick<Config, 'demo' | 'dataFolder'>,
  opportuneUrl: string,
  { account, isNew, site, campaign, setup, channel }: DemoParts,
  log: Log,
): Promise<DemoShop | null> {
  if (demo === null) return null;
  const port = await demoPort(demo);
  const origins = [`http://localhost:${port}`, `http://127.0.0.1:${port}`];
  const keysFile = path.join(dataFolder, 'secrets', 'demo-shop.json');
  const parts = { site, campaign, setup, origins, keysFile };
  if (isNew) await seedDemo(account, parts);
  else if (!(await admitShop(parts))) return null;
  const shop = await startDemoShop({ port, opportuneUrl, keysFile }, log);
  const channelsFile = path.join(dataFolder, 'secrets', 'demo-pocket.json');
  const { pocketUrl } = shop;
  connectPocket(shop.child, { channel, keysFile, channelsFile, opportuneUrl, pocketUrl }, log);
  return shop;
}

/** A port for the shop: the wanted one, or the next free one. */
async function demoPort({ port, fixed }: ListenOn): Promise<number> {
  for (let tried = port; port !== 0 && !fixed && tried < port + triesOfPort; tried++) {
    if (await isFree(tried)) return tried;
  }
  return port === 0 ? freePort('localhost') : port;
}

/** Throws `start.port_taken`. */
async function startDemoShop(
  of: { readonly port: number; readonly opportuneUrl: string; readonly keysFile: string },
  log: Log,
): Promise<DemoShop & { readonly child: ChildProcess }> {
  await refuseTaken(of.port);
  const child = spawn(process.execPath, [program], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env: {
      ...process.env,
      OPPORTUNE_URL: of.opportuneUrl,
      SHOP_KEYS: of.keysFile,
      SHOP_PORT: String(of.port),
    },
  });
  child.on('exit', (code) => log.info('demo shop ended', { code }));
  await listening(child);
  const url = `http://localhost:${of.port}`;
  return { url, pocketUrl: `${url}/pocket`, child, close: () => end(child) };
}

async function refuseTaken(port: number): Promise<void> {
  if (await isFree(port)) return;
  throw new EngineError(
    'start.port_taken',
    `Port ${port} for the demo shop is taken by another program.`,
  );
}

async function listening(child: ChildProcess): Promise<void> {
  if (child.stdout === null) throw new Error('the demo shop has no output');
  const lines = createInterface({ input: child.stdout });
  const failed = once(child, 'exit').then(() =>
    Promise.reject(new Error('the demo shop did not start')),
  );
  const late = AbortSignal.timeout(startMs);
  await Promise.race([once(lines, 'line', { signal: late }), failed]);
  failed.catch(() => {});
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, 'localhost', () => server.close(() => resolve(true)));
  });
}
