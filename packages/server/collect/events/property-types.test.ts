// The hand-written check agrees with the schema that it follows.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import {
  CartProperties,
  ErrorProperties,
  FormProperties,
  LeadProperties,
  OrderProperties,
  ProductProperties,
  SearchProperties,
  ServiceProperties,
  SourceProperties,
} from '@opportune/protocol/behaviour/event.ts';
import { DecisionId } from '@opportune/protocol/ids.ts';
import { PropertyTypes } from './property-types.ts';

const schemas = {
  ...{ CartProperties, ErrorProperties, FormProperties, LeadProperties, OrderProperties },
  ...{ ProductProperties, SearchProperties, ServiceProperties, SourceProperties },
  EngagementProperties: z.object({ decision: DecisionId }),
  OtherChecks: z.object({
    ...{ short: z.string().min(2), shaped: z.string().regex(/^a*$/), more: z.number().gt(0) },
    ...{ less: z.number().lt(1), even: z.number().multipleOf(2), whole: z.int() },
  }),
};
const values = [
  ...[undefined, 0, -0.5, -1, 1, 2 ** 53, 1e15, 1e16, -1e16, 1e300, Infinity, NaN],
  ...['', 'a', 'a'.repeat(8), 'a'.repeat(9), 'a'.repeat(256), 'a'.repeat(257), 'a'.repeat(2049)],
  ...['0'.repeat(20), 'no id', true, [], {}, [1]],
];

for (const [called, schema] of Object.entries(schemas)) {
  const types = new PropertyTypes(schema);
  const names = Object.keys(schema.shape);
  const right = Object.fromEntries(
    Object.entries(schema.shape).map(([name, one]) => [
      name,
      values.find((value) => z.safeParse(one, value).success),
    ]),
  );

  test(`[I3] properties have the types of ${called}, whatever they are`, () => {
    for (const name of names) {
      for (const value of values) {
        const given = { ...right, [name]: value };
        const issue = schema.safeParse(given).error?.issues[0];
        const fault = types.faultOf(given);
        assert.equal(fault?.path, issue?.path.join('.'), `${name}: ${JSON.stringify(value)}`);
        assert.equal(fault?.detail, issue?.message);
      }
    }
  });

  test(`[I3] null means that a property of ${called} is unknown`, () => {
    for (const name of names) {
      const without = { ...right, [name]: undefined };
      const fault = types.faultOf({ ...right, [name]: null });
      assert.deepEqual(fault, types.faultOf(without));
    }
  });
}
