// A document of settings whose parts are saved as they are changed, each with all of the document. What
// is refused is said, with a way to load what somebody else saved meanwhile.
import type { z } from 'zod';
import { invalidate, sayUnsaved, useApiQuery, useWholeSave } from '../../ui/index.ts';

export function useSavedAtOnce<Schema extends z.ZodType<{ readonly revision?: string }>>(
  path: string,
  schema: Schema,
) {
  const { data, error, refetch } = useApiQuery(path, schema);
  const change = useWholeSave<object, Schema>(path, schema);
  const save = (part: Partial<z.infer<Schema>>): void =>
    change.mutate(
      { draft: { ...data, ...part }, revision: data?.revision },
      { onError: sayUnsaved(() => invalidate(path)) },
    );
  return { data, error, refetch, isPending: change.isPending, save };
}
