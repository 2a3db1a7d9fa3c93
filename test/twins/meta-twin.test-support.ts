// What the twins of Meta's products share: how Meta escapes and signs what it posts, the handshake,
// and errors of the Graph API, as its documentation describes them.
// https://developers.facebook.com/docs/graph-api/webhooks/getting-started
// https://developers.facebook.com/docs/graph-api/guides/error-handling
import { createHmac } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Fault, Told } from '@opportune/core/contracts/channel.contract.ts';
import type { RawRequest } from '@opportune/core/ports/channel.ts';
import { sendJson } from './twin-server.test-support.ts';

export const appSecret = 'b0a1c9d8e7f65443322110ffeeddccbb';
export const verifyToken = 'shop-verify-token';
const url = 'https://talk.example/v1/channels/c1/webhook';

/** JSON as Meta writes it: without a character beyond ASCII, and with escaped slashes. */
export function metaJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('/', '\\/')
    .replaceAll(
      /[\u0080-\uffff]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
}

export function signedByMeta(value: unknown, secret = appSecret): RawRequest {
  const body = Buffer.from(metaJson(value));
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  return {
    ...{ method: 'POST', url, query: {}, body },
    headers: {
      'content-type': 'application/json',
      'x-hub-signature-256': `sha256=${signature}`,
    },
  };
}

export const metaHandshake = {
  answer: '1158201444',
  request(token: 'right' | 'wrong'): RawRequest {
    const query = {
      'hub.mode': 'subscribe',
      'hub.challenge': '1158201444',
      'hub.verify_token': token === 'right' ? verifyToken : 'another',
    };
    const search = new URLSearchParams(query);
    return { method: 'GET', url: `${url}?${search}`, query, headers: {}, body: Buffer.alloc(0) };
  },
};

/** Groups by the name of an address, in the order of what was told. */
export function groupsOf<T>(things: readonly T[], size: number): readonly (readonly T[])[] {
  const groups: T[][] = [];
  for (let at = 0; at < things.length; at += size) groups.push(things.slice(at, at + size));
  return groups;
}

export interface GraphFault {
  readonly status: number;
  readonly code: number;
  readonly subcode?: number;
  readonly message: string;
}

export function sendGraphError(
  response: ServerResponse,
  { status, code, subcode, message }: GraphFault,
  headers: Readonly<Record<string, string>> = {},
): void {
  const error = {
    ...{ message, type: 'OAuthException', code },
    ...(subcode !== undefined && { error_subcode: subcode }),
    fbtrace_id: 'Az8or2yhqkZfEZ-_4Qn_Bam',
  };
  sendJson(response, status, { error }, headers);
}

export const expiredToken = {
  ...{ status: 401, code: 190, subcode: 463 },
  message: 'Error validating access token: Session has expired.',
} as const;

/** Whether the fault was an answer by itself. */
export function answeredFault(
  response: ServerResponse,
  fault: Fault | null,
  { rate, refusal }: { readonly rate: GraphFault; readonly refusal: GraphFault },
): boolean {
  if (fault?.type === 'rate') {
    const { retryAfterS: seconds } = fault;
    sendGraphError(response, rate, seconds === null ? {} : { 'retry-after': String(seconds) });
    return true;
  }
  if (fault?.type === 'refuse') {
    sendGraphError(response, refusal);
    return true;
  }
  return false;
}

export type ToldMessage = Extract<Told, { type: 'message' }>;
