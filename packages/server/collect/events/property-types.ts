// Checks an object's properties against the types of a schema. Looks only at properties of the
// schema, treats null as unknown, and stops at the first fault. It copies nothing and captures no
// stack, so that faulty events cost their sender no more than others.
import { z } from 'zod';

export interface TypeFault {
  /** The path of the property, with full stops between the names. */
  readonly path: string;
  readonly detail: string;
}

interface Property {
  readonly name: string;
  readonly schema: z.core.$ZodType;
  readonly isOptional: boolean;
  readonly passes: (value: unknown) => boolean;
}

/** Replaces zod's error, which captures a stack and formats a message for each refused value. */
class Issues {
  readonly issues: z.core.$ZodIssue[];
  constructor(issues: z.core.$ZodIssue[]) {
    this.issues = issues;
  }
}
const check = z.core._safeParse(Issues as unknown as typeof z.core.$ZodError);

export class PropertyTypes {
  readonly #properties: readonly Property[];

  constructor({ shape }: z.ZodObject) {
    this.#properties = Object.entries(shape).map(([name, schema]) => ({
      ...{ name, schema, passes: passing(schema) },
      isOptional: check(schema, undefined).success,
    }));
  }

  /** The first property of the wrong type, in the schema's order. */
  faultOf(value: Readonly<Record<string, unknown>>): TypeFault | null {
    for (const { name, schema, isOptional, passes } of this.#properties) {
      const given = value[name] ?? undefined;
      const isRight = given === undefined ? isOptional : passes(given);
      if (!isRight) return { path: name, detail: detailOf(schema, given) };
    }
    return null;
  }
}

/** What the schema expects, for a value that it refuses. */
export function detailOf(schema: z.core.$ZodType, value: unknown): string {
  return check(schema, value).error?.issues[0]?.message ?? 'The property has the wrong type.';
}

/** Checks texts and numbers, nearly all values, without the schema. */
function passing(schema: z.core.$ZodType): (value: unknown) => boolean {
  if (schema instanceof z.ZodOptional) return passing(schema.unwrap());
  if (schema instanceof z.ZodString && hasOnly(schema, textChecks)) {
    const longest = schema.maxLength ?? Infinity;
    return (value) => typeof value === 'string' && value.length <= longest;
  }
  if (schema instanceof z.ZodNumber && hasOnly(schema, numberChecks)) {
    const { minValue, maxValue, isInt } = schema;
    const [least, most] = [minValue ?? -Infinity, maxValue ?? Infinity];
    return (value) =>
      typeof value === 'number' &&
      Number.isFinite(value) &&
      value >= least &&
      value <= most &&
      (!isInt || Number.isSafeInteger(value));
  }
  return (value) => check(schema, value).success;
}

/** The checks that `passing` implements. The bounds of a number are inclusive. */
const textChecks = new Set(['max_length']);
const numberChecks = new Set(['greater_than', 'less_than', 'number_format']);

function hasOnly({ def }: z.ZodString | z.ZodNumber, known: ReadonlySet<string>): boolean {
  const checks = (def.checks ?? []).map((each) => each._zod.def);
  return checks.every(
    (each) => known.has(each.check) && (!('inclusive' in each) || each.inclusive === true),
  );
}
