// The Fastify instance of the API: schemas in and out, access, idempotency, errors, logs. It owns
// no route of a feature; features register theirs on it.
import type { Log } from '@opportune/core/ports/log.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import fastify, { type FastifyBaseLogger, type FastifyInstance, type RawServerDefault } from 'fastify';
import { serializerCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import { answerErrors } from './answer-errors.ts';
import type { ClientAddress } from './client-address.ts';
import { rememberAnswers } from './idempotency.ts';
import { problemsOf } from './issues.ts';
import type { Metrics } from './metrics.ts';
import { describeApi } from './openapi.ts';
import { type Authentication, guardRoutes } from './principal.ts';
import { refuseAll } from './refusal.ts';
import { commonHeaders, dataPolicy } from './security-headers.ts';

export type App = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, ZodTypeProvider>;

/** Largest body of an API request. Beyond: `request.too_large`. */
export const apiBodyBytes = 512 * 1024;

export interface AppParts {
  readonly log: Log;
  readonly clock: Clock;
  readonly records: Records;
  readonly authentication: Authentication;
  readonly clientAddress: ClientAddress;
  readonly metrics: Metrics;
  readonly secure: boolean;
  readonly version: string;
}

/** The instance with everything that routes rest on; `serve` gives the handler to the one server. */
export async function createApp(parts: AppParts, serve: (handler: RequestListener) => Server): Promise<App> {
  const app: App = fastify({
    serverFactory: (handler) => serve(handler),
    bodyLimit: apiBodyBytes,
    genReqId: () => randomUUID(),
    routerOptions: { ignoreTrailingSlash: true },
    forceCloseConnections: 'idle',
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler<z.ZodType>(({ schema }) => (data) => validate(schema, data));
  app.setSerializerCompiler(serializerCompiler);
  answerErrors(app, parts.log);
  addHeaders(app, commonHeaders(parts.secure));
  observe(app, parts);
  guardRoutes(app, parts.authentication);
  await describeApi(app, parts.version);
  rememberAnswers(app, parts.records, parts.clock);
  return app;
}

function validate(schema: z.ZodType, data: unknown): { value: unknown } | { error: Error } {
  const parsed = schema.safeParse(data);
  return parsed.success ? { value: parsed.data } : { error: refuseAll(problemsOf(parsed.error)) };
}

function addHeaders(app: App, headers: Readonly<Record<string, string>>): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(headers).header('x-request-id', request.id);
    if (!request.url.startsWith('/api/')) return;
    reply.header('cache-control', 'no-store').header('content-security-policy', dataPolicy);
  });
}

/** One log line and one measurement a request; never its query, body or headers. */
function observe(app: App, { log, metrics, clientAddress }: AppParts): void {
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
      address: request.principal === null ? undefined : clientAddress(request.raw),
    });
  });
}
