// Endpoints for operators: `/healthz` says only that the process answers, `/readyz` whether it
// should get traffic, and `/metrics` how it is doing.
import { type Homes, wholeName } from '@opportune/core/cluster/homes.ts';
import { z } from 'zod';
import { passingBy, passRequest } from './elsewhere/pass-on.ts';
import { passedPeer } from './elsewhere/peer.ts';
import { pathOf } from './raw-routes.ts';
import type { App } from './rest/app.ts';
import type { Metrics } from './metrics.ts';

/** Returns the parts that the server needs, and whether each is available. */
export type Readiness = () => Promise<Readonly<Record<string, boolean>>>;

/** They are answered also while nobody else is. */
export const operationPaths: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics']);

/** Adds `/healthz`, `/readyz` and `/metrics`. */
export function addOperations(
  app: App,
  metrics: Metrics,
  readiness: Readiness,
  draining: () => boolean,
  homes: Homes,
): void {
  passToWhole(app, homes);
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

/** Of several processes, one answers for all. It asks each of them as a process of ours. */
function passToWhole(app: App, homes: Homes): void {
  const whole = passingBy(homes, wholeName);
  if (whole === null) return;
  app.addHook('onRequest', async ({ raw }, reply) => {
    if (!operationPaths.has(pathOf(raw)) || passedPeer(raw, homes.secret) !== null) return;
    reply.hijack();
    await passRequest(whole, raw, reply.raw);
  });
}
