// Tells a PostgreSQL that is frozen from one that is busy. Both leave whoever wants a connection
// waiting; only a frozen one leaves a new connection without an answer as well. It ends no waiting
// itself, and judges only as long as somebody waits.
import pg from 'pg';

export interface Silence {
  /** Watches from now on, until `end`. */
  watch(): Watch;
}

export interface Watch {
  /** Resolves once nothing was heard for the whole bound. */
  readonly silent: Promise<void>;
  end(): void;
}

/** How much of the bound passes before a connection of its own asks. The rest is for its answer. */
const quietShare = 0.6;

/** Watches the server behind `pool`. `app` says how to connect to it. */
export function silenceOf(pool: pg.Pool, app: pg.ClientConfig, boundMs: number): Silence {
  const quietMs = boundMs * quietShare;
  let heardAt = performance.now();
  const hear = () => (heardAt = performance.now());
  let asked: Promise<boolean> | null = null;
  pool.on('connect', hear);
  pool.on('release', (error: Error | undefined) => {
    if (error === undefined) hear();
  });

  /** One connection asks for all who wait. */
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

/** Whether a new connection is answered in time. A refusal is an answer. */
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
