// A process that holds a shard and writes numbered notes for each account whose desk it owns, until it
// is killed. It prints `wrote ACCOUNT N` for each that is stored.
import { clusterTimings } from '@opportune/core/cluster/limits.ts';
import { deskHash } from '@opportune/core/cluster/placement.ts';
import type { DeskEpoch } from '@opportune/core/ports/leases.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { openJsonLog } from '../log-json.ts';
import { openRecords } from '../records/records-postgres.ts';
import { keepLease } from './keep-lease.ts';
import { leaseClock } from './lease-clock.ts';
import { connectionName, openLeases } from './leases-postgres.ts';

/** The test's instructions, as JSON in the first argument. */
export interface HolderOrders {
  /** The connection to PostgreSQL. */
  readonly app: Readonly<Record<string, unknown>>;
  readonly shard: string;
  readonly holder: string;
  readonly accounts: readonly string[];
}

interface Desk {
  readonly epoch: DeskEpoch;
  n: number;
}

const orders = JSON.parse(process.argv[2] ?? '') as HolderOrders;
const { shard, holder } = orders;
const log = openJsonLog('silent');
const app = { ...orders.app, application_name: connectionName(holder), max: 4 };
const records = openRecords(app, log);
const leases = openLeases(records);
const desks = new Map<AccountId, Desk>();

const lease = keepLease({
  ...{ leases, timings: clusterTimings, elapsed: leaseClock(), log },
  self: { shard, holder, address: holder, speaks: { oldest: 1, newest: 2 } },
  async letGo() {
    for (const account of desks.keys()) if (!lease.isOurs(deskHash(account))) desks.delete(account);
  },
  // This process stores nothing in the log of facts.
  endOf: async () => 0,
});
void lease.over.then((reason) => {
  process.stdout.write(`over ${reason}\n`, () => process.exit(0));
});
process.stdin.once('data', () => lease.leave());

for (;;) {
  for (const account of orders.accounts.map((id) => AccountId.parse(id))) await visit(account);
  await new Promise((resolve) => setTimeout(resolve, 5));
}

async function visit(account: AccountId): Promise<void> {
  if (!lease.mayAct(deskHash(account))) return;
  try {
    const desk = desks.get(account) ?? (await takeDesk(account));
    if (desk !== null && lease.mayAct(deskHash(account))) await write(account, desk);
  } catch {
    // Cut off, or refused. What is there is read again.
    desks.delete(account);
  }
}

async function takeDesk(account: AccountId): Promise<Desk | null> {
  if (lease.owner === null) return null;
  const epoch = { ...lease.owner, since: lease.epoch };
  if (!(await leases.take(account, epoch))) return null;
  const row = await records.withAccount(account, (sql) =>
    sql.row<{ n: number }>('SELECT coalesce(max(n), 0) AS n FROM fenced_notes'),
  );
  const desk = { epoch, n: row?.n ?? 0 };
  desks.set(account, desk);
  return desk;
}

async function write(account: AccountId, desk: Desk): Promise<void> {
  const n = desk.n + 1;
  await records.withAccount(account, async (sql) => {
    const { since } = desk.epoch;
    await sql.run("INSERT INTO fenced_notes VALUES ($1, $2, '', $3, $4)", [
      account,
      n,
      holder,
      since,
    ]);
    if (!(await leases.holds(sql, desk.epoch))) throw new Error('fenced off');
  });
  desk.n = n;
  process.stdout.write(`wrote ${account} ${n}\n`);
}
