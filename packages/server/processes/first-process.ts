// The first of several processes: it holds the data folder and the engines, listens, and keeps N shards
// that serve. It serves nobody itself but those who ask about the whole.
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { wholeName } from '@opportune/core/cluster/homes.ts';
import { doorLimits } from '@opportune/protocol/limits/connections.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import { openHub } from '../adapter/bus-processes/hub.ts';
import { socketFolder } from '../adapter/data-folder/data-folder.ts';
import { openEngines } from '../adapter/engines.ts';
import { listenOn } from '../adapter/listen.ts';
import type { Config } from '../config.ts';
import { isProxyOf } from '../http/address/client-address.ts';
import { accountOfKey } from '../site/key-directory.ts';
import nodeEnvironment from '../node-environment.json' with { type: 'json' };
import type { RunningServer } from '../server.ts';
import { cutOff } from './cut-off.ts';
import { createDoor } from './door.ts';
import { foundationNow } from './foundation.ts';
import { startGuardedShard } from './guarded-shard.ts';
import type { Serving } from './messages.ts';
import { chargeAsking, createPlacing } from './placing.ts';
import { holderOf, homesOf, shardNames, shardSocket } from './shard-of.ts';
import { Shards } from './shards.ts';
import { answerHere, createWholeAnswers, isOfWhole } from './whole-answers.ts';

/** The whole product, as its process sees it. A successor cannot take it over. */
export type RunningProcesses = Pick<
  RunningServer,
  'url' | 'port' | 'signIn' | 'shopUrl' | 'pocketUrl' | 'sample' | 'close'
> & {
  /**
   * Lets each shard, one after the other, go on with the code as it is now. Rejects with the reason
   * if this process and its engines cannot work with that code, or if it cannot be loaded.
   */
  roll(): Promise<void>;
};

/** What shards are started with, as this process was. */
export interface StartedWith {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Opens the engines, listens, and starts the shards. Throws with a `start.*` code. */
export async function startProcesses(
  config: Config,
  log: Log,
  startedWith: StartedWith,
): Promise<RunningProcesses> {
  const engines = await openEngines(config, log);
  const sockets = socketFolder(config.dataFolder, 'shards');
  const hubPath = path.join(sockets, 'bus.sock');
  const hub = await openHub(hubPath, log);
  const secret = randomBytes(24).toString('base64url');
  const names = shardNames(config.processes);
  const opened: { shards: Shards | null; isStopping: boolean } = {
    ...{ shards: null, isStopping: false },
  };
  const next = turnsOf(names);
  const whole = createWholeAnswers({
    shards: names.map((name) => ({ name, socket: shardSocket(sockets, name) })),
    ...{ secret, draining: () => opened.isStopping },
  });
  const placing = createPlacing({
    accountOf: (key) => accountOfKey(engines.records, key),
    homeOf: homesOf(config.processes),
    mayAsk: chargeAsking(() => performance.now()),
    now: () => performance.now(),
    log,
  });
  const door = createDoor({
    limits: doorLimits,
    isProxy: isProxyOf(config.trustedProxies),
    opened: (connection, head) => {
      if (isOfWhole(head)) return answerHere(connection, whole);
      const { shards } = opened;
      if (shards === null) return connection.destroy();
      const place = (name: string | null): void => shards.hand(name ?? next(shards), connection);
      const placed = placing(head, connection.payer);
      return placed instanceof Promise ? placed.then(place) : place(placed);
    },
  });
  const close = async (): Promise<void> => {
    opened.isStopping = true;
    door.close();
    whole.close();
    await opened.shards?.close();
    await hub.close();
    await engines.close();
    rmSync(sockets, { recursive: true, force: true });
  };
  const env = { ...nodeEnvironment, ...startedWith.env };
  try {
    rmSync(shardSocket(sockets, wholeName), { force: true });
    whole.listen(shardSocket(sockets, wholeName));
    const port = await listenOn(door, { host: config.host, ...config.listen });
    const shards = new Shards({
      ...{ names, log },
      start: () => startGuardedShard(argsOf(config, startedWith), env),
      orderFor: (name, first) => ({
        shard: { name, of: names.length, sockets, secret, startsAll: first === null },
        ...{ port, engines: engines.beside(), hub: hubPath, first },
      }),
      cutOff: (name) => cutOff(engines, holderOf(name, secret)),
    });
    opened.shards = shards;
    const foundation = foundationNow();
    const roll = async (): Promise<void> => {
      if (foundationNow() !== foundation)
        throw new Error('engines, migrations or the first process have changed: stop and start');
      await shards.roll();
    };
    return { ...shown(await shards.begin()), port, sample: null, close, roll };
  } catch (error) {
    await close();
    throw error;
  }
}

function shown({ url, signIn, shopUrl, pocketUrl }: Serving) {
  return { url, signIn, shopUrl, pocketUrl };
}

/** The data folder is named, so that its processes can be told from those of another. */
function argsOf({ dataFolder }: Config, { args }: StartedWith): readonly string[] {
  return [...args, '--data', dataFolder];
}

/** Any that serves: it passes on what belongs elsewhere. One after the other. */
function turnsOf(names: readonly string[]): (shards: Shards) => string {
  let last = 0;
  return (shards) => {
    const serving = shards.serving();
    const open = serving.length > 0 ? serving : names;
    last = (last + 1) % open.length;
    return open[last] ?? '';
  };
}
