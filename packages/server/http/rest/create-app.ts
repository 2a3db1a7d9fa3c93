// Creates the Fastify instance of the API: schemas for requests and responses, access, idempotency,
// errors and logs. It has no routes of its own; features register theirs on it.
import type { FairTurns } from '@opportune/core/bounds/fair-turns.ts';
import type { Homes } from '@opportune/core/cluster/homes.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import { randomUUID } from 'node:crypto';
import type { RequestListener, Server } from 'node:http';
import fastify from 'fastify';
import { serializerCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { answerErrors, problemFor, sendProblem } from '../problem/answer-errors.ts';
import type { App } from './app.ts';
import { chargeAccount, chargeApi, isApi, takeTurns } from '../access/api-charges.ts';
import { passApi } from '../elsewhere/pass-api.ts';
import { answerUnreadable } from '../problem/bare-answers.ts';
import type { ClientAddress } from '../address/client-address.ts';
import type { Failures } from '../problem/failures.ts';
import type { KeyedPrefix } from '../address/keyed-prefix.ts';
import { rememberAnswers } from '../idempotency/idempotency.ts';
import type { Metrics } from '../metrics.ts';
import { describeApi } from '../openapi/openapi.ts';
import { type Authentication, guardRoutes } from '../access/principal.ts';
import { commonHeaders, dataPolicy } from '../browser/security-headers.ts';
import { validateWith } from './validate.ts';

/** The largest body of an API request. A larger one gets `request.too_large`. */
const apiBodyBytes = 512 * 1024;
/**
 * As long as Node allows a whole request head. Each route bounds its ids itself, after the access
 * check.
 */
const longestParameter = 16_384;

export interface AppParts {
  readonly log: Log;
  readonly failures: Failures;
  readonly clock: Clock;
  readonly records: Records;
  readonly authentication: Authentication;
  readonly budgets: Budgets;
  readonly turns: FairTurns;
  readonly clientAddress: ClientAddress;
  readonly homes: Homes;
  /** Replaces addresses in the request log. */
  readonly keyedPrefix: KeyedPrefix;
  readonly metrics: Metrics;
  readonly secure: boolean;
  readonly version: string;
}

/**
 * Creates the instance with everything that routes need. `serve` passes its handler to the one
 * server.
 */
export async function createApp(
  parts: AppParts,
  serve: (handler: RequestListener) => Server,
): Promise<App> {
  const app: App = fastify({
    serverFactory: (handler) => serve(handler),
    bodyLimit: apiBodyBytes,
    genReqId: () => randomUUID(),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: longestParameter },
    clientErrorHandler: answerUnreadable,
    forceCloseConnections: 'idle',
    // A malformed URL reaches no route and no hook.
    frameworkErrors(error, request, reply) {
      reply.headers(commonHeaders(parts.secure)).header('x-request-id', request.id);
      sendProblem(problemFor(error), request, reply);
    },
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validateWith());
  app.setSerializerCompiler(serializerCompiler);
  answerErrors(app, parts.failures);
  addHeaders(app, commonHeaders(parts.secure));
  observe(app, parts);
  chargeApi(app, parts);
  guardRoutes(app, parts.authentication, parts.clientAddress);
  passApi(app, parts.homes);
  chargeAccount(app, parts.budgets);
  takeTurns(app, parts.turns);
  await describeApi(app, parts.version);
  rememberAnswers(app, parts.records, parts.clock, parts.log);
  return app;
}

function addHeaders(app: App, headers: Readonly<Record<string, string>>): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(headers).header('x-request-id', request.id);
    if (!isApi(request) && !request.url.startsWith('/api/')) return;
    reply.header('cache-control', 'no-store').header('content-security-policy', dataPolicy);
  });
}

/**
 * Writes one log line and one measurement per request. Never logs its address, query, body or
 * headers.
 */
function observe(app: App, { log, metrics, clientAddress, keyedPrefix }: AppParts): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    metrics.request(request.method, route, reply.statusCode, reply.elapsedTime / 1000);
    if (!route.startsWith('/api/')) return;
    log.info('request', {
      requestId: request.id,
      method: request.method,
      route,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      account: request.principal?.account,
      user: request.principal?.user.id,
      prefix: request.principal === null ? undefined : keyedPrefix(clientAddress(request.raw)),
    });
  });
}
