// What an engine's failure looks like above the adapters: a code of the error table, whether the
// same call may succeed later, and the engine's own error as the cause. It decides nothing.
import { type ErrorCode, errorTable } from '@opportune/protocol/errors.ts';

export class EngineError extends Error {
  readonly code: ErrorCode;
  /** The same call may succeed a moment later (the engine is being restarted, say). */
  readonly retry: boolean;

  constructor(code: ErrorCode, detail?: string, cause?: unknown) {
    super(detail ?? errorTable[code].sentence, cause === undefined ? {} : { cause });
    this.name = 'EngineError';
    this.code = code;
    this.retry = errorTable[code].retry;
  }
}

/** The sentence of whatever was thrown. */
export function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
