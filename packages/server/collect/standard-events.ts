// The property types of the standard events: a number where a number is meant. It knows which
// schema belongs to which name and reports the first fault; unknown names and properties pass.
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
  eventName,
  type Json,
  type JsonObject,
} from '@opportune/protocol/event.ts';
import { problem, type Problem } from '@opportune/protocol/errors.ts';
import { DecisionId } from '@opportune/protocol/ids.ts';
import { isObject } from './reading/json.ts';

/** It stops at the first fault: to describe each of thousands would cost more than all else. */
const Products = z.object({
  products: z
    .array(z.unknown())
    .superRefine((products, context) => {
      for (const [at, product] of products.entries()) {
        // Nothing in it can be wrong, and a list may hold very many.
        if (isEmpty(product)) continue;
        const issue = check(ProductProperties, product).error?.issues[0];
        if (issue === undefined) continue;
        const { message, path } = issue;
        return context.addIssue({ code: 'custom', message, path: [at, ...path] });
      }
    })
    .optional(),
});
const Engagement = z.object({ decision: DecisionId });

/** In place of zod's error, which takes down a stack and writes its message for each event refused. */
class Issues {
  readonly issues: z.core.$ZodIssue[];
  constructor(issues: z.core.$ZodIssue[]) {
    this.issues = issues;
  }
}
const check = z.core._safeParse(Issues as unknown as typeof z.core.$ZodError);

const schemas = new Map<string, z.ZodType>([
  [eventName.productViewed, ProductProperties],
  [eventName.productAdded, ProductProperties],
  [eventName.productRemoved, ProductProperties],
  [eventName.productListViewed, Products],
  [eventName.productsSearched, SearchProperties],
  [eventName.cartViewed, CartProperties.partial().extend(Products.shape)],
  [eventName.cartUpdated, CartProperties.extend(Products.shape)],
  [eventName.checkoutStarted, OrderProperties.extend(Products.shape)],
  [eventName.orderCompleted, OrderProperties.extend(Products.shape)],
  [eventName.orderRefunded, OrderProperties.extend(Products.shape)],
  [eventName.orderCancelled, OrderProperties.extend(Products.shape)],
  [eventName.scrollReached, z.object({ percent: z.number().min(0).max(100) })],
  [eventName.elementClicked, z.object({ mark: z.string() })],
  [eventName.errorMet, ErrorProperties],
  [eventName.formStarted, FormProperties],
  [eventName.formLeft, FormProperties],
  [eventName.formSubmitted, FormProperties],
  [eventName.leadSubmitted, LeadProperties],
  [eventName.serviceRequested, ServiceProperties],
  [eventName.serviceResolved, ServiceProperties],
  [eventName.sourceReported, SourceProperties],
]);

const engagementNames = new Set<string>([
  eventName.engagementShown,
  eventName.engagementClicked,
  eventName.engagementDismissed,
  eventName.engagementMissed,
  eventName.engagementMuted,
]);
for (const name of engagementNames) schemas.set(name, Engagement);

/** The first property of the wrong type, as `event.property_type` with its path, or null. */
export function propertyTypeProblem(name: string, properties: JsonObject): Problem | null {
  const schema = schemas.get(name);
  if (schema === undefined) return null;
  const asGiven = check(schema, properties);
  if (asGiven.success) return null;
  const result = holdsNull(properties) ? check(schema, withoutNulls(properties)) : asGiven;
  if (result.success) return null;
  const issue = result.error.issues[0];
  const path = ['properties', ...(issue?.path ?? [])].join('.');
  return problem('event.property_type', {
    path,
    detail: issue?.message ?? 'The property has the wrong type.',
  });
}

function isEmpty(value: unknown): boolean {
  if (!isObject(value)) return false;
  for (const _ in value) return false;
  return true;
}

function holdsNull(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return value === null;
  return Object.values(value).some(holdsNull);
}

/** Libraries write null for what they do not know. It is asked only of what did not pass as it is. */
function withoutNulls(value: Json): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const known = Object.entries(value).filter(([, each]) => each !== null);
  return Object.fromEntries(known.map(([name, each]) => [name, withoutNulls(each)]));
}

/** The decision that an engagement event answers; undefined for every other event. */
export function decisionOf(name: string, properties: JsonObject): DecisionId | undefined {
  if (!engagementNames.has(name)) return undefined;
  const parsed = DecisionId.safeParse(properties['decision']);
  return parsed.success ? parsed.data : undefined;
}
