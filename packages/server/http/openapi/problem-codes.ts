// The codes that an operation of the API may refuse with: those that follow from who may call it and from
// what it takes, and those that it declares.
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { Access } from '../access/principal.ts';

/** What is wrong with a condition. */
export const conditionErrors = [
  'condition.invalid',
  'condition.unknown_fact',
  'condition.operator',
  'condition.value',
  'condition.too_deep',
] as const satisfies readonly ErrorCode[];

/** Of every operation: also while the server ends, the disk is full, or an engine is away. */
const always = [
  ...(['rate.address', 'server.failed', 'server.overloaded', 'server.stopping'] as const),
  ...(['server.storage_full', 'engine.unavailable'] as const),
] as const;
/** Of whoever signed in. */
const signedIn = [
  ...(['auth.required', 'auth.expired', 'auth.password_required', 'auth.scope'] as const),
  'rate.account',
] as const;
const writing = ['auth.cross_site', 'request.malformed', 'request.too_large'] as const;
/** Of a request that may carry `Idempotency-Key`. */
const keyed = [
  ...(['request.key_reused', 'request.under_way', 'request.outcome_unknown'] as const),
  'request.invalid',
] as const;

export interface Refusing {
  readonly method: string;
  readonly access: Access;
  readonly beforePassword?: true | undefined;
  /** Whether it has parameters in its path. */
  readonly isOfOne: boolean;
  /** Whether it reads anything of the request. */
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
      // Every user is an agent at least.
      ...(of.access === 'public' || of.access === 'agent' ? [] : (['auth.forbidden'] as const)),
      // An address may be written in a way that cannot be read.
      ...(of.isOfOne ? (['request.not_found', 'request.malformed'] as const) : []),
      ...(of.takes ? (['request.invalid'] as const) : []),
      ...(isWriting ? writing : []),
      ...(isUser && of.method === 'POST' ? keyed : []),
      ...(of.errors ?? []),
      ...always,
    ]),
  ].filter((code) => code !== 'auth.password_required' || of.beforePassword !== true);
}
