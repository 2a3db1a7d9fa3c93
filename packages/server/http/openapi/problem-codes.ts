// Lists the codes that an operation of the API may refuse with: those that follow from its access
// and its inputs, and those that it declares.
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { Access } from '../access/principal.ts';

/** Errors in a condition. */
export const conditionErrors = [
  'condition.invalid',
  'condition.unknown_fact',
  'condition.operator',
  'condition.value',
  'condition.too_deep',
] as const satisfies readonly ErrorCode[];

/** For every operation: the server is closing, the disk is full, or an engine is unavailable. */
const always = [
  ...(['rate.address', 'server.failed', 'server.overloaded', 'server.stopping'] as const),
  ...(['server.storage_full', 'engine.unavailable'] as const),
] as const;
/** For every signed-in caller. */
const signedIn = [
  ...(['auth.required', 'auth.expired', 'auth.password_required', 'auth.scope'] as const),
  'rate.account',
] as const;
const writing = ['auth.cross_site', 'request.malformed', 'request.too_large'] as const;
/** For every request that may carry `Idempotency-Key`. */
const keyed = [
  ...(['request.key_reused', 'request.under_way', 'request.outcome_unknown'] as const),
  'request.invalid',
] as const;

export interface Refusing {
  readonly method: string;
  readonly access: Access;
  readonly beforePassword?: true | undefined;
  /** Whether its path has parameters. */
  readonly isOfOne: boolean;
  /** Whether it reads anything from the request. */
  readonly takes: boolean;
  readonly errors?: readonly ErrorCode[] | undefined;
}

/** All codes, each once. */
export function problemCodes(of: Refusing): readonly ErrorCode[] {
  const isUser = of.access !== 'public' && of.access !== 'operator';
  const isWriting = of.method !== 'GET';
  return [
    ...new Set<ErrorCode>([
      ...(isUser ? signedIn : []),
      ...(of.access === 'operator' ? (['auth.required'] as const) : []),
      // Every user is at least an agent.
      ...(of.access === 'public' || of.access === 'agent' ? [] : (['auth.forbidden'] as const)),
      // The address may be encoded in a way that cannot be decoded.
      ...(of.isOfOne ? (['request.not_found', 'request.malformed'] as const) : []),
      ...(of.takes ? (['request.invalid'] as const) : []),
      ...(isWriting ? writing : []),
      ...(isUser && of.method === 'POST' ? keyed : []),
      ...(of.errors ?? []),
      ...always,
    ]),
  ].filter((code) => code !== 'auth.password_required' || of.beforePassword !== true);
}
