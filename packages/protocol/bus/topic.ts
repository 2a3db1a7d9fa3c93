// How parts that may live in different processes meet: topics that carry values, and questions that
// somebody answers. Each has a version; what comes with another is ignored (core/bus).
import type { z } from 'zod';

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
