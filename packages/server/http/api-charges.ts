// What the API may be asked: by one address, whoever it is, and by one account. It counts requests, and
// the bodies of one address that are arriving at the same time.
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import type { FastifyRequest } from 'fastify';
import { addressPrefix } from './address-prefix.ts';
import type { App } from './app.ts';
import type { ClientAddress } from './client-address.ts';
import { refuse } from './refusal.ts';

/** Charges each request to its address before anything else is done for it. */
export function chargeApi(
  app: App,
  { budgets, clientAddress }: { readonly budgets: Budgets; readonly clientAddress: ClientAddress },
): void {
  app.addHook('onRequest', async (request, reply) => {
    if (!isApi(request)) return;
    const payer = addressPrefix(clientAddress(request.raw));
    const retryAfterMs = budgets.charge([{ budget: 'api.address', payer, amount: 1 }]);
    if (retryAfterMs > 0) throw refuse('rate.address', { retryAfterMs });
    if (!bringsBody(request)) return;
    const leave = budgets.enter([{ budget: 'bodies.address', payer }]);
    if (leave === null) throw refuse('rate.address');
    reply.raw.once('close', leave);
  });
}

/** Charges each request to the account of whoever signed in. */
export function chargeAccount(app: App, budgets: Budgets): void {
  app.addHook('onRequest', async (request) => {
    const payer = request.principal?.account;
    if (payer === undefined || !isApi(request)) return;
    const retryAfterMs = budgets.charge([{ budget: 'api.account', payer, amount: 1 }]);
    if (retryAfterMs > 0) throw refuse('rate.account', { retryAfterMs });
  });
}

function isApi({ url }: FastifyRequest): boolean {
  return url.startsWith('/api/v1');
}

function bringsBody({ headers }: FastifyRequest): boolean {
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
}
