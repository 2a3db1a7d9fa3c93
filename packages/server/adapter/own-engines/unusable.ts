// The refusal of the operator's own engine: one sentence that begins with the option.
import { EngineError, reasonOf } from '../engine-error.ts';

/** How long an engine may take to answer during the check. */
export const checkMs = 10_000;

export interface Unusable {
  readonly option: string;
  /** The URL in the option, without its user and password. */
  readonly place: string;
}

/** The refusal. `what` is the rest of its sentence. */
export function unusable(option: string, what: string, cause?: unknown): EngineError {
  return new EngineError('start.engine_unusable', `${option}: ${what}.`, cause);
}

/** For a connection that failed. Null for any other error. */
export function unreachable({ option, place }: Unusable, error: unknown): EngineError | null {
  const code = codeOf(error);
  const why = reasons[code] ?? (isLate(error) ? `does not answer within ${checkMs / 1000} s` : '');
  if (why === '') return null;
  return unusable(option, `${place} ${why}${code === '' ? '' : ` (${code})`}`, error);
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refuses connections',
  ENOTFOUND: 'is not a host that is known',
  EAI_AGAIN: 'cannot be looked up now',
  EHOSTUNREACH: 'cannot be reached',
  ENETUNREACH: 'cannot be reached',
  ETIMEDOUT: 'does not answer',
  ENOENT: 'has no socket there',
  EACCES: 'may not be opened by this user',
};

function isLate(error: unknown): boolean {
  return /timeout/i.test(reasonOf(error));
}

/** If a name has several addresses, Node reports the result of each. */
function codeOf(error: unknown): string {
  const one = error instanceof AggregateError ? error.errors[0] : error;
  return one instanceof Error && 'code' in one ? String(one.code) : '';
}

/** Whether a version such as `25.8.1` is at least `least`, by its leading numbers. */
export function isAtLeast(version: string, least: readonly number[]): boolean {
  const numbers = version.split('.').map(Number);
  for (const [at, wanted] of least.entries()) {
    const found = numbers[at] ?? 0;
    if (found !== wanted) return found > wanted;
  }
  return true;
}
