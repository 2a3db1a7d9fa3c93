// Parses a request with the zod schema of its route, and makes every text in it storable.
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import { storableJson } from '@opportune/protocol/text.ts';
import { z } from 'zod';
import { problemsOf } from '../problem/issues.ts';
import { refuseAll } from '../problem/refusal.ts';

/** Validates with zod and refuses with all problems. `codeOf` picks the code by path. */
export function validateWith(codeOf?: (path: string) => ErrorCode) {
  return ({ schema }: { readonly schema: unknown }) =>
    (data: unknown): { value: unknown } | { error: Error } => {
      if (!(schema instanceof z.ZodType))
        throw new Error('a route has a schema that is not of zod');
      const parsed = schema.safeParse(storableJson(data));
      return parsed.success
        ? { value: parsed.data }
        : { error: refuseAll(problemsOf(parsed.error, codeOf)) };
    };
}
