// POST /v1/events: one visitor's events without a connection. `sendBeacon` at unload and simple
// batches come here. It sends no decisions back and proves no ownership of the visitor id.
import { EventsRequest } from '@opportune/protocol/frames-visitor.ts';
import { problem } from '@opportune/protocol/errors.ts';
import { intakeLimits } from '@opportune/protocol/limits.ts';
import { answerJson, answerProblem } from '../answer.ts';
import { consentProblem, settingsOf } from '../greeting/consent.ts';
import { collectBatch, type Refused } from '../events/event-batch.ts';
import { serveKeyed, type HttpIntake, type KeyedCall } from '../http-call.ts';
import { requestSender } from '../sender.ts';

const wayIn = { path: '/v1/events', key: ['key'], list: ['events'], page: true } as const;

/** Serves `/v1/events`. */
export function serveVisitorEvents(use: HttpIntake): void {
  serveKeyed(use, wayIn, async (call) => {
    const parsed = EventsRequest.safeParse(call.body);
    if (!parsed.success) {
      return answerProblem(
        call.response,
        problem('request.malformed', { path: parsed.error.issues[0]?.path.join('.') ?? '' }),
      );
    }
    const {
      visitor,
      sentAt,
      events,
      automated = false,
      consented = false,
      language,
      timeZone,
      viewportWidth,
    } = parsed.data;
    if (events.length > intakeLimits.batchEvents)
      return answerProblem(call.response, problem('batch.too_long', { path: 'events' }));
    const { account, site } = call.grant;
    const unwanted = consentProblem(
      (await settingsOf(use, call.grant)).site,
      call.request,
      consented,
    );
    if (unwanted !== null) return answerProblem(call.response, unwanted);
    const said = { automated, ...defined({ language, timeZone, viewportWidth }) };
    const sender = requestSender(call.request, call.address, use.geography, said);
    const { refused, stored } = await collectBatch(use, {
      account,
      site,
      visitor,
      from: use.networks.of(call.address),
      fresh: false,
      trust: 'page',
      sender,
      sentAt,
      events,
      payer: call.payer,
      sizeBytes: call.sizeBytes,
      sizes: call.sizes,
    });
    await stored;
    answerEvents(call, events.length, refused);
  });
}

/** Where nothing was stored and a retry may help, the whole request is to be retried. */
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
