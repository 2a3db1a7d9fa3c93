// Opens what features build on, over the running engines: stores, mail, geography, budgets, keys
// and the memory guard. It starts no process and connects no feature.
import path from 'node:path';
import { openAttachments } from './adapter/attachments/attachments.ts';
import { openMemoryBudgets } from './adapter/budgets-memory.ts';
import type { Engines } from './adapter/engines.ts';
import { openGeography } from './adapter/geography-maxmind.ts';
import { openJobStore } from './adapter/jobs/jobs-postgres.ts';
import { createMediaHost } from './adapter/media/media-host.ts';
import { openSmtpMail } from './adapter/mail-smtp.ts';
import { onlyHome } from '@opportune/core/cluster/homes.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Config } from './config.ts';
import type { Ground } from './ground.ts';
import { createOrdinals } from '@opportune/core/world/ordinals.ts';
import { clientAddressFrom } from './http/address/client-address.ts';
import { notedRecords } from './http/idempotency/noted-writes.ts';
import { openPace, openTurns } from './http/turns.ts';
import { guardMemory } from './memory/guard.ts';
import { memoryPlan } from './memory/plan.ts';
import { openOutbound } from './outbound.ts';
import { sealingOf } from './composition/open-sealing.ts';
import { openOwnMail } from './own-mail.ts';
import { fillApart } from './sample/fill-apart.ts';
import { jobsAtHome, secretsOf, type Shard } from './processes/shard-ground.ts';
import { openToldStores } from './told-stores.ts';
import {
  backgroundSchedule,
  systemClock as clock,
  systemIds as ids,
  systemSchedule,
} from './world.ts';

/** `publicUrl` returns the URL at which people reach the console. Throws with a `start.*` code. */
export async function openGround(
  config: Config,
  log: Log,
  engines: Pick<Engines, 'records' | 'facts' | 'bus' | 'beside'>,
  publicUrl: () => string,
  shard: Shard | null = null,
): Promise<Ground> {
  const { facts, bus } = engines;
  const records = notedRecords(engines.records);
  const homes = shard?.homes ?? onlyHome;
  const secrets = secretsOf(config.dataFolder, shard);
  const jobs = jobsAtHome(openJobStore(records), homes);
  const recordings = path.join(
    config.dataFolder,
    shard === null ? 'recordings' : `recordings-${shard.name}`,
  );
  const plan = memoryPlan(config.maximumBytes);
  return {
    world: { bus, clock, ids, schedule: systemSchedule, log },
    homes,
    behind: backgroundSchedule,
    records,
    facts,
    budgets: openMemoryBudgets(clock, {
      places: { 'polls.process': plan.polls },
      payers: plan.payers,
    }),
    ordinals: createOrdinals(clock),
    turns: openTurns(plan.turns),
    pace: openPace(),
    memory: guardMemory(plan, systemSchedule, log),
    clientAddress: clientAddressFrom(config.trustedProxies, homes.secret),
    passwordCost: config.passwordCost,
    sealing: sealingOf(config, secrets.folder),
    files: openAttachments(config),
    jobs,
    ...openToldStores(records, { jobs, ids, clock, bus }),
    mail: openSmtpMail({
      url: config.smtpUrl,
      from: config.mailFrom,
      plaintext: config.smtpPlaintext,
    }),
    ownMail: openOwnMail(config.allowPrivateDelivery),
    outbound: openOutbound(config.allowPrivateDelivery),
    fillSample: fillApart(config, engines, publicUrl, plan.sampleThread),
    voice: config.voice && {
      media: createMediaHost(config.voice.host, recordings),
      turn: config.voice.turn,
    },
    recordings,
    geography: await openGeography(config.geographyFile ?? null, log),
    publicUrl,
    publicOrigin: config.publicUrl?.origin ?? null,
    secrets,
  };
}
