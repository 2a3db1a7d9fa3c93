// Has each request of the API that belongs to an account answered where that account is at home,
// before its body is read. A request that was passed on is answered here.
import type { Homes } from '@opportune/core/cluster/homes.ts';
import { isApi } from '../access/api-charges.ts';
import type { App } from '../rest/app.ts';
import { passingFor, passRequest } from './pass-on.ts';

export function passApi(app: App, homes: Homes): void {
  // One process alone has nothing to pass on, and runs no hook for it.
  if (homes.secret === '') return;
  app.addHook('onRequest', async (request, reply) => {
    const account = request.principal?.account;
    if (account === undefined || !isApi(request)) return;
    const passing = passingFor(homes, account);
    if (passing === null) return;
    reply.hijack();
    await passRequest(passing, request.raw, reply.raw);
  });
}
