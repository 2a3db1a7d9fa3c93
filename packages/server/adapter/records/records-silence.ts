// Distinguishes a frozen PostgreSQL from a busy one. With both, callers wait for a connection, but
// only a frozen one leaves a new connection unanswered too. It ends no waiting itself, and checks
// only while somebody waits.
import pg from 'pg';

export interface Silence {
  /** Watches from now on, until `end`. */
  watch(): Watch;
}

export interface Watch {
  /** Resolves once there was no response for the whole bound. */
  readonly silent: Promise<void>;
  end(): void;
}

/** The share of the bound after which a new connection checks. The rest is for its answer. */
const quietShare = 0.6;

/** Watches the server behind `pool`. `app` has its connection settings. */
export function silenceOf(pool: pg.Pool, app: pg.ClientConfig, boundMs: number): Silence {
  const quietMs = boundMs * quietShare;
  let heardAt = performance.now();
  const hear = () => (heardAt = performance.now());
  let asked: Promise<boolean> | null = null;
  pool.on('connect', hear);
  pool.on('release', (error: Error | undefined) => {
    if (error === undefined) hear();
  });

  /** One connection checks for all who wait. */
  async function answers(): Promise<boolean> {
    asked ??= answersAtAll(app, boundMs - quietMs).finally(() => (asked = null));
    if (await asked) hear();
    return performance.now() - heardAt < quietMs;
  }

  return {
    watch() {
      const silent = Promise.withResolvers<void>();
      const since = performance.now();
      let timer: NodeJS.Timeout | undefined;
      let isOver = false;
      const leftMs = () => Math.max(since, heardAt) + quietMs - performance.now();
      async function look(): Promise<void> {
        const isHeard = leftMs() > 0 || (await answers());
        if (isOver) return;
        if (isHeard) lookLater();
        else silent.resolve();
      }
      function lookLater(): void {
        timer = setTimeout(() => void look(), Math.max(1, leftMs()));
      }
      lookLater();
      return {
        silent: silent.promise,
        end() {
          isOver = true;
          clearTimeout(timer);
        },
      };
    },
  };
}

/** Whether a new connection is answered in time. A refusal counts as an answer. */
async function answersAtAll(app: pg.ClientConfig, withinMs: number): Promise<boolean> {
  const client = new pg.Client({ ...app, connectionTimeoutMillis: withinMs });
  client.on('error', () => {});
  try {
    await client.connect();
    return true;
  } catch (error) {
    return !(error instanceof Error && error.message === 'timeout expired');
  } finally {
    void client.end().catch(() => {});
  }
}
