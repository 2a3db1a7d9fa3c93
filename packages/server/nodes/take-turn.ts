// Nodes start one after the other: a lock in PostgreSQL, held by a connection while a node starts. It is
// lost if the node vanishes or stands still, so that it keeps the others from nothing for long.
import pg from 'pg';
import { z } from 'zod';
import type { Log } from '@opportune/core/ports/log.ts';
import { EngineError } from '../adapter/engine-error.ts';

/** An arbitrary number that no other program is likely to lock. */
const lockKey = 7_700_520;
const silentMs = 60_000;
/** How often a waiting node says so. */
const sayMs = 30_000;

export interface Entering {
  readonly log: Log;
  /** Gives up waiting, and rejects. */
  readonly stop: AbortSignal;
  /** Another node may start by now, because this one said nothing for too long. */
  readonly lost: () => void;
  /** A starting node that says nothing for so long has lost its turn. */
  readonly silentMs?: number;
}

export interface Turn {
  readonly client: pg.Client;
  /** Lets the next one start. Can be called again. */
  end(): Promise<void>;
}

/** Throws `start.engine_unusable` if there is a pooler between this node and PostgreSQL. */
export async function takeTurn(database: pg.ClientConfig, entering: Entering): Promise<Turn> {
  const client = new pg.Client({
    ...database,
    ...{ keepAlive: true, keepAliveInitialDelayMillis: 10_000 },
  });
  let ended: Promise<void> | null = null;
  let isHeld = false;
  let beating: NodeJS.Timeout | undefined;
  const end = (): Promise<void> => {
    clearInterval(beating);
    return (ended ??= client.end());
  };
  client.on('error', () => {});
  client.on('end', () => {
    if (isHeld && ended === null) entering.lost();
  });
  const stopped = (): void => void end();
  entering.stop.addEventListener('abort', stopped, { once: true });
  try {
    await client.connect();
    await refusePooler(client);
    await loseIfSilent(client, entering.silentMs ?? silentMs);
    await waitForTurn(client, entering);
    isHeld = true;
    const beatMs = (entering.silentMs ?? silentMs) / 6;
    beating = setInterval(() => void client.query('SELECT 1').catch(() => {}), beatMs).unref();
    return { client, end };
  } catch (error) {
    await end();
    entering.stop.throwIfAborted();
    throw error;
  } finally {
    entering.stop.removeEventListener('abort', stopped);
  }
}

/**
 * PostgreSQL says which of its processes serves a connection. A pooler says something else, and gives
 * the connection that holds a lock to others.
 */
async function refusePooler(client: pg.Client): Promise<void> {
  const { processID } = z.object({ processID: z.number() }).parse(client);
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  if (rows[0]?.pid === processID) return;
  throw new EngineError(
    'start.engine_unusable',
    'OPPORTUNE_DATABASE_URL: nodes of a cluster need connections of their own to PostgreSQL, without a pooler.',
  );
}

/** PostgreSQL ends this connection if its machine vanishes, or if the node stands still. */
async function loseIfSilent(client: pg.Client, ms: number): Promise<void> {
  const settings = {
    ...{ tcp_keepalives_idle: 10, tcp_keepalives_interval: 5, tcp_keepalives_count: 3 },
    ...{ tcp_user_timeout: ms, idle_session_timeout: ms },
  };
  for (const [name, value] of Object.entries(settings))
    await client.query(`SET ${name} = ${value}`);
}

async function waitForTurn(client: pg.Client, { log }: Entering): Promise<void> {
  const tried = await client.query<{ done: boolean }>('SELECT pg_try_advisory_lock($1) AS done', [
    lockKey,
  ]);
  if (tried.rows[0]?.done === true) return;
  const say = (): void => log.info('another node is starting, and this one waits for it', {});
  say();
  const saying = setInterval(say, sayMs);
  try {
    await client.query('SELECT pg_advisory_lock($1)', [lockKey]);
  } finally {
    clearInterval(saying);
  }
}
