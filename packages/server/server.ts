// The composition root: with open-ground.ts the only place that knows the adapters. It decides
// nothing. It opens, has features.ts and ways-in.ts connect the features, and closes in the
// opposite order. A successor is composed beside the server that still serves, and then asks that
// server to leave.
import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Homes } from '@opportune/core/cluster/homes.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { SampleShop } from '@opportune/protocol/rest/sample.ts';
import { type Engines, expectEngines, openEngines } from './adapter/engines.ts';
import type { HandedEngine } from './adapter/process/handed-engine.ts';
import { listenOn, takeOver } from './adapter/listen.ts';
import type { Config } from './config.ts';
import type { Features } from './features.ts';
import type { Http } from './http/server.ts';
import type { Heir, Predecessor } from './hand-over.ts';
import type { Shard } from './processes/shard-of.ts';
import { openGround } from './open-ground.ts';
import { readAhead } from './read-ahead.ts';
import { sealAtStart } from './sealing/seal-at-start.ts';

export interface RunningServer {
  /** The URL of the console. */
  readonly url: string;
  readonly port: number;
  /** A one-time sign-in link, until somebody has chosen a password. */
  readonly signIn: string | null;
  readonly shopUrl: string | null;
  /** The page that looks like a telephone. */
  readonly pocketUrl: string | null;
  /** The sample shop that was asked for at the start. Null if none was. */
  readonly sample: StartedSample | null;
  /** Drains, stores everything accepted, and stops everything that was started. */
  close(): Promise<void>;
  /** The engines that a successor may take over. */
  handed(): readonly HandedEngine[];
  /** The upgraded sockets that are open. */
  sockets(): readonly Duplex[];
  /**
   * Like `close`, for a waiting successor. The successor gets the listening socket first, and at
   * the end the lines that continue in it. The engines in `kept` keep running. The server waits only
   * a moment for open requests.
   */
  leave(kept: ReadonlySet<number>, to: Heir): Promise<void>;
}

/** With the account that has the demo shop, for other shards. */
export type ComposedServer = RunningServer &
  Pick<Http, 'suspend' | 'resume'> & { readonly first: FirstAccount };

/** The sample shop of the first account, as it is made. */
export interface StartedSample {
  now(): Promise<SampleShop>;
  /** Resolves when it is there, or failed. */
  readonly made: Promise<void>;
}

/** Opens the engines, connects the features and listens. Throws with a `start.*` code. */
export async function startServer(
  config: Config,
  log: Log,
  opener: typeof openEngines = openEngines,
): Promise<RunningServer> {
  const opening = opener(config, log);
  // The engine processes start while the code loads.
  const [engines, parts] = await Promise.all([opening, loadParts()]).catch(closing(opening));
  try {
    return await compose(config, log, engines, parts);
  } catch (error) {
    await engines.close();
    throw error;
  }
}

/** How a shard is composed: it listens on a Unix socket, and connections are handed to it. */
export interface ShardStart {
  readonly shard: Shard;
  readonly bind: (server: Server) => Promise<number>;
  /** Null for the shard that finds or makes the first account. */
  readonly first: FirstAccount | null;
}

/** The account that has the demo shop and, if it is wanted, the sample shop. */
export interface FirstAccount {
  readonly account: AccountId;
  readonly created: boolean;
}

/** Composes a shard over engines that another process runs. Throws with a `start.*` code. */
export async function startShard(
  config: Config,
  log: Log,
  engines: Engines,
  start: ShardStart,
): Promise<ComposedServer> {
  return compose(config, log, engines, await loadParts(), null, start);
}

/**
 * Starts beside a running server. Once everything is composed, it asks that server to leave. After
 * that server has released the data, this one serves on the socket that it was given. Calls
 * `owning` just before it asks: a failure until then has changed nothing.
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
    const take = async (): Promise<Taken> => {
      await predecessor.sockets();
      owning();
      const port = await predecessor.leave(engines.handed().map(({ pid }) => pid));
      await engines.own();
      ours = true;
      return { port, lines: await predecessor.lines() };
    };
    return await compose(config, log, engines, parts, { readable: engines.readable, take });
  } catch (error) {
    if (ours) await engines.close();
    throw error;
  }
}

/** Loads the code of the features, for example while the engines start. */
export async function loadParts() {
  const { createFeatures } = await import('./features.ts');
  const { createWaysIn } = await import('./ways-in.ts');
  const { openDemo } = await import('./demo/demo-shop.ts');
  return { createFeatures, createWaysIn, openDemo };
}
type Parts = Awaited<ReturnType<typeof loadParts>>;

/** Closes the engines if something else failed, so that nothing keeps running. */
function closing(opening: Promise<Engines>): (failed: unknown) => Promise<never> {
  return async (failed) => {
    await opening.then(
      (engines) => engines.close(),
      () => {},
    );
    throw failed;
  };
}

/** How a successor takes over. */
interface Turn {
  /** Whether the accounts' data can be read before the take-over. */
  readonly readable: boolean;
  take(): Promise<Taken>;
}

/** What the previous server hands over. */
interface Taken {
  readonly port: unknown;
  readonly lines: Awaited<ReturnType<Predecessor['lines']>>;
}

async function compose(
  config: Config,
  log: Log,
  engines: Engines,
  parts: Parts,
  turn: Turn | null = null,
  start: ShardStart | null = null,
): Promise<ComposedServer> {
  const address = { url: config.publicUrl?.origin ?? `http://localhost:${config.listen.port}` };
  const publicUrl = (): string => address.url;
  const ground = await openGround(config, log, engines, publicUrl, start?.shard);
  const features = parts.createFeatures(ground);
  let given: unknown = null;
  const http = await parts.createWaysIn({
    config,
    ground,
    features,
    answering: () => engines.answering(),
    bind: (server) => {
      if (start !== null) return start.bind(server);
      return given === null
        ? listenOn(server, { host: config.host, ...config.listen })
        : takeOver(server, given);
    },
  });
  await http.app.ready();
  if (turn !== null) {
    if (turn.readable) await readAhead(ground.conversations, await accountsIn(features));
    const { port: handle, lines } = await turn.take();
    given = handle;
    await inherit(features);
    for (const line of lines) http.adopt(line);
  }
  if (turn === null) await inherit(features);
  // Read before any client connects. After a restart all clients connect at once, and each would
  // read the same.
  const accounts = await begin(features);
  const sealed = sealAtStart({ ...ground, log }, accounts);
  // Do not delay a restart for a count.
  if (ground.sealing.hasOlder) await sealed;
  else
    sealed.catch((error: unknown) =>
      log.warn('sealed secrets were not counted', { reason: String(error) }),
    );
  const port = await http.listen();
  if (config.publicUrl === undefined) address.url = `http://localhost:${port}`;
  const { homes } = ground;
  const opening = { config, log, parts, features, publicUrl: publicUrl(), accounts, homes };
  const { signIn, shop, sample, first } = await open(opening, start?.first ?? null);
  return {
    url: publicUrl(),
    ...{ port, signIn, first },
    shopUrl: shop?.url ?? null,
    pocketUrl: shop?.pocketUrl ?? null,
    sample,
    async close() {
      await shop?.close();
      await http.close();
      await closeAll(features);
      await engines.close();
    },
    handed: () => engines.handed(),
    sockets: () => http.sockets(),
    suspend: () => http.suspend(),
    resume: () => http.resume(),
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

/** With more accounts than this, the desks of the others are read while clients connect. */
const readBefore = 20;

/** Empty if the accounts cannot be read, for example before migrations. */
async function accountsIn({ configurations }: Features): Promise<readonly AccountId[]> {
  return (await configurations.accounts().catch(() => [])).slice(0, readBefore);
}

/** Reads what clients need first: the configuration of each account, and its stored desk. */
async function begin({ configurations, list }: Features): Promise<readonly AccountId[]> {
  const accounts = await configurations.accounts();
  for (const account of accounts.slice(0, readBefore))
    for (const feature of list) await feature.prepare?.(account);
  return accounts;
}

/** The data is this process's alone, and nobody is served yet. */
async function inherit({ list }: Features): Promise<void> {
  for (const feature of list) await feature.inherit?.();
}

/** Closes in the opposite order, so that features that store are closed last. */
async function closeAll({ list }: Features): Promise<void> {
  for (const feature of list.toReversed()) await feature.close?.();
}

interface Opening {
  readonly config: Config;
  readonly log: Log;
  readonly parts: Parts;
  readonly features: Features;
  readonly publicUrl: string;
  readonly accounts: readonly AccountId[];
  readonly homes: Homes;
}

/**
 * Resumes the pending work of each account. At the very first start, creates the first account. Its
 * shops are opened where it is at home.
 */
async function open(
  { config, log, parts, features, publicUrl, accounts, homes }: Opening,
  known: FirstAccount | null,
) {
  const { account, site, campaign, setup, channel } = features;
  const first =
    known ??
    (await account.firstStart({
      name: 'Aldermoor',
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      currency: 'EUR',
      email: config.adminEmail,
      password: config.adminPassword,
    }));
  const signIn = 'link' in first && typeof first.link === 'string' ? first.link : null;
  const isHere = homes.elsewhere(first.account) === null;
  const all = new Set(first.created && isHere ? [...accounts, first.account] : accounts);
  for (const feature of features.list) await feature.start?.([...all]);
  if (!isHere) return { signIn, first, shop: null, sample: null };
  const shop = await parts.openDemo(
    config,
    publicUrl,
    { account: first.account, isNew: first.created, site, campaign, setup, channel },
    log,
  );
  const sample = config.sample ? await beginSample(features, first.account) : null;
  return { signIn, first, shop, sample };
}

/** The shop speaks English, because nobody is signed in whose language it could have. */
async function beginSample({ sample }: Features, owner: AccountId): Promise<StartedSample> {
  await sample.shops.make(owner, 'en');
  return { now: () => sample.shops.of(owner), made: sample.shops.made(owner) };
}
