// The webhooks of an account: created, changed, removed, tried out and given another secret; and
// their log, from which an event is sent again. A secret is returned only in the answer that makes it.
import { publish } from '@opportune/core/bus/bus-messages.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { JobStore } from '@opportune/core/ports/jobs.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { Clock, Ids } from '@opportune/core/world/world.ts';
import { jobsMade } from '@opportune/protocol/bus/changes.ts';
import { type AccountId, type WebhookEventId, WebhookId } from '@opportune/protocol/ids.ts';
import { webhookLimits } from '@opportune/protocol/limits/channels.ts';
import type {
  NewWebhook,
  Webhook,
  WebhookChange,
  WebhookEvent,
  WebhookEventQuery,
  WebhookSecret,
  WholeWebhookEvent,
} from '@opportune/protocol/rest/webhook/webhooks.ts';
import type { z } from 'zod';
import { found, refuse } from '../http/problem/refusal.ts';
import { lockAccount } from '../http/rest/lock-account.ts';
import { refuseFull } from '../http/rest/room.ts';
import { type Unchanged, whateverItIs } from '../http/rest/whole-document.ts';
import { alone, keysAt, renewed, type Secrets } from '../http/signed/overlapping-secrets.ts';
import { webhookSecretPurpose } from '../sealing/sealed-columns.ts';
import type { Sealing } from '../sealing/sealing.ts';
import { hastenEvents, makeEventJob } from './event-job.ts';
import { beginAgain, findEvent, listEvents } from './event-rows.ts';
import { placeInFacts } from './facts/fact-place.ts';
import { isFull, store } from './tell-webhooks.ts';
import {
  changeWebhook,
  deleteWebhook,
  findWebhook,
  stateNow,
  insertWebhook,
  keepSecret,
  listWebhooks,
  type StoredWebhook,
} from './webhook-rows.ts';

type Log = z.output<typeof WebhookEventQuery>;

export interface Webhooks {
  list(account: AccountId): Promise<readonly Webhook[]>;
  /** Throws `request.not_found`, as all below do. */
  read(account: AccountId, id: WebhookId): Promise<Webhook>;
  /** Throws `account.full`, and `request.invalid` for an address that is not reached. */
  create(account: AccountId, draft: NewWebhook): Promise<Webhook>;
  change(
    account: AccountId,
    id: WebhookId,
    change: WebhookChange,
    unchanged?: Unchanged,
  ): Promise<Webhook>;
  /** Its log is removed with it. */
  remove(account: AccountId, id: WebhookId): Promise<void>;
  /** Another secret. The former one stays valid for a day. */
  renewSecret(account: AccountId, id: WebhookId): Promise<WebhookSecret>;
  /** The former secret is valid no more. */
  endFormerSecret(account: AccountId, id: WebhookId): Promise<void>;
  /** Posts an event of type `webhook.test`. Throws `request.conflict` if too many wait. */
  test(account: AccountId, id: WebhookId): Promise<WebhookEvent>;
  log(account: AccountId, id: WebhookId, query: Log): Promise<WebhookEvent[]>;
  event(account: AccountId, id: WebhookId, event: WebhookEventId): Promise<WholeWebhookEvent>;
  /** Throws `request.conflict` for one that waits, and if too many wait. */
  sendAgain(account: AccountId, id: WebhookId, event: WebhookEventId): Promise<WebhookEvent>;
}

export interface WebhooksParts {
  readonly records: Records;
  readonly jobs: JobStore;
  readonly bus: Bus;
  readonly clock: Clock;
  /** The newest ordinal that any fact has. */
  readonly newestOrdinal: () => number;
  readonly ids: Ids;
  readonly sealing: Sealing;
  /** Whether every address of a host is allowed now. */
  readonly mayReach: (host: string) => Promise<boolean>;
}

export function createWebhooks(parts: WebhooksParts): Webhooks {
  const { records, clock, ids, sealing } = parts;
  const shown = (stored: StoredWebhook) => shownAt(stored, clock.now());
  const made = (account: AccountId) => publish(parts.bus, jobsMade, { account });
  return {
    list: async (account) => (await records.withAccount(account, listWebhooks)).map(shown),
    read: async (account, id) =>
      shown(found(await records.withAccount(account, (sql) => findWebhook(sql, id)))),

    async create(account, draft) {
      await refuseUnreachable(parts, draft.url);
      const id = WebhookId.parse(`h_${ids.next()}`);
      const { secret, text } = renewed(null, clock.now());
      const sealed = sealing.seal(text, placeOf(account, id));
      const stored = await records.withAccount(account, async (sql) => {
        await refuseFull(sql, 'webhooks', webhookLimits.webhooks);
        await insertWebhook(sql, account, {
          ...{ ...draft, id, secret: sealed, createdAt: clock.now() },
        });
        await placeInFacts(sql, id, draft.events, parts.newestOrdinal());
        return found(await findWebhook(sql, id));
      });
      return { ...shown(stored), secret };
    },

    async change(account, id, change, unchanged = whateverItIs) {
      if (change.url !== undefined) await refuseUnreachable(parts, change.url);
      const stored = await records.withAccount(account, async (sql) => {
        await lockAccount(sql);
        unchanged(shown(found(await findWebhook(sql, id))));
        await changeWebhook(sql, id, change);
        if (change.events !== undefined)
          await placeInFacts(sql, id, change.events, parts.newestOrdinal());
        if (change.state === 'active') await hastenEvents(parts, sql, id);
        return found(await findWebhook(sql, id));
      });
      made(account);
      return shown(stored);
    },

    remove: (account, id) =>
      records.withAccount(account, async (sql) => {
        found(await findWebhook(sql, id));
        await deleteWebhook(sql, id);
      }),

    async renewSecret(account, id) {
      const renew = (text: string) => renewed(text === '' ? null : text, clock.now());
      const { secret, formerUntil } = await changeSecret(parts, { account, id }, renew);
      return { secret, formerSecretUntil: formerUntil };
    },
    async endFormerSecret(account, id) {
      await changeSecret(parts, { account, id }, alone);
    },

    ...logOf(parts, made),
  };
}

/** The log of webhooks: what is in it, and events that are put into it by hand. */
function logOf(
  parts: WebhooksParts,
  made: (account: AccountId) => void,
): Pick<Webhooks, 'test' | 'log' | 'event' | 'sendAgain'> {
  const { records, clock } = parts;
  return {
    async test(account, id) {
      const stored = await records.withAccount(account, async (sql) => {
        // Nobody removes it until the event is stored.
        found(await stateNow(sql, id));
        const happening = { type: 'webhook.test', subject: id, data: {} } as const;
        if (await isFull(parts, sql, id)) throw refuse('request.conflict', { detail: tooMany });
        const event = await store(parts, sql, { account, webhook: id }, happening);
        return found(await findEvent(sql, event));
      });
      made(account);
      return stored;
    },

    log: (account, id, query) =>
      records.withAccount(account, async (sql) => {
        found(await findWebhook(sql, id));
        return listEvents(sql, id, query);
      }),
    event: (account, id, event) =>
      records.withAccount(account, async (sql) => {
        const stored = found(await findEvent(sql, event));
        if (stored.webhook !== id) throw refuse('request.not_found');
        return stored;
      }),
    async sendAgain(account, webhook, id) {
      const stored = await records.withAccount(account, async (sql) => {
        // Nobody removes it until its event has begun again.
        found(await stateNow(sql, webhook));
        if (found(await findEvent(sql, id)).webhook !== webhook) throw refuse('request.not_found');
        if (await isFull(parts, sql, webhook))
          throw refuse('request.conflict', { detail: tooMany });
        const again = await beginAgain(sql, { id, webhook });
        if (again === null)
          throw refuse('request.conflict', { detail: 'The event waits already.' });
        await makeEventJob(parts.jobs, sql, account, again, clock.now());
        return again;
      });
      made(account);
      return stored;
    },
  };
}

const tooMany = 'Too many events of this webhook wait.';

/** The keys that are valid now, newest first. None: the secret cannot be opened. */
export function keysOf(
  sealing: Sealing,
  account: AccountId,
  stored: StoredWebhook,
  now: number,
): readonly Buffer[] {
  const { formerUntil } = stored;
  return keysAt(textOf(sealing, account, stored), { formerUntil }, now);
}

function textOf(sealing: Sealing, account: AccountId, { id, secret }: StoredWebhook): string {
  return sealing.open(secret, placeOf(account, id)) ?? '';
}

function placeOf(account: AccountId, id: WebhookId) {
  return { account, purpose: webhookSecretPurpose, id };
}

function shownAt({ secret: _, formerUntil, ...stored }: StoredWebhook, now: number): Webhook {
  const isValid = formerUntil !== null && formerUntil > now;
  return { ...stored, formerSecretUntil: isValid ? formerUntil : null };
}

async function changeSecret<Changed extends Secrets>(
  { records, sealing }: WebhooksParts,
  { account, id }: { readonly account: AccountId; readonly id: WebhookId },
  change: (text: string) => Changed,
): Promise<Changed> {
  return records.withAccount(account, async (sql) => {
    await lockAccount(sql);
    const stored = found(await findWebhook(sql, id));
    const changed = change(textOf(sealing, account, stored));
    const secret = sealing.seal(changed.text, placeOf(account, id));
    await keepSecret(sql, id, { secret, formerUntil: changed.formerUntil });
    return changed;
  });
}

async function refuseUnreachable({ mayReach }: WebhooksParts, url: string): Promise<void> {
  if (await mayReach(new URL(url).hostname.replace(/^\[|\]$/g, ''))) return;
  throw refuse('request.invalid', {
    path: 'url',
    detail: 'This host has an address of a private network, which the server does not connect to.',
  });
}
