// Posts one event to its webhook and notes what came of it with the end of the job. A receiver that
// fails is tried again for three days. One that fails for a day without a success is paused, and the
// administrators get a letter.
import type { JobKind, JobOutcome, JobStore, JobWork } from '@opportune/core/ports/jobs.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { webhookLimits } from '@opportune/protocol/limits/channels.ts';
import type { z } from 'zod';
import { type Outbound, readBeginning, type Reached } from '../http/outbound/bounded-request.ts';
import { signedHeaders } from '../http/signed/standard-webhooks.ts';
import { EventJob, eventJob, hastenEvents } from './event-job.ts';
import {
  type Attempt,
  failEvent,
  findEvent,
  keepAttempt,
  type StoredEvent,
  trimLog,
} from './event-rows.ts';
import {
  findWebhook,
  noteAttempt,
  noteEnded,
  stateNow,
  type StoredWebhook,
} from './webhook-rows.ts';

export interface PostParts {
  readonly records: Records;
  readonly clock: Clock;
  readonly jobs: Pick<JobStore, 'hasten'>;
  readonly reach: (request: Outbound) => Promise<Reached>;
  /** Those that are valid now, newest first. None: its secret cannot be opened. */
  readonly keysOf: (account: AccountId, webhook: StoredWebhook) => readonly Buffer[];
  /** It was paused because it fails. */
  readonly paused: (account: AccountId, webhook: StoredWebhook) => void;
}

type Work = JobWork<z.infer<typeof EventJob>>;

export function eventKind(use: PostParts): JobKind<z.infer<typeof EventJob>> {
  return {
    name: eventJob,
    payload: EventJob,
    handle: (work) => handle(use, work),
    async bury(sql, { payload: { event: id, round } }, detail) {
      const event = await findEvent(sql, id);
      if (event === null || event.round !== round) return undefined;
      await ended(sql, event, () => failEvent(sql, { id, round }, detail, use.clock.now()));
      return undefined;
    },
  };
}

async function handle(use: PostParts, work: Work): Promise<JobOutcome> {
  const { account, payload, endsBy } = work;
  const found = await use.records.withAccount(account, async (sql) => {
    const event = await findEvent(sql, payload.event);
    if (event === null || event.round !== payload.round) return null;
    const webhook = await findWebhook(sql, event.webhook);
    return webhook === null ? null : { event, webhook };
  });
  if (found === null) return { type: 'done' };
  const now = use.clock.now();
  if (found.webhook.state !== 'active') return heldBack(use, found.webhook, now);
  const withinMs = Math.min(webhookLimits.answerMs, endsBy - now);
  return settled(use, work, { ...found, came: await post(use, account, found, withinMs) });
}

/**
 * Whoever resumes it hastens what waits, which this job does only once it is noted. So it looks again then.
 */
function heldBack(use: PostParts, { id }: StoredWebhook, now: number): JobOutcome {
  return {
    ...{ type: 'later', at: now + webhookLimits.heldMs },
    async along(sql) {
      if ((await stateNow(sql, id)) === 'active') await hastenEvents(use, sql, id);
    },
  };
}

interface Found {
  readonly event: StoredEvent;
  readonly webhook: StoredWebhook;
}
/** `status`: null if there was no answer. `detail`: why it is no success. */
interface Came {
  readonly status: number | null;
  readonly detail: string | null;
  readonly answer: string | null;
}

async function post(
  { reach, keysOf, clock }: PostParts,
  account: AccountId,
  { event, webhook }: Found,
  withinMs: number,
): Promise<Came> {
  const keys = keysOf(account, webhook);
  if (keys.length === 0) return { status: null, detail: lostSecret, answer: null };
  const reached = await reach({
    ...{ url: webhook.url, method: 'POST', body: event.body, withinMs },
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Opportune',
      ...signedHeaders(keys, event.id, event.body, clock.now()),
    },
  });
  if (reached.type !== 'answered') return { status: null, detail: reached.detail, answer: null };
  const { status, body } = reached;
  const answer = await readBeginning(body, webhookLimits.answerBytes);
  const isTaken = status >= 200 && status < 300;
  return { status, detail: isTaken ? null : `It answered ${status}.`, answer };
}

/**
 * Ends an event, and removes the oldest of its log once that has too many bytes. The webhook before its
 * event, as whoever removes it does.
 */
async function ended(sql: Sql, event: StoredEvent, end: () => Promise<void>): Promise<void> {
  const { keptBytes, measuredBytes } = webhookLimits;
  const bytes = Buffer.byteLength(event.body);
  const isDue = await noteEnded(sql, event.webhook, { bytes, measuredBytes });
  await end();
  if (isDue) await trimLog(sql, event.webhook, keptBytes);
}

const lostSecret = 'Its secret cannot be opened. Give the webhook a new one.';

function settled(
  use: PostParts,
  { account, payload: { round } }: Work,
  { event, webhook, came }: Found & { readonly came: Came },
): JobOutcome {
  const { id } = event;
  const succeeded = came.detail === null;
  let isPaused = false;
  const noting = {
    async along(sql, dueAt) {
      const now = use.clock.now();
      const state: Attempt['state'] = succeeded ? 'delivered' : 'waiting';
      // By the convention, 410 says to send nothing more.
      const failingMs = came.status === 410 ? 0 : webhookLimits.failingMs;
      const attempted = { succeeded, now, failingMs };
      // The webhook before its event, as whoever removes it does.
      isPaused = await noteAttempt(sql, webhook.id, attempted);
      const keep = () => keepAttempt(sql, { id, round }, { ...came, state, dueAt }, now);
      await (succeeded ? ended(sql, event, keep) : keep());
    },
    after: () => {
      if (isPaused) use.paused(account, webhook);
    },
  } satisfies Pick<JobOutcome, 'along' | 'after'>;
  return succeeded
    ? { type: 'done', ...noting }
    : { type: 'again', reason: came.detail ?? '', ...noting };
}
