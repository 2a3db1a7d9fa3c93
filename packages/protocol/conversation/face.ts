// Agents' faces as visitors see them.
import { z } from 'zod';

/** The most faces that stand beside each other. */
export const mostFaces = 3;

export const Face = z.object({
  name: z.string(),
  /** The path of a photo. Null: there is none, or the site's brand shows none. */
  photo: z.string().nullable(),
});
export type Face = Readonly<z.infer<typeof Face>>;
