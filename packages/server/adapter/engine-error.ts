// An engine's failure as seen above the adapters: a code of the error table, whether a retry may
// succeed, and the engine's own error as the cause. It decides nothing.
import { type ErrorCode, errorTable } from '@opportune/protocol/errors.ts';

export class EngineError extends Error {
  readonly code: ErrorCode;
  /** True if a retry may succeed, for example while the engine restarts. */
  readonly retry: boolean;

  constructor(code: ErrorCode, detail?: string, cause?: unknown) {
    super(detail ?? errorTable[code].sentence, cause === undefined ? {} : { cause });
    this.name = 'EngineError';
    this.code = code;
    this.retry = errorTable[code].retry;
  }
}

/** The message of any thrown value. */
export function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
