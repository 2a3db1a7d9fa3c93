// How a service refuses: one throwable with a code of the error table. The edge turns it into the
// documented response, and nothing else inspects it. Bugs are not refusals.
import {
  type ErrorCode,
  type Problem,
  type ProblemAt,
  errorTable,
  problem,
} from '@opportune/protocol/errors.ts';

export class Refusal extends Error {
  readonly problem: Problem;
  readonly status: number;

  constructor(refused: Problem) {
    super(refused.message);
    this.name = 'Refusal';
    this.problem = refused;
    this.status = errorTable[refused.code].status;
  }
}

/** Creates the refusal for a code. */
export function refuse(code: ErrorCode, at: ProblemAt = {}): Refusal {
  return tracedIf(errorTable[code].status >= 500, () => new Refusal(problem(code, at)));
}

/** A stack costs as much as the rest of a refusal, and only those of the server's own are logged. */
function tracedIf<T>(isTraced: boolean, make: () => T): T {
  const { stackTraceLimit } = Error;
  if (!isTraced) Error.stackTraceLimit = 0;
  try {
    return make();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** Returns the thing. Throws `request.not_found` if there is none. */
export function found<Thing>(thing: Thing | null | undefined): Thing {
  if (thing == null) throw refuse('request.not_found');
  return thing;
}

/**
 * Refuses with several problems of one request. The first determines the response; all are listed.
 */
export function refuseAll(problems: readonly [Problem, ...Problem[]]): Refusal {
  return new Refusal({
    ...problems[0],
    problems: problems.map(({ problems: _, ...each }) => each),
  });
}

/** The value of the header `Retry-After` in seconds. Null if the status has no such header. */
export function retryAfterSeconds({ code, retryAfterMs = 1000 }: Problem): number | null {
  const { status } = errorTable[code];
  return status === 429 || status === 503 ? Math.max(1, Math.ceil(retryAfterMs / 1000)) : null;
}
