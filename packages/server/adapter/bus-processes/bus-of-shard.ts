// The bus of a shard. All work of an account is done in one shard, so what happens in an account stays
// there, as on the bus in memory. Only changes that another shard may have made, or that it remembers,
// cross: settings, users, sessions, keys, and jobs that were made.
import type { Bus, Publishing } from '@opportune/core/ports/bus.ts';
import {
  accountRemoved,
  addressSuppressed,
  attachmentsChanged,
  channelsChanged,
  configurationChanged,
  jobsMade,
  keysChanged,
  mailChanged,
  maskingChanged,
  sessionsEnded,
  skillsChanged,
  usersChanged,
} from '@opportune/protocol/bus/changes.ts';
import { openMemoryBus } from '../bus-memory.ts';
import { type NatsParts, type NatsPlace, openNatsBus } from '../bus-nats/bus-nats.ts';
import { openProcessBus } from './bus-processes.ts';

const crossing: ReadonlySet<string> = new Set(
  [
    ...[configurationChanged, usersChanged, sessionsEnded, accountRemoved, skillsChanged],
    ...[mailChanged, channelsChanged, addressSuppressed, keysChanged, maskingChanged],
    ...[attachmentsChanged, jobsMade],
  ].map(({ name }) => name),
);

/** The socket of the hub of one machine, or a cluster's NATS. */
export type BusPlace = { readonly hub: string } | NatsPlace;

/** Resolves once it hears others, or if NATS does not answer. */
export async function openShardBus(place: BusPlace, parts: NatsParts): Promise<Bus> {
  const { log } = parts;
  const local = openMemoryBus(log);
  const across = await openAcross(place, parts);
  const of = (topic: string): Publishing => (crossing.has(topic) ? across : local);
  return {
    publish: (topic, message) => of(topic).publish(topic, message),
    subscribe: (topic, listener) => of(topic).subscribe(topic, listener),
    ask: local.ask,
    answer: local.answer,
    async close() {
      await Promise.all([local.close(), across.close()]);
    },
  };
}

async function openAcross(place: BusPlace, parts: NatsParts): Promise<Publishing> {
  if (!('hub' in place)) return openNatsBus(place, parts);
  const bus = openProcessBus(place.hub, parts.log);
  await bus.connected;
  return bus;
}
