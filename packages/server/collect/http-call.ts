// The common steps of every POST to the public intake, cheapest first: rate by address, body, key,
// work, a turn of the account, JSON. Nothing is unpacked without a bound. Nothing is parsed, masked
// or kept before a valid key is known. A failure of the handler becomes one response.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HeldBytes } from '@opportune/core/bounds/held-bytes.ts';
import { problem, type Problem } from '@opportune/protocol/errors.ts';
import { addressPrefix } from '../http/address/address-prefix.ts';
import { passingFor, passRequest, type Passing } from '../http/elsewhere/pass-on.ts';
import { allowOrigin, answerPreflight, answerProblem } from './answer.ts';
import { chargeAddress, lacksWork, WorkMeter, workUnits } from './charging.ts';
import { problemOf, type Collector } from './events/event-batch.ts';
import { grantFor } from './greeting/key-check.ts';
import { keyInHeader, keyInQuery } from './named-key.ts';
import { parseJson } from './reading/json.ts';
import {
  mostUnpacked,
  type PackedBody,
  type Read,
  receiveBody,
  statedBytes,
  unpackBody,
} from './reading/body.ts';
import { scanBody, type ScannedBody } from './reading/scan-json.ts';
import type { KeyGrant } from './seams.ts';

/** The retry delay if too much work of one account is waiting, in milliseconds. */
const fullMs = 1000;

export interface HttpIntake extends Collector {
  /** Bytes of all bodies that are arriving. */
  readonly arriving: HeldBytes;
}

export interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly address: string;
  /** The prefix of the address, which is charged. */
  readonly payer: string;
  readonly origin: string | undefined;
  readonly body: unknown;
  readonly sizeBytes: number;
}

export interface KeyedCall extends Call {
  readonly grant: KeyGrant;
  /** The bytes of each item of the way in's list. Null if there is no list. */
  readonly sizes: readonly number[] | null;
}

/** Where requests of a way in carry their key and events. */
export interface WayIn {
  readonly path: string;
  /** The name of the key in the body, if no header carries it. */
  readonly key: string;
  readonly list: string;
  /** Accept write keys only. */
  readonly page: boolean;
}

/** Serves a POST at `path`, for requests that carry their key. */
export function serveKeyed(
  use: HttpIntake,
  way: WayIn,
  handle: (call: KeyedCall) => Promise<void>,
): void {
  serveBodies(use, way.path, (received) => serve(use, way, received, handle));
}

/** A request whose body has arrived but has not been inspected. */
export interface Received extends Omit<Call, 'body' | 'sizeBytes'> {
  readonly packed: PackedBody;
}

/** Serves a POST at `path` up to its body. The handler charges it before it parses. */
export function serveBodies(
  use: HttpIntake,
  path: string,
  handle: (received: Received) => Promise<void>,
): void {
  use.http.raw(path, (request, response) => {
    if (request.method === 'OPTIONS') return answerPreflight(request, response);
    const address = use.clientAddress(request);
    const payer = addressPrefix(address);
    // Until the site is known, any page may read the refusal, which reveals nothing of an account.
    allowOrigin(response, request.headers.origin);
    if (request.method !== 'POST') return answerProblem(response, problem('request.not_found'));
    const tooMany = chargeAddress(use.budgets, 'requests.address', payer, 1);
    if (tooMany !== null) return answerProblem(response, tooMany);
    const { origin } = request.headers;
    receive(use, { request, response, address, payer, origin }, handle).catch((error: unknown) => {
      const failed = problemOf(error);
      if (failed.code === 'server.failed' && !request.destroyed)
        use.log.error('collect.request_failed', { path, error: String(error) });
      answerProblem(response, failed);
    });
  });
}

async function receive(
  use: HttpIntake,
  call: Omit<Received, 'packed'>,
  handle: (received: Received) => Promise<void>,
): Promise<void> {
  const { request, response, payer } = call;
  const leave = use.budgets.enter([{ budget: 'bodies.address', payer }]);
  if (leave === null) return answerProblem(response, problem('rate.address'));
  const packed = await receiveBody(request, use.arriving, payer).finally(leave);
  if (!packed.ok) return answerProblem(response, packed.problem);
  await handle({ ...call, packed: packed.value });
}

async function serve(
  use: HttpIntake,
  way: WayIn,
  received: Received,
  handle: (call: KeyedCall) => Promise<void>,
): Promise<void> {
  const { response, payer } = received;
  const opened = await openBody(use, received, way);
  if (!opened.ok) return refuseCall(received, opened.problem);
  const { bytes, grant, scanned } = opened;
  const passing = passingFor(use.http.homes, grant.account);
  if (passing !== null) return passBody(use, passing, received);
  const { sizes } = scanned;
  const meter = new WorkMeter(use.budgets, grant, payer);
  const refused = await payAndWait(use, meter, bytes, scanned);
  if (refused !== null) return answerProblem(response, refused);
  const parsed = parseJson(bytes);
  if (!parsed.ok) return answerProblem(response, problem('request.malformed'));
  await handle({ ...received, grant, sizes, body: parsed.value, sizeBytes: bytes.length });
}

/** Passes a request on whose body is here. Until the answer has left, the body counts as arriving. */
export async function passBody(
  { arriving }: Pick<HttpIntake, 'arriving'>,
  passing: Passing,
  { request, response, payer, packed }: Received,
): Promise<void> {
  // Its client may have gone while its key was looked up.
  if (response.destroyed) return;
  const held = arriving.hold(payer, () => response.destroy());
  response.once('close', held.release);
  held.grow(packed.bytes.length);
  await passRequest(passing, request, response, packed.bytes);
}

/**
 * Charges a body and waits for a turn of its account, or returns the problem. A client that
 * disconnects meanwhile may have sent everything it wanted to, so its body is still taken.
 */
export async function payAndWait(
  { turns }: HttpIntake,
  meter: WorkMeter,
  bytes: Buffer,
  { sizes, values }: Partial<Pick<ScannedBody, 'sizes' | 'values'>>,
): Promise<Problem | null> {
  if (!turns.hasRoom(meter.account, bytes.length)) {
    meter.walked(bytes.length);
    return problem('server.overloaded', { retryAfterMs: fullMs });
  }
  const costly = meter.charge(workUnits(bytes, sizes, values), bytes.length);
  if (costly === null) await turns.turn(meter.account, bytes.length, meter.from);
  return costly;
}

type Opened =
  | {
      readonly ok: true;
      readonly bytes: Buffer;
      readonly scanned: ScannedBody;
      readonly grant: KeyGrant;
    }
  | { readonly ok: false; readonly problem: Problem };

/**
 * Finds the key in the header or the body. Until it is known, the bytes are charged to the address.
 * If the address will pay for the work but has fewer units than the body's declared bytes, the body
 * is refused before it is unpacked.
 */
async function openBody(
  use: HttpIntake,
  { request, packed, payer, origin }: Received,
  { key, list, page }: WayIn,
): Promise<Opened> {
  const asked = { payer, visitor: null, page, raw: () => ({ bytes: packed.bytes.length }) };
  const poor = (): Problem | null => lacksWork(use.budgets, payer, statedBytes(packed));
  const named = keyInHeader(request);
  if (named !== '') {
    const granted = await grantFor(use, named, origin, asked);
    if (!granted.ok) return granted;
    const refused = granted.grant.trust === 'server' ? null : poor();
    if (refused !== null) return { ok: false, problem: refused };
    const unpacked = await unpackBody(packed);
    if (!unpacked.ok) return unpacked;
    const scanned = scanBody(unpacked.value, key, list);
    return { ok: true, bytes: unpacked.value, scanned, grant: granted.grant };
  }
  const refused = page ? poor() : null;
  if (refused !== null) return { ok: false, problem: refused };
  const unpacked = await unpackUnknown(use, packed, payer);
  if (!unpacked.ok) return unpacked;
  const { bytes, charged } = unpacked.value;
  const scanned = scanBody(bytes, key, list);
  const found = scanned.key ?? (page ? null : keyInQuery(request));
  if (found === null && page) return { ok: false, problem: noKey(key) };
  const granted = await grantFor(use, found ?? '', origin, asked);
  if (!granted.ok) return granted;
  use.budgets.refund([{ budget: 'unknown.address', payer, amount: charged }]);
  return { ok: true, bytes, scanned, grant: granted.grant };
}

/** Our own tag always sends a key, so a body without one has another form altogether. */
function noKey(key: string): Problem {
  return problem('request.malformed', { path: key });
}

export interface Unpacked {
  readonly bytes: Buffer;
  /** The bytes for which the address was charged. */
  readonly charged: number;
}

/**
 * Unpacks a body that no key pays for yet. The address is charged the declared unpacked size first,
 * so that a refusal costs nothing. Bytes beyond that are charged afterwards. If the address has too
 * little left, the body is refused and the address has no budget left.
 */
export async function unpackUnknown(
  use: HttpIntake,
  packed: PackedBody,
  payer: string,
): Promise<Read<Unpacked>> {
  const stated = statedBytes(packed);
  const tooMany = chargeAddress(use.budgets, 'unknown.address', payer, stated);
  if (tooMany !== null) return { ok: false, problem: tooMany };
  const unpacked = await unpackBody(packed);
  const sizeBytes = unpacked.ok ? unpacked.value.length : mostUnpacked(packed);
  const more = Math.max(0, sizeBytes - stated);
  const taken = use.budgets.chargeUpTo({ budget: 'unknown.address', payer, amount: more });
  if (!unpacked.ok) return unpacked;
  if (taken < more)
    return { ok: false, problem: problem('rate.address', { retryAfterMs: fullMs }) };
  return { ok: true, value: { bytes: unpacked.value, charged: stated + more } };
}

/** Refuses. A page whose origin is not allowed cannot read why. */
export function refuseCall({ response }: Pick<Call, 'response'>, refused: Problem): void {
  if (refused.code === 'origin.not_allowed') response.removeHeader('access-control-allow-origin');
  answerProblem(response, refused);
}
