// Builds the webhook feature: addresses of an account that are told of conversations, messages,
// deliveries, contacts, decisions and conversions. Provides its routes and the kind of job that posts.
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { Homes } from '@opportune/core/cluster/homes.ts';
import type { JobKind, JobStore } from '@opportune/core/ports/jobs.ts';
import type { MailOf } from '@opportune/core/ports/mail.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { World } from '@opportune/core/ports/world.ts';
import { webhookLimits } from '@opportune/protocol/limits/channels.ts';
import { forgetEachHour, type Old } from '../http/forget-old.ts';
import type { Feature } from '../http/feature.ts';
import type { Ordinals } from '@opportune/core/world/ordinals.ts';
import type { Outbound, Reached } from '../http/outbound/bounded-request.ts';
import type { Sealing } from '../sealing/sealing.ts';
import { writePaused } from './paused-letter.ts';
import { toldThrough } from './facts/fact-place.ts';
import { tellFacts } from './facts/tell-facts.ts';
import { eventKind } from './post-event.ts';
import { webhookRoutes } from './webhook-routes.ts';
import { createWebhooks, keysOf } from './webhooks.ts';

export interface WebhookDependencies {
  readonly homes: Homes;
  readonly world: World;
  readonly records: Records;
  readonly facts: Pick<FactStore, 'query'>;
  readonly jobs: JobStore;
  readonly sealing: Sealing;
  readonly outbound: {
    readonly request: (request: Outbound) => Promise<Reached>;
    mayReach(host: string): Promise<boolean>;
  };
  readonly mailOf: MailOf;
  readonly publicUrl: () => string;
  readonly ordinals: Pick<Ordinals, 'newest' | 'above'>;
}

export interface WebhookFeature extends Feature {
  readonly kinds: readonly JobKind[];
}

const oldEvents: Old = {
  by: 'forget_webhook_events',
  keptMs: webhookLimits.keptMs,
  atOnce: 5_000,
};

export function createWebhookFeature(use: WebhookDependencies): WebhookFeature {
  const { world, records, jobs, sealing, outbound, mailOf, publicUrl, ordinals } = use;
  const newestOrdinal = ordinals.newest;
  const { clock, log } = world;
  const { mayReach } = outbound;
  const webhooks = createWebhooks({ ...world, records, jobs, sealing, mayReach, newestOrdinal });
  const kind = eventKind({
    ...{ records, clock, jobs, reach: outbound.request },
    keysOf: (account, stored) => keysOf(sealing, account, stored, clock.now()),
    paused: (account, stored) => {
      log.warn('a webhook fails and is paused', { webhook: stored.id });
      writePaused({ records, mailOf, publicUrl, log }, account, stored).catch((error: unknown) =>
        log.warn('nobody was told of a paused webhook', { reason: String(error) }),
      );
    },
  });
  let stopForgetting = async () => {};
  let stopTelling = async () => {};
  return {
    name: 'webhook',
    kinds: [kind],
    routes: (app) => webhookRoutes(app, webhooks),
    // What happens from now on is after everything that webhooks were told of.
    inherit: async () => ordinals.above(await toldThrough(records)),
    start() {
      stopForgetting = forgetEachHour({ ...world, records }, oldEvents);
      stopTelling = tellFacts({
        ...{ ...world, records, facts: use.facts, jobs, newestOrdinal },
        homes: use.homes,
      });
    },
    async close() {
      await Promise.all([stopForgetting(), stopTelling()]);
    },
  };
}
