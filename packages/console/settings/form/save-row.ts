// Saves one row of a list. A new row is added. An existing one is replaced if it still has the
// revision that the user saw.
import type { z } from 'zod';
import { api } from '../../api/client.ts';

interface Row {
  readonly revision?: string | undefined;
}

export function saveRow<Schema extends z.ZodType>(
  list: string,
  schema: Schema,
  /** Null for a new row. */
  row: (Row & { readonly id: string }) | null,
): (draft: unknown) => Promise<z.infer<Schema>> {
  return (draft) =>
    row === null
      ? api.post(list, draft, schema)
      : api.put(`${list}/${encodeURIComponent(row.id)}`, draft, schema, { revision: row.revision });
}
