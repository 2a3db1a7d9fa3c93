// What happens to a unit of work while PostgreSQL restarts, does not respond, is full or too busy:
// which errors mean that, what is tried again, and what the caller is told.
import pg from 'pg';
import { EngineError } from '../engine-error.ts';

/** How long a call waits for a restarting PostgreSQL. */
const patienceMs = 15_000;
const pauseMs = 50;

/** Tries again while PostgreSQL restarts. */
export async function whileAway<T>(attempt: () => Promise<T>): Promise<T> {
  const until = performance.now() + patienceMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      const isOver = isSilent(error) || performance.now() > until;
      if (!isAway(error) || isOver) throw translate(error);
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}

/** The errors seen while PostgreSQL restarts. */
const awayCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE', // the socket
  '57P01',
  '57P02',
  '57P03',
  '08006',
  '08003',
  '53300', // shutting down, starting up, no room yet
]);

/** There was no response, so a retry would wait as long. */
function isSilent(error: unknown): boolean {
  return error instanceof Error && /Query read timeout/.test(error.message);
}

export function isAway(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  if ('code' in error && awayCodes.has(String(error.code))) return true;
  return /Connection terminated|not queryable|Query read timeout|timeout exceeded when trying to connect/.test(
    error.message,
  );
}

/** A lock or a statement took too long, two waited for each other, or there is no room for more locks. */
const busyCodes = new Set(['55P03', '57014', '40P01', '53200']);

/**
 * Translates a lost connection, a full disk, what took too long and what came after `close` into stable,
 * retryable errors. Others remain the database's.
 */
export function translate(error: unknown): unknown {
  if (error instanceof pg.DatabaseError && error.code === '53100') {
    return new EngineError('server.storage_full', undefined, error);
  }
  if (error instanceof pg.DatabaseError && busyCodes.has(error.code ?? ''))
    return new EngineError('server.overloaded', undefined, error);
  if (error instanceof Error && /after calling end on the pool/.test(error.message))
    return new EngineError('server.stopping', undefined, error);
  return isAway(error) ? new EngineError('engine.unavailable', undefined, error) : error;
}
