// A server by itself does not begin on the database of a cluster: it would act for the same accounts.
import pg from 'pg';
import { EngineError } from '../engine-error.ts';

/** Throws `start.split_data` if the nodes of a cluster share this database. */
export async function refuseCluster(owner: pg.ClientConfig): Promise<void> {
  const client = new pg.Client(owner);
  client.on('error', () => {});
  await client.connect();
  try {
    const { rows } = await client.query<{ found: boolean }>(
      "SELECT to_regclass('opportune_private.cluster') IS NOT NULL AS found",
    );
    if (rows[0]?.found !== true) return;
  } finally {
    await client.end();
  }
  throw new EngineError(
    'start.split_data',
    'OPPORTUNE_DATABASE_URL is the database of a cluster, and OPPORTUNE_NATS_URL is not set. A server beside the nodes would act for the same accounts.',
  );
}
