// Receives what providers and systems post to `/v1/channels/{id}/…`. Checks the cheapest first:
// rate by address, the channel, the bounded body, work charged to address and channel, a turn of
// the account, the signature over the received bytes. Valid items are stored before the response.
import type { HeldBytes } from '@opportune/core/bounds/held-bytes.ts';
import type { FairTurns } from '@opportune/core/bounds/fair-turns.ts';
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import type { Homes } from '@opportune/core/cluster/homes.ts';
import type { Verified, WebhookAnswer } from '@opportune/core/ports/channel.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import { problem, type Problem } from '@opportune/protocol/errors.ts';
import { customLimits } from '@opportune/protocol/limits/channels.ts';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerProblem } from '../collect/answer.ts';
import { chargeAddress, WorkMeter, workUnits } from '../collect/charging.ts';
import { receiveBody } from '../collect/reading/body.ts';
import { addressPrefix } from '../http/address/address-prefix.ts';
import type { ClientAddress } from '../http/address/client-address.ts';
import { passingFor, passRequest } from '../http/elsewhere/pass-on.ts';
import type { SocketHost } from '../http/feature.ts';
import { problemFor } from '../http/problem/answer-errors.ts';
import { Refusal } from '../http/problem/refusal.ts';
import { askedChannel, rawRequest, verifiedBy } from './asked-channel.ts';
import type { OpenChannel, OpenChannels } from './open-channels.ts';
import type { AnswerCall } from './telephone/answer-call.ts';
import type { KeepReceived, Received } from './inbox/seams.ts';

export interface WebhookParts {
  readonly budgets: Budgets;
  readonly turns: FairTurns;
  readonly clock: Clock;
  readonly log: Log;
  readonly clientAddress: ClientAddress;
  readonly publicUrl: () => string;
  /** Bodies on their way in, of everybody. */
  readonly arriving: HeldBytes;
  readonly channels: OpenChannels;
  readonly keep: KeepReceived;
  /** How calls by telephone are answered. */
  readonly answerCall: AnswerCall;
}

/** How soon to try again where too much of one account waits. */
const fullMs = 1000;

export function serveWebhooks(use: WebhookParts, host: SocketHost): void {
  host.raw('/v1/channels/', (request, response) => {
    const payer = addressPrefix(use.clientAddress(request));
    take(use, host.homes, request, response, payer).then(
      (taken) => {
        if (taken === 'passed') return;
        if ('code' in taken) answerProblem(response, taken);
        else answer(response, taken);
      },
      (error: unknown) => {
        const failed = problemFor(error);
        // Whoever went away half-way is no failure of ours.
        if (!(error instanceof Refusal) && !response.destroyed)
          use.log.error('channel.request_failed', { error: String(error), code: failed.code });
        answerProblem(response, failed);
      },
    );
  });
}

/** `passed`: another process answers it. */
async function take(
  use: WebhookParts,
  homes: Homes,
  request: IncomingMessage,
  response: ServerResponse,
  payer: string,
): Promise<WebhookAnswer | Problem | 'passed'> {
  const tooMany = chargeAddress(use.budgets, 'requests.address', payer, 1);
  if (tooMany !== null) return tooMany;
  const channel = await askedChannel(use, request, payer);
  if ('code' in channel) return channel;
  const passing = passingFor(homes, channel.account);
  if (passing !== null) {
    await passRequest(passing, request, response);
    return 'passed';
  }
  const leave = use.budgets.enter([{ budget: 'bodies.address', payer }]);
  if (leave === null) return problem('rate.address');
  const mostBytes = channel.opened.requestBytes ?? customLimits.bodyBytes;
  const received = await receiveBody(request, use.arriving, payer, mostBytes).finally(leave);
  if (!received.ok) return received.problem;
  const { bytes } = received.value;
  const refused = await payAndWait(use, channel, payer, bytes);
  if (refused !== null) return refused;
  const raw = rawRequest(request, use.publicUrl(), bytes);
  return outcome(use, channel, verifiedBy(use, channel, payer, raw));
}

async function payAndWait(
  { budgets, turns }: WebhookParts,
  { account, stored }: OpenChannel,
  payer: string,
  bytes: Buffer,
): Promise<Problem | null> {
  if (!turns.hasRoom(account, bytes.length))
    return problem('server.overloaded', { retryAfterMs: fullMs });
  const payers = { account, site: stored.id, keyId: null, trust: 'page' } as const;
  const costly = new WorkMeter(budgets, payers, payer).charge(workUnits(bytes));
  if (costly === null) await turns.turn(account, bytes.length, payer);
  return costly;
}

async function outcome(
  use: WebhookParts,
  channel: OpenChannel,
  verified: Verified,
): Promise<WebhookAnswer | Problem> {
  switch (verified.type) {
    case 'refused':
      return refusal(verified);
    case 'handshake':
      return verified.answer;
    case 'call':
      return use.answerCall(channel, verified);
    case 'entries': {
      const received: Received[] = [];
      for (const entry of verified.entries) {
        // An entry of nobody's is answered as taken: another answer would have it come again for days.
        const owner = await use.channels.routed(entry.route, channel);
        if (owner === null) continue;
        const { opened } = owner;
        for (const item of await (opened.itemsApart?.(entry) ?? opened.items(entry)))
          received.push({ channel: owner.stored.id, item, raw: entry.raw });
      }
      await use.keep(channel.account, received);
      return verified.answer;
    }
  }
}

function refusal({ why, at }: Extract<Verified, { type: 'refused' }>): Problem {
  switch (why) {
    case 'signature':
      return problem('channel.signature');
    case 'replay':
      return problem('channel.replayed');
    case 'malformed':
      return at === undefined
        ? problem('request.malformed')
        : problem('request.invalid', { path: at });
  }
}

function answer(response: ServerResponse, { status, contentType, body }: WebhookAnswer): void {
  if (response.destroyed) return;
  response.writeHead(status, { 'content-type': contentType, 'cache-control': 'no-store' });
  response.end(body);
}
