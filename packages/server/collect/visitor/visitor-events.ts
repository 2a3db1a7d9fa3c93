// POST /v1/events: one visitor's events without a connection, for `sendBeacon` at unload and simple
// batches. It returns no decisions and proves no ownership of the visitor id.
import { EventsRequest } from '@opportune/protocol/frames-visitor.ts';
import { problem } from '@opportune/protocol/errors.ts';
import { intakeLimits } from '@opportune/protocol/limits/intake.ts';
import type { z } from 'zod';
import { answerJson, answerProblem } from '../answer.ts';
import { consentProblem, settingsOf } from '../greeting/consent.ts';
import { collectBatch, type RawBatch, type Refused } from '../events/event-batch.ts';
import { type HttpIntake, type KeyedCall, serveKeyed } from '../http-call.ts';
import { requestSender } from '../sender.ts';

const wayIn = { path: '/v1/events', key: 'key', list: 'events', page: true } as const;

/** Serves `/v1/events`. */
export function serveVisitorEvents(use: HttpIntake): void {
  serveKeyed(use, wayIn, async (call) => {
    const parsed = EventsRequest.safeParse(call.body);
    if (!parsed.success) {
      const path = parsed.error.issues[0]?.path.join('.') ?? '';
      return answerProblem(call.response, problem('request.malformed', { path }));
    }
    const { events, consented = false } = parsed.data;
    if (events.length > intakeLimits.batchEvents)
      return answerProblem(call.response, problem('batch.too_long', { path: 'events' }));
    const { site } = await settingsOf(use, call.grant);
    const unwanted = consentProblem(site, call.request, consented);
    if (unwanted !== null) return answerProblem(call.response, unwanted);
    const { refused, stored } = await collectBatch(use, batchOf(use, call, parsed.data));
    await stored;
    answerEvents(call, events.length, refused);
  });
}

function batchOf(
  use: HttpIntake,
  { grant, request, address, payer, sizeBytes, sizes }: KeyedCall,
  sent: z.output<typeof EventsRequest>,
): RawBatch {
  const { visitor, sentAt, events, automated = false, language, timeZone, viewportWidth } = sent;
  const said = { automated, ...defined({ language, timeZone, viewportWidth }) };
  return {
    account: grant.account,
    site: grant.site,
    visitor,
    from: use.networks.of(address),
    fresh: false,
    trust: 'page',
    sender: requestSender(request, address, use.geography, said),
    sentAt,
    events,
    payer,
    sizeBytes,
    sizes,
  };
}

/** If nothing was stored and a retry may help, the whole request is to be retried. */
function answerEvents(call: KeyedCall, sent: number, refused: readonly Refused[]): void {
  const [first] = refused;
  if (first !== undefined && refused.length === sent && refused.every(({ retry }) => retry)) {
    const { id: _, ...whole } = first;
    return answerProblem(call.response, whole);
  }
  answerJson(call.response, 200, { refused });
}

function defined<T extends Record<string, unknown>>(
  fields: T,
): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
