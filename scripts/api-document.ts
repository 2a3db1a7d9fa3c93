// Makes the OpenAPI document without a running server, from the routes of every feature on an app
// that is never called. References and checks read it. The server makes the same document from its
// routes.
import { onlyHome } from '@opportune/core/cluster/homes.ts';
import { createServer } from 'node:http';
import { openMemoryBus } from '@opportune/server/adapter/bus-memory.ts';
import { productVersion } from '@opportune/server/config.ts';
import { passwordCost } from '@opportune/server/account/passwords/password.ts';
import { createFeatures } from '@opportune/server/features.ts';
import { createMetrics } from '@opportune/server/http/metrics.ts';
import type { OpenApiDocument } from '@opportune/server/http/openapi/api-operations.ts';
import { createApp } from '@opportune/server/http/rest/create-app.ts';
import { memoryPlan } from '@opportune/server/memory/plan.ts';

/** Stands for every port. Making the document uses none of them. */
const nobody = {} as never;
const log = { info() {}, warn() {}, error() {} };

export async function apiDocument(): Promise<OpenApiDocument> {
  const app = await createApp(
    {
      homes: onlyHome,
      log: nobody,
      failures: nobody,
      budgets: nobody,
      turns: nobody,
      clock: nobody,
      records: nobody,
      authentication: nobody,
      clientAddress: nobody,
      keyedPrefix: nobody,
      metrics: createMetrics(),
      secure: false,
      version: productVersion(),
    },
    (handler) => createServer(handler),
  );
  for (const feature of featuresOfNobody()) feature.routes?.(app);
  await app.ready();
  const document: OpenApiDocument = JSON.parse(JSON.stringify(app.swagger()));
  await app.close();
  return document;
}

/** Timers never run, so nothing starts that would have to be closed. */
function featuresOfNobody() {
  const world = {
    bus: openMemoryBus(log),
    clock: { now: () => 0 },
    ids: { next: () => '' },
    schedule: () => () => {},
    log,
  };
  const { list } = createFeatures({
    world,
    homes: onlyHome,
    behind: () => () => {},
    ...{ fillSample: nobody, passwordCost },
    ...{ records: nobody, facts: nobody, conversations: nobody, files: nobody, jobs: nobody },
    ...{ deliveries: nobody, permission: nobody, happened: nobody },
    ...{
      sealing: nobody,
      ordinals: nobody,
      budgets: nobody,
      turns: nobody,
      pace: nobody,
      mail: nobody,
      ...{ voice: null, recordings: '' },
      outbound: nobody,
      ownMail: nobody,
      geography: nobody,
    },
    memory: { plan: memoryPlan(1), isTight: false, onNear() {}, close() {} } as never,
    clientAddress: nobody,
    publicUrl: () => 'http://localhost',
    publicOrigin: null,
    secrets: { operatorToken: '', visitorTokenKey: '-'.repeat(32), signInKey: '', folderName: '' },
  });
  return list;
}
