// Endpoints for operators: `/healthz` says only that the process answers, `/readyz` whether it
// should get traffic, and `/metrics` how it is doing.
import { z } from 'zod';
import type { App } from './rest/app.ts';
import type { Metrics } from './metrics.ts';

/** Returns the parts that the server needs, and whether each is available. */
export type Readiness = () => Promise<Readonly<Record<string, boolean>>>;

/** Adds `/healthz`, `/readyz` and `/metrics`. */
export function addOperations(
  app: App,
  metrics: Metrics,
  readiness: Readiness,
  draining: () => boolean,
): void {
  app.get('/healthz', { schema: { hide: true } }, async () => ({ status: 'ok' }));

  app.get('/readyz', { schema: { hide: true } }, async (_request, reply) => {
    const parts = { ...(await readiness().catch(() => ({ server: false }))), draining: draining() };
    const ready =
      !parts.draining && Object.entries(parts).every(([name, up]) => name === 'draining' || up);
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not-ready', parts });
  });

  app.get(
    '/metrics',
    { schema: { hide: true, response: { 200: z.string() } } },
    async (_request, reply) => {
      const text = await metrics.registry.metrics();
      return reply
        .type(metrics.registry.contentType)
        .serializer((body: unknown) => String(body))
        .send(text);
    },
  );
}
