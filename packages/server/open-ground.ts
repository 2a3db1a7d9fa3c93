// Opens what features stand on: stores, mail, geography, budgets, keys and the memory guard, over the
// engines that run. It starts no process and connects no feature.
import { openAttachments } from './adapter/attachments/attachments.ts';
import { openMemoryBudgets } from './adapter/budgets-memory.ts';
import { openConversationStore } from './adapter/conversations/conversation-store-postgres.ts';
import { EngineError, reasonOf } from './adapter/engine-error.ts';
import type { Engines } from './adapter/engines.ts';
import { openGeography } from './adapter/geography-maxmind.ts';
import { openJobStore } from './adapter/jobs/jobs-postgres.ts';
import { openSmtpMail } from './adapter/mail-smtp.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import { deliveryRows } from './channel/deliveries/delivery-rows.ts';
import { makeDeliveries } from './channel/deliveries/make-deliveries.ts';
import type { Config } from './config.ts';
import type { Ground } from './ground.ts';
import { clientAddressFrom } from './http/address/client-address.ts';
import { notedRecords } from './http/idempotency/noted-writes.ts';
import { openTurns } from './http/turns.ts';
import { guardMemory } from './memory/guard.ts';
import { memoryPlan } from './memory/plan.ts';
import { openOutbound } from './outbound.ts';
import { openOwnMail } from './own-mail.ts';
import { openSealing, type Sealing } from './sealing/sealing.ts';
import { openSealingKeys } from './sealing/sealing-keys.ts';
import { openSecrets } from './secrets.ts';
import { systemClock as clock, systemIds as ids, systemSchedule } from './world.ts';

/** `publicUrl`: where people reach the console. Throws with a `start.*` code. */
export async function openGround(
  config: Config,
  log: Log,
  engines: Engines,
  publicUrl: () => string,
): Promise<Ground> {
  const { facts, bus } = engines;
  const records = notedRecords(engines.records);
  const secrets = openSecrets(config.dataFolder);
  const jobs = openJobStore(records);
  return {
    world: { bus, clock, ids, schedule: systemSchedule, log },
    records,
    facts,
    budgets: openMemoryBudgets(clock),
    turns: openTurns(),
    memory: guardMemory(memoryPlan(config.maximumBytes), systemSchedule, log),
    clientAddress: clientAddressFrom(config.trustedProxies),
    sealing: sealingOf(config, secrets.folder),
    conversations: openConversationStore(records, clock, (...of) =>
      makeDeliveries({ jobs, deliveries: deliveryRows, ids, clock, bus }, ...of),
    ),
    files: openAttachments(config),
    jobs,
    mail: openSmtpMail({
      url: config.smtpUrl,
      from: config.mailFrom,
      plaintext: config.smtpPlaintext,
    }),
    ownMail: openOwnMail(config.allowPrivateDelivery),
    outbound: openOutbound(config.allowPrivateDelivery),
    geography: await openGeography(config.geographyFile ?? null, log),
    publicUrl,
    publicOrigin: config.publicUrl?.origin ?? null,
    secrets,
  };
}

/** Throws `start.option_invalid` where the folder's keys cannot be read. */
function sealingOf(config: Config, folder: string): Sealing {
  try {
    return openSealing(openSealingKeys(folder, config.sealingKeys));
  } catch (cause) {
    throw new EngineError('start.option_invalid', reasonOf(cause), cause);
  }
}
