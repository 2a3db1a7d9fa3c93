// How frames of the sockets, and other unions on `type`, are declared.
import { z } from 'zod';
import { ConversationId } from './ids.ts';

/** The schema of one type. */
export function frame<Type extends string, Shape extends z.core.$ZodLooseShape>(
  type: Type,
  shape: Shape,
) {
  return z.object({ type: z.literal(type) }).extend(shape);
}

/** For frames about one conversation. */
export const about = { conversation: ConversationId };
