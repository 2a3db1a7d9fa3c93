// How frames of the sockets are declared, and what else is told apart by its `type`.
import { z } from 'zod';
import { ConversationId } from './ids.ts';

/** What is said under one type. */
export function frame<Type extends string, Shape extends z.core.$ZodLooseShape>(
  type: Type,
  shape: Shape,
) {
  return z.object({ type: z.literal(type) }).extend(shape);
}

/** Of frames about one conversation. */
export const about = { conversation: ConversationId };
