// The first of several processes: it holds the data folder and the engines, listens, and keeps shards
// that serve. It serves nobody itself but those who ask about the whole.
import { rmSync } from 'node:fs';
import type { Server } from 'node:http';
import type { Server as Door } from 'node:net';
import { wholeName } from '@opportune/core/cluster/homes.ts';
import { doorLimits } from '@opportune/protocol/limits/connections.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import { socketFolder } from '../adapter/data-folder/data-folder.ts';
import { type Engines, openEngines } from '../adapter/engines.ts';
import { listenOn } from '../adapter/listen.ts';
import type { Config } from '../config.ts';
import { isProxyOf } from '../http/address/client-address.ts';
import { accountOfKey } from '../site/key-directory.ts';
import { openStanding, type Standing } from '../nodes/standing.ts';
import nodeEnvironment from '../node-environment.json' with { type: 'json' };
import type { RunningServer } from '../server.ts';
import { cutOff } from './cut-off.ts';
import { createDoor } from './door.ts';
import { foundationNow } from './foundation.ts';
import { startGuardedShard } from './guarded-shard.ts';
import type { Serving } from './messages.ts';
import { chargeAsking, createPlacing } from './placing.ts';
import { holderOf, homesOf, shardSocket } from './shard-of.ts';
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

/** How this process was started, as its shards are. */
export interface StartedWith {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A node that waits gives up then. */
  readonly stop: AbortSignal;
}

/** Opens the engines, listens, and starts the shards. Throws with a `start.*` code. */
export async function startProcesses(
  config: Config,
  log: Log,
  startedWith: StartedWith,
): Promise<RunningProcesses> {
  const sockets = socketFolder(config.dataFolder, 'shards');
  const standing = await openStanding(config, { sockets, log, stop: startedWith.stop });
  const { names, secret, product } = standing;
  const engines = await openEngines(config, log);
  const opened: { shards: Shards | null; isStopping: boolean } = {
    ...{ shards: null, isStopping: false },
  };
  const whole = createWholeAnswers({
    shards: () =>
      (opened.shards?.held() ?? []).map((name) => ({ name, socket: shardSocket(sockets, name) })),
    ...{ secret, draining: () => opened.isStopping },
  });
  const door = openDoor({ config, log, standing, engines, whole, shards: () => opened.shards });
  const close = async (): Promise<void> => {
    opened.isStopping = true;
    door.close();
    // Its shards stop as their names move to other nodes.
    await standing.leave();
    whole.close();
    await opened.shards?.close();
    await standing.close();
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
        shard: {
          ...{ name, of: names.length, sockets, secret },
          startsAll: first === null && standing.isAlone(),
        },
        ...{ port, engines: engines.beside(), bus: standing.bus, first },
        holder: holderOf(name, product),
        node: standing.node(),
      }),
      async cutOff(name) {
        await standing.mayServe();
        await cutOff(engines, holderOf(name, product));
      },
    });
    opened.shards = shards;
    const foundation = foundationNow();
    const roll = async (): Promise<void> => {
      if (foundationNow() !== foundation)
        throw new Error('engines, migrations or the first process have changed: stop and start');
      await shards.roll();
    };
    const serving = await standing.begin(shards, engines);
    return { ...shown(serving), port, sample: null, close, roll };
  } catch (error) {
    await close();
    throw error;
  }
}

interface DoorFor {
  readonly config: Config;
  readonly log: Log;
  readonly standing: Standing;
  readonly engines: Engines;
  readonly whole: Server;
  /** Null until there are some. */
  readonly shards: () => Shards | null;
}

/** The door for clients. */
function openDoor({ config, log, standing, engines, whole, shards: now }: DoorFor): Door {
  const next = turnsOf();
  const placing = createPlacing({
    accountOf: (key) => accountOfKey(engines.records, key),
    homeOf: homesOf(standing.names.length),
    mayAsk: chargeAsking(() => performance.now()),
    now: () => performance.now(),
    log,
  });
  return createDoor({
    limits: doorLimits,
    isProxy: isProxyOf(config.trustedProxies),
    opened: (connection, head) => {
      if (isOfWhole(head)) return answerHere(connection, whole);
      const shards = now();
      if (shards === null) return connection.destroy();
      const place = (name: string | null): void =>
        shards.hand(name !== null && standing.isHere(name) ? name : next(shards), connection);
      const placed = placing(head, connection.payer);
      return placed instanceof Promise ? placed.then(place) : place(placed);
    },
  });
}

function shown({ url, signIn, shopUrl, pocketUrl }: Serving) {
  return { url, signIn, shopUrl, pocketUrl };
}

/** The data folder is named, so that its processes can be told from those of another. */
function argsOf({ dataFolder }: Config, { args }: StartedWith): readonly string[] {
  return [...args, '--data', dataFolder];
}

/** Any that serves: it passes on what belongs elsewhere. One after the other. */
function turnsOf(): (shards: Shards) => string {
  let last = 0;
  return (shards) => {
    const serving = shards.serving();
    const open = serving.length > 0 ? serving : shards.held();
    // A node that waits for a name has none yet.
    if (open.length === 0) return '';
    last = (last + 1) % open.length;
    return open[last] ?? '';
  };
}
