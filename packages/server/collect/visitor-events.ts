// POST /v1/events: one visitor's events without a connection. `sendBeacon` at unload and simple
// batches come here. It sends no decisions back and proves no ownership of the visitor id.
import { EventsRequest } from '@opportune/protocol/frames-visitor.ts';
import { problem } from '@opportune/protocol/errors.ts';
import { intakeLimits } from '@opportune/protocol/limits.ts';
import { answerJson, answerProblem } from './answer.ts';
import { consentProblem, settingsOf } from './consent.ts';
import { collectBatch, type Refused, type Collector } from './event-batch.ts';
import { forbidOrigin, servePost, type Call } from './http-call.ts';
import { grantFor } from './key-check.ts';
import { browserSender } from './sender.ts';

/** Serves `/v1/events`. */
export function serveVisitorEvents(use: Collector): void {
  servePost(use, '/v1/events', async (call) => {
    const parsed = EventsRequest.safeParse(call.body);
    if (!parsed.success) {
      return answerProblem(
        call.response,
        problem('request.malformed', { path: parsed.error.issues[0]?.path.join('.') ?? '' }),
      );
    }
    const {
      key,
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
    const granted = await grantFor(use, key, call.origin, {
      visitor,
      raw: { visitor, events: events.length },
      page: true,
    });
    if (!granted.ok) return refuseKey(call, granted.problem);
    const { account, site } = granted.grant;
    const unwanted = consentProblem(
      (await settingsOf(use, granted.grant)).site,
      call.request,
      consented,
    );
    if (unwanted !== null) return answerProblem(call.response, unwanted);
    const said = { automated, ...defined({ language, timeZone, viewportWidth }) };
    const sender = browserSender(call.request, call.address, use.geography, said);
    const { refused, stored } = await collectBatch(use, {
      account,
      site,
      visitor,
      fresh: false,
      trust: 'page',
      sender,
      sentAt,
      events,
      sizeBytes: call.sizeBytes,
    });
    await stored;
    answerEvents(call, events.length, refused);
  });
}

/** Where nothing was stored and a retry may help, the whole request is to be retried. */
function answerEvents(call: Call, sent: number, refused: readonly Refused[]): void {
  const [first] = refused;
  if (first !== undefined && refused.length === sent && refused.every(({ retry }) => retry)) {
    const { id: _, ...whole } = first;
    return answerProblem(call.response, whole);
  }
  answerJson(call.response, 200, { refused });
}

function refuseKey({ response }: Call, refused: Parameters<typeof answerProblem>[1]): void {
  if (refused.code === 'origin.not_allowed') forbidOrigin(response);
  answerProblem(response, refused);
}

function defined<T extends Record<string, unknown>>(
  fields: T,
): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
