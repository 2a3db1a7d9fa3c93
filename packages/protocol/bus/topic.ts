// How parts that may be in different processes communicate: topics that carry values, and questions
// that a process answers. Each has a version; other versions are ignored (core/bus).
import type { z } from 'zod';

/** Values of one kind, published to listeners. */
export interface Topic<Value> {
  readonly name: string;
  readonly version: number;
  readonly schema: z.ZodType<Value>;
}

export interface Question<Asked, Answer> {
  readonly name: string;
  readonly version: number;
  readonly asked: z.ZodType<Asked>;
  readonly answer: z.ZodType<Answer>;
}

/** A topic in its first version. */
export function topic<Value>(name: string, schema: z.ZodType<Value>): Topic<Value> {
  return { name, version: 1, schema };
}

/** A question in its first version. */
export function question<Asked, Answer>(
  name: string,
  asked: z.ZodType<Asked>,
  answer: z.ZodType<Answer>,
): Question<Asked, Answer> {
  return { name, version: 1, asked, answer };
}
