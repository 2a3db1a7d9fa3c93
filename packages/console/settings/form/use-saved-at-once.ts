// A settings document that saves each change at once, always as a whole. If a save is refused, it
// says why. If somebody else saved in the meantime, it offers to load their version.
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
