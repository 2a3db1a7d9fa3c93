// What the API may be asked: by one address, whoever it is, and by one account. It counts requests, and
// the bodies of one address that are arriving at the same time. What a request asks for begins in a turn
// of its account; what it does once a store has answered, it does in nobody's turn.
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

/** Charges each request to the account of whoever signed in. */
export function chargeAccount(app: App, budgets: Budgets): void {
  app.addHook('onRequest', async (request) => {
    const payer = request.principal?.account;
    if (payer === undefined || !isApi(request)) return;
    const retryAfterMs = budgets.charge([{ budget: 'api.account', payer, amount: 1 }]);
    if (retryAfterMs > 0) throw refuse('rate.account', { retryAfterMs });
  });
}

/** When to come again where too much of one account waits. */
const fullMs = 1000;

/** Has each request of whoever signed in wait for a turn of their account, once its body has arrived. */
export function takeTurns(app: App, turns: FairTurns): void {
  app.addHook('preValidation', async (request) => {
    const account = request.principal?.account;
    if (account === undefined || !isApi(request)) return;
    // What is left to be read by its route, a file, is not held.
    const isHeld = request.body !== undefined && request.body !== null;
    const sizeBytes = isHeld ? Number(request.headers['content-length'] ?? 0) : 0;
    if (!turns.hasRoom(account, sizeBytes))
      throw refuse('server.overloaded', { retryAfterMs: fullMs });
    await turns.turn(account, sizeBytes);
  });
}

function isApi({ url }: FastifyRequest): boolean {
  return url.startsWith('/api/v1');
}

function bringsBody({ headers }: FastifyRequest): boolean {
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
}
