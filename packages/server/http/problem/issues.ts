// Turns schema issues into problems with dotted paths. For a failed union, reports the branch that
// was meant, not all the others. It knows no schema in particular.
import { type ErrorCode, type Problem, problem } from '@opportune/protocol/errors.ts';
import type { z } from 'zod';

type Issue = z.core.$ZodIssue;
/** The maximum number of problems reported for one request. */
const most = 20;

/** The problems of a failed parse, at least one. `codeOf` picks the code by path. */
export function problemsOf(
  error: z.core.$ZodError,
  codeOf: (path: string) => ErrorCode = () => 'request.invalid',
): [Problem, ...Problem[]] {
  const found = error.issues.flatMap((issue) => flatten(issue, [])).slice(0, most);
  const [first, ...rest] = found.map(({ path, message }) =>
    problem(codeOf(path), { path, detail: message }),
  );
  return first === undefined ? [problem('request.invalid')] : [first, ...rest];
}

interface Found {
  readonly path: string;
  readonly message: string;
}

function flatten(issue: Issue, above: readonly PropertyKey[]): Found[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    return meant(issue.errors).flatMap((inner) => flatten(inner, path));
  }
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: dotted([...path, key]),
      message: 'There is no such field here.',
    }));
  }
  return [{ path: dotted(path), message: issue.message }];
}

/** The branch that knows most of the given keys and lacks fewest. The earlier one on a tie. */
function meant(branches: readonly (readonly Issue[])[]): readonly Issue[] {
  const cost = (branch: readonly Issue[]): number =>
    branch.reduce((sum, issue) => sum + costOf(issue), 0);
  return branches.reduce((best, branch) => (cost(branch) < cost(best) ? branch : best));
}

function costOf(issue: Issue): number {
  if (issue.code === 'unrecognized_keys' && issue.path.length === 0) return 3 * issue.keys.length;
  if (issue.path.length === 0) return 5;
  return issue.path.length === 1 ? 2 : 1;
}

function dotted(path: readonly PropertyKey[]): string {
  return path.map(String).join('.');
}
