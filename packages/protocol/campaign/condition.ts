// The grammar of conditions, for audiences and moments alike. JSON in, typed tree out;
// core/behaviour compiles and evaluates. A condition is bounded in depth and size, so its cost is
// bounded.
import { z } from 'zod';

export const conditionLimits = { depth: 8, nodes: 100, listValues: 200, sequenceSteps: 5 } as const;

/** A span of time in seconds. Its exact end is always known. */
const Seconds = z
  .number()
  .positive()
  .max(90 * 24 * 3600);
const Scalar = z.union([z.string().max(1024), z.number(), z.boolean()]);

export const Operator = z.enum([
  'eq',
  'ne',
  'gt',
  'gte',
  'lt',
  'lte',
  'in',
  'notIn',
  'contains',
  'startsWith',
  'endsWith',
  'matches',
  'exists',
  'between',
  'before',
  'after',
  'withinLast',
  'withinNext',
]);
export type Operator = z.infer<typeof Operator>;

/**
 * `value`: none for exists; a list for in, notIn; a pair for between; seconds for withinLast and
 * withinNext.
 */
export const FactCondition = z.strictObject({
  fact: z.string().max(128),
  op: Operator,
  value: z.union([Scalar, z.array(Scalar).max(conditionLimits.listValues)]).optional(),
});
export type FactCondition = z.infer<typeof FactCondition>;

/** An event by name, with conditions on its properties. */
export const EventPattern = z.strictObject({
  event: z.string().min(1).max(200),
  /** Conditions on the event's properties, `path` dotted. */
  where: z
    .array(
      z.strictObject({ path: z.string().max(128), op: Operator, value: FactCondition.shape.value }),
    )
    .max(5)
    .optional(),
});
export type EventPattern = z.infer<typeof EventPattern>;

/** Counted over the last `withinS` seconds, or over the visit if that is left out. */
export const Performed = z.strictObject({
  performed: EventPattern,
  count: z
    .strictObject({ op: z.enum(['gte', 'lte', 'eq']), value: z.number().int().min(0).max(1000) })
    .optional(),
  withinS: Seconds.optional(),
});
/** Each step after the one before, all within `withinS`, none of `without` in between. */
export const Sequence = z.strictObject({
  sequence: z.array(EventPattern).min(2).max(conditionLimits.sequenceSteps),
  withinS: Seconds.optional(),
  without: EventPattern.optional(),
});
/** `after` happened and `absence` did not within `withinS` of it. True from that instant on. */
export const Absence = z.strictObject({
  absence: EventPattern,
  after: EventPattern,
  withinS: Seconds,
});
/**
 * Attention in seconds on the present page, in the present section, or in the visit. A hidden tab
 * does not count.
 */
export const Dwell = z.strictObject({
  dwell: z.strictObject({
    on: z.enum(['page', 'section', 'visit']),
    /** With `section`: which one. Absent: any that the visitor is in. */
    section: z.string().max(64).optional(),
    forS: Seconds,
  }),
});
/** No activity for `forS` seconds on a shown page. */
export const Idle = z.strictObject({ idle: z.strictObject({ forS: Seconds }) });
/** Exit intent on this page view. */
export const Leaving = z.strictObject({ leaving: z.literal(true) });
/** A numeric fact with hysteresis: true once it reaches `rises`, until it falls to `falls`. */
export const Score = z.strictObject({
  score: z.strictObject({ fact: z.string().max(128), rises: z.number(), falls: z.number() }),
});

export interface All {
  readonly all: readonly Condition[];
}
export interface Any {
  readonly any: readonly Condition[];
}
export interface Not {
  readonly not: Condition;
}
export type Condition =
  | All
  | Any
  | Not
  | FactCondition
  | z.infer<typeof Performed>
  | z.infer<typeof Sequence>
  | z.infer<typeof Absence>
  | z.infer<typeof Dwell>
  | z.infer<typeof Idle>
  | z.infer<typeof Leaving>
  | z.infer<typeof Score>;

/**
 * The grammar only. core/behaviour/condition/check-condition.ts checks that facts exist and
 * operators fit.
 */
export const Condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(Condition).max(conditionLimits.nodes) }),
    z.strictObject({ any: z.array(Condition).max(conditionLimits.nodes) }),
    z.strictObject({ not: Condition }),
    FactCondition,
    Performed,
    Sequence,
    Absence,
    Dwell,
    Idle,
    Leaving,
    Score,
  ]),
) as z.ZodType<Condition>;
