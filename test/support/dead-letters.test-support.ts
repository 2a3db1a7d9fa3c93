// Dead letters in a running product, left in its own PostgreSQL: over the API nobody makes a job that
// fails.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { testLog } from '@opportune/server/adapter/engines.test-support.ts';
import { openJobStore } from '@opportune/server/adapter/jobs/jobs-postgres.ts';
import { openRecords } from '@opportune/server/adapter/records/records-postgres.ts';
import { AccountId, JobId } from '@opportune/protocol/ids.ts';

/** Answers its id. */
export async function failJobIn(folder: string, owner: string): Promise<string> {
  const records = openRecords(appOf(folder), testLog());
  const jobs = openJobStore(records);
  const account = AccountId.parse(owner);
  const id = JobId.parse(randomUUID());
  const now = Date.now();
  const job = {
    ...{ id, kind: `test.${id}`, key: id, payload: {} },
    ...{ dueAt: now, deadlineAt: now + 60_000 },
  };
  await records.withAccount(account, (sql) => jobs.make(sql, account, job, now));
  const order = { lease: id, now, until: now + 60_000, kinds: [job.kind], most: 1 };
  const [taken] = await jobs.lease(account, order);
  if (taken === undefined) throw new Error('the job was taken by another');
  await jobs.settle(account, taken, { type: 'dead', reason: 'It failed.' }, now);
  await records.close();
  return id;
}

/** The embedded PostgreSQL of a data folder, as the server's own role. */
function appOf(folder: string) {
  // Its fifth line is the folder of the socket.
  const pid = readFileSync(path.join(folder, 'postgres', 'postmaster.pid'), 'utf8');
  const host = pid.split('\n')[4] ?? '';
  const password = readFileSync(path.join(folder, 'secrets', 'postgres-app'), 'utf8').trim();
  return { host, password, user: 'opportune_app', database: 'opportune' };
}
