// What makes a server a node of its cluster, before it opens anything: the id and the names of the
// cluster, and the secrets that all nodes share. They are in PostgreSQL, encrypted, where only the
// owner of the database reads them. The first node makes them, from its data folder if that has some.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { z } from 'zod';
import type { Log } from '@opportune/core/ports/log.ts';
import { makeFolder } from '../adapter/data-folder/make-folder.ts';
import { EngineError } from '../adapter/engine-error.ts';
import { appRole, fromUrl } from '../adapter/records/records-engine.ts';
import { sealingOf } from '../composition/open-sealing.ts';
import type { Config } from '../config.ts';
import type { NodeConfig } from '../node-config.ts';
import { shardNames } from '../processes/shard-of.ts';
import { type Entering, takeTurn } from './take-turn.ts';

export interface Cluster {
  /** Names it to others, for example on NATS. It is not secret. */
  readonly id: string;
  readonly names: readonly string[];
  /** By it nodes know each other. */
  readonly secret: string;
}

export interface Entered {
  readonly cluster: Cluster;
  /** Lets the next node start. Can be called again. */
  started(): Promise<void>;
}

/** How long the connections of a server that has stopped may stay. */
const stoppedMs = 5000;
/** The files of the data folder that all nodes have alike. */
const files = ['operator-token', 'visitor-token-key', 'sign-in-key', 'postgres-app'] as const;
const place = { account: null, purpose: 'cluster.secrets', id: 'cluster' } as const;

const shared = z.object({ secret: z.string(), files: z.record(z.enum(files), z.string()) });
type Shared = z.infer<typeof shared>;

interface Row {
  readonly id: string;
  readonly names: number;
  readonly sealed: string;
}

/**
 * Waits until no other node of the cluster is starting. Makes the cluster if there is none. Throws
 * `start.split_data` if the data folder has been another installation's or a server by itself uses the
 * database, `start.option_invalid` if the sealing key is not the cluster's, and `start.engine_unusable`
 * for a pooler.
 */
export async function enterCluster(
  config: Config,
  node: NodeConfig,
  entering: Entering,
): Promise<Entered> {
  const { log, stop } = entering;
  const turn = await takeTurn(fromUrl(config.databaseUrl ?? ''), entering);
  try {
    const folder = path.join(config.dataFolder, 'secrets');
    makeFolder(folder, 0o700);
    const wanted = { folder, names: node.names, log };
    const { id, names, secrets } = await readOrMake(turn.client, config, wanted);
    stop.throwIfAborted();
    for (const file of files) keep(path.join(folder, file), secrets.files[file]);
    const cluster = { id, names: shardNames(names), secret: secrets.secret };
    return { cluster, started: () => turn.end() };
  } catch (error) {
    await turn.end();
    throw error;
  }
}

interface Wanted {
  readonly folder: string;
  readonly names: number;
  readonly log: Log;
}

async function readOrMake(
  client: pg.Client,
  config: Config,
  wanted: Wanted,
): Promise<{ readonly id: string; readonly names: number; readonly secrets: Shared }> {
  const sealing = sealingOf(config, wanted.folder);
  await client.query(`
    CREATE SCHEMA IF NOT EXISTS opportune_private;
    CREATE TABLE IF NOT EXISTS opportune_private.cluster (
      only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
      id text NOT NULL, names int NOT NULL, sealed text NOT NULL
    )`);
  const { rows } = await client.query<Row>(
    'SELECT id, names, sealed FROM opportune_private.cluster',
  );
  const [found] = rows;
  if (found !== undefined) {
    const opened = sealing.open(found.sealed, place);
    if (opened === null)
      throw new EngineError(
        'start.option_invalid',
        'OPPORTUNE_SEALING_KEY must be that of the other nodes of this cluster.',
      );
    if (!found.sealed.startsWith(sealing.newest))
      await client.query('UPDATE opportune_private.cluster SET sealed = $1', [
        sealing.seal(opened, place),
      ]);
    return { ...found, secrets: shared.parse(JSON.parse(opened)) };
  }
  await refuseServers(client);
  if (!existsSync(path.join(wanted.folder, files[0])) && (await isUsed(client)))
    wanted.log.warn('this database was used with other secrets: the cluster makes new ones', {});
  const secrets = newSecrets(wanted.folder);
  const made = { id: randomBytes(9).toString('hex'), names: wanted.names };
  await client.query(
    'INSERT INTO opportune_private.cluster (id, names, sealed) VALUES ($1, $2, $3)',
    [made.id, made.names, sealing.seal(JSON.stringify(secrets), place)],
  );
  return { ...made, secrets };
}

/** A server by itself would act for the same accounts. One that has just stopped may still be there. */
async function refuseServers(client: pg.Client): Promise<void> {
  for (const end = performance.now() + stoppedMs; ;) {
    const { rowCount } = await client.query(
      'SELECT FROM pg_stat_activity WHERE datname = current_database() AND usename = $1',
      [appRole],
    );
    if (rowCount === 0) return;
    if (performance.now() > end) break;
    await pause(250);
  }
  throw new EngineError(
    'start.split_data',
    'A server uses this database, which is not a node. Stop it before the first node starts.',
  );
}

async function isUsed(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ used: boolean }>(
    "SELECT to_regclass('accounts') IS NOT NULL AS used",
  );
  return rows[0]?.used === true;
}

/** Those of a data folder that served alone until now go on. */
function newSecrets(folder: string): Shared {
  const secretOf = (file: string): string => {
    const kept = path.join(folder, file);
    return existsSync(kept) ? readFileSync(kept, 'utf8').trim() : random();
  };
  const [operator, visitor, signIn, postgres] = files.map(secretOf);
  return shared.parse({
    secret: random(),
    files: {
      'operator-token': operator,
      'visitor-token-key': visitor,
      'sign-in-key': signIn,
      'postgres-app': postgres,
    },
  });
}

function random(): string {
  return randomBytes(32).toString('base64url');
}

/** Writes the file. One that is there must be the same. */
function keep(file: string, secret: string): void {
  if (!existsSync(file)) return writeFileSync(file, secret, { mode: 0o600, flag: 'wx' });
  if (readFileSync(file, 'utf8').trim() === secret) return;
  throw new EngineError(
    'start.split_data',
    `The data folder has been another installation's: ${path.basename(file)} differs from that of the cluster. Give this node an empty data folder.`,
  );
}
