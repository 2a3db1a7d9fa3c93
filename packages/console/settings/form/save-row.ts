// Saves one row of a list: a new one is added, one that is there replaced from the revision that was seen.
import type { z } from 'zod';
import { api } from '../../api/client.ts';

interface Row {
  readonly revision?: string | undefined;
}

export function saveRow<Schema extends z.ZodType>(
  list: string,
  schema: Schema,
  /** Null: a new one. */
  row: (Row & { readonly id: string }) | null,
): (draft: unknown) => Promise<z.infer<Schema>> {
  return (draft) =>
    row === null
      ? api.post(list, draft, schema)
      : api.put(`${list}/${encodeURIComponent(row.id)}`, draft, schema, { revision: row.revision });
}
