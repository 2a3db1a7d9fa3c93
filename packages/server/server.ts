// The composition root: with open-ground.ts the only place that knows the adapters. It decides nothing;
// it opens, has the features connected (features.ts, ways-in.ts), and closes in the opposite order. A
// successor puts everything together beside the server that still serves, and then asks it to go.
import type { Duplex } from 'node:stream';
import type { Log } from '@opportune/core/ports/log.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { type Engines, expectEngines, openEngines } from './adapter/engines.ts';
import type { HandedEngine } from './adapter/process/handed-engine.ts';
import { listenOn, takeOver } from './adapter/listen.ts';
import type { Config } from './config.ts';
import type { Features } from './features.ts';
import type { Heir, Predecessor } from './hand-over.ts';
import { openGround } from './open-ground.ts';
import { readAhead } from './read-ahead.ts';
import { sealAtStart } from './sealing/seal-at-start.ts';

export interface RunningServer {
  /** Where the console is. */
  readonly url: string;
  readonly port: number;
  /** A one-time sign-in, while nobody has chosen a password. */
  readonly signIn: string | null;
  readonly shopUrl: string | null;
  /** Drains, stores what was taken, and stops all that was started. */
  close(): Promise<void>;
  /** The engines that a successor may take over. */
  handed(): readonly HandedEngine[];
  /** The upgraded sockets that are open. */
  sockets(): readonly Duplex[];
  /**
   * As `close`, for a successor that waits: it is given the listening socket first and at the end the
   * lines that go on in it, the engines in `kept` run on, and nobody is waited for longer than a moment.
   */
  leave(kept: ReadonlySet<number>, to: Heir): Promise<void>;
}

/** Opens the engines, connects the features and listens. Throws with a `start.*` code. */
export async function startServer(
  config: Config,
  log: Log,
  opener: typeof openEngines = openEngines,
): Promise<RunningServer> {
  const opening = opener(config, log);
  // The engines' own processes start meanwhile.
  const [engines, parts] = await Promise.all([opening, loadParts()]).catch(closing(opening));
  try {
    return await compose(config, log, engines, parts);
  } catch (error) {
    await engines.close();
    throw error;
  }
}

/**
 * The same beside a server that serves: when everything is put together that one is asked to go, and
 * when it has let go of the data this one serves on the socket that it gave. `owning` is called just
 * before it is asked: what fails until then has changed nothing.
 */
export async function succeedServer(
  config: Config,
  log: Log,
  predecessor: Predecessor,
  owning: () => void,
): Promise<RunningServer> {
  const [given, parts] = await Promise.all([predecessor.engines(), loadParts()]);
  const engines = await expectEngines(config, log, given);
  let ours = false;
  try {
    return await compose(config, log, engines, parts, async () => {
      await predecessor.sockets();
      owning();
      const port = await predecessor.leave(engines.handed().map(({ pid }) => pid));
      await engines.own();
      ours = true;
      return { port, lines: await predecessor.lines() };
    });
  } catch (error) {
    if (ours) await engines.close();
    throw error;
  }
}

/** What is put together, loaded while the engines start. */
async function loadParts() {
  const { createFeatures } = await import('./features.ts');
  const { createWaysIn } = await import('./ways-in.ts');
  const { openDemo } = await import('./demo-shop.ts');
  return { createFeatures, createWaysIn, openDemo };
}
type Parts = Awaited<ReturnType<typeof loadParts>>;

/** Leaves nothing running where something else failed. */
function closing(opening: Promise<Engines>): (failed: unknown) => Promise<never> {
  return async (failed) => {
    await opening.then(
      (engines) => engines.close(),
      () => {},
    );
    throw failed;
  };
}

/** What comes from the server before. */
interface Turn {
  readonly port: unknown;
  readonly lines: Awaited<ReturnType<Predecessor['lines']>>;
}

async function compose(
  config: Config,
  log: Log,
  engines: Engines,
  parts: Parts,
  turn: (() => Promise<Turn>) | null = null,
): Promise<RunningServer> {
  const address = { url: config.publicUrl?.origin ?? `http://localhost:${config.listen.port}` };
  const publicUrl = (): string => address.url;
  const ground = await openGround(config, log, engines, publicUrl);
  const features = parts.createFeatures(ground);
  let given: unknown = null;
  const http = await parts.createWaysIn({
    config,
    ground,
    features,
    answering: () => engines.answering(),
    bind: (server) =>
      given === null
        ? listenOn(server, { host: config.host, ...config.listen })
        : takeOver(server, given),
  });
  await http.app.ready();
  if (turn !== null) {
    await readAhead(ground.conversations, await accountsIn(features));
    const { port: handle, lines } = await turn();
    given = handle;
    for (const line of lines) http.adopt(line);
  }
  // Before anybody comes: after a restart all come at once, and would each read the same.
  const accounts = await begin(features);
  const sealed = sealAtStart({ ...ground, log }, accounts);
  // A restart does not wait for a count.
  if (ground.sealing.hasOlder) await sealed;
  else
    sealed.catch((error: unknown) =>
      log.warn('sealed secrets were not counted', { reason: String(error) }),
    );
  const port = await http.listen();
  if (config.publicUrl === undefined) address.url = `http://localhost:${port}`;
  const { signIn, shop } = await open(config, log, parts, features, publicUrl(), accounts);
  return {
    url: publicUrl(),
    port,
    signIn,
    shopUrl: shop?.url ?? null,
    async close() {
      await shop?.close();
      await http.close();
      await closeAll(features);
      await engines.close();
    },
    handed: () => engines.handed(),
    sockets: () => http.sockets(),
    async leave(kept, to) {
      const closing = shop?.close();
      const lines = await http.leave(to.port);
      await closeAll(features);
      await to.lines(lines());
      await closing;
      await engines.leave(kept);
    },
  };
}

/** Where there are more accounts than that, the desks of the others are read while people come. */
const readBefore = 20;

/** Before migrations it may be that they cannot be told. */
async function accountsIn({ configurations }: Features): Promise<readonly AccountId[]> {
  return (await configurations.accounts().catch(() => [])).slice(0, readBefore);
}

/** Reads what is asked for first of an account: its configuration, and its desk as it was stored. */
async function begin({ configurations, list }: Features): Promise<readonly AccountId[]> {
  const accounts = await configurations.accounts();
  for (const account of accounts.slice(0, readBefore))
    for (const feature of list) await feature.prepare?.(account);
  return accounts;
}

/** Those that store are ended last. */
async function closeAll({ list }: Features): Promise<void> {
  for (const feature of list.toReversed()) await feature.close?.();
}

/** Begins what each account has under way; at the very first start, makes the first account. */
async function open(
  config: Config,
  log: Log,
  parts: Parts,
  features: Features,
  publicUrl: string,
  accounts: readonly AccountId[],
) {
  const { account, site, campaign } = features;
  const first = await account.firstStart({
    name: 'Aldermoor',
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    currency: 'EUR',
    email: config.adminEmail,
    password: config.adminPassword,
  });
  const all = first.created ? [...accounts, first.account] : accounts;
  for (const feature of features.list) await feature.start?.(all);
  const shop = await parts.openDemo(
    config,
    publicUrl,
    { account: first.account, isNew: first.created, site, campaign },
    log,
  );
  return { signIn: first.link, shop };
}
