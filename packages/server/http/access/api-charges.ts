// Rate limits of the API, per client address and per account. Counts requests, and the bodies of
// one address that are arriving at the same time. A request's work begins in a turn of its account;
// work after a store has answered takes no further turn.
import type { FairTurns } from '@opportune/core/bounds/fair-turns.ts';
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import type { FastifyRequest } from 'fastify';
import { addressPrefix } from '../address/address-prefix.ts';
import type { App } from '../rest/app.ts';
import type { ClientAddress } from '../address/client-address.ts';
import { refuse } from '../problem/refusal.ts';

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

/** Charges each signed-in request to its account. */
export function chargeAccount(app: App, budgets: Budgets): void {
  app.addHook('onRequest', async (request) => {
    const payer = request.principal?.account;
    if (payer === undefined || !isApi(request)) return;
    const retryAfterMs = budgets.charge([{ budget: 'api.account', payer, amount: 1 }]);
    if (retryAfterMs > 0) throw refuse('rate.account', { retryAfterMs });
  });
}

/** The retry delay if too much work of one account is waiting, in milliseconds. */
const fullMs = 1000;

/** Makes each signed-in request wait for a turn of its account, once the body has arrived. */
export function takeTurns(app: App, turns: FairTurns): void {
  app.addHook('preValidation', async (request) => {
    const account = request.principal?.account;
    if (account === undefined || !isApi(request)) return;
    // The body of a file upload is left to its route and is not held in memory.
    const isHeld = request.body !== undefined && request.body !== null;
    const sizeBytes = isHeld ? Number(request.headers['content-length'] ?? 0) : 0;
    if (!turns.hasRoom(account, sizeBytes))
      throw refuse('server.overloaded', { retryAfterMs: fullMs });
    await turns.turn(account, sizeBytes, request.principal?.user.id);
  });
}

/**
 * True for every request that a route of the API answers. The router matches the decoded path, also
 * that of the absolute form (`POST http://host/api/v1/x`), so the text alone does not tell.
 */
export function isApi({ url, routeOptions }: FastifyRequest): boolean {
  return routeOptions.url?.startsWith('/api/v1') === true || url.startsWith('/api/v1');
}

function bringsBody({ headers }: FastifyRequest): boolean {
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
}
