// The running engines, reached from another thread of the same process: connections of its own, and a
// bus of its own. It starts and stops no engine.
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type pg from 'pg';
import { openMemoryBus } from './bus-memory.ts';
import { openFactsAt } from './facts/facts-server.ts';
import { connected, factsThrough } from './facts/facts-host.ts';
import { HostCalls } from './facts/host-calls.ts';
import { openRecords } from './records/records-postgres.ts';

/** Can be passed to a thread. */
export interface EnginesBeside {
  readonly app: pg.ClientConfig;
  readonly facts: { readonly socket: string } | { readonly url: string };
}

export interface OpenedBeside {
  readonly records: Records;
  readonly facts: FactStore;
  readonly bus: Bus;
  close(): Promise<void>;
}

/**
 * `lasting` false: a commit does not wait for the disk, so a crash may lose the newest ones. Only
 * for what is removed after a crash.
 */
export async function openBeside(
  { app, facts: at }: EnginesBeside,
  log: Log,
  { lasting }: { readonly lasting: boolean },
): Promise<OpenedBeside> {
  const options = lasting ? {} : { options: '-c synchronous_commit=off' };
  const records = openRecords({ ...app, ...options, max: 6 }, log);
  const facts = 'url' in at ? await openFactsAt(at.url) : await factsOver(at.socket);
  const bus = openMemoryBus(log);
  return {
    records,
    facts,
    bus,
    async close() {
      await bus.close();
      await Promise.all([facts.close(), records.close()]);
    },
  };
}

async function factsOver(socket: string): Promise<FactStore> {
  const calls = new HostCalls();
  calls.attach(await connected(socket));
  return { ...factsThrough(calls), close: () => calls.close() };
}
