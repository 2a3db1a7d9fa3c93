// The property types of the standard events, such as a number where one is required. It maps names
// to schemas and reports the first fault. Unknown names and properties pass.
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
} from '@opportune/protocol/behaviour/event.ts';
import { problem, type Problem } from '@opportune/protocol/errors.ts';
import { DecisionId } from '@opportune/protocol/ids.ts';
import { detailOf, PropertyTypes, type TypeFault } from './property-types.ts';
import { isObject } from '../reading/json.ts';

const engagementNames = new Set<string>([
  eventName.engagementShown,
  eventName.engagementClicked,
  eventName.engagementDismissed,
  eventName.engagementMissed,
  eventName.engagementMuted,
]);

const schemas: readonly (readonly [name: string, schema: z.ZodObject, withProducts?: true])[] = [
  [eventName.productViewed, ProductProperties],
  [eventName.productAdded, ProductProperties],
  [eventName.productRemoved, ProductProperties],
  [eventName.productListViewed, z.object({}), true],
  [eventName.productsSearched, SearchProperties],
  [eventName.cartViewed, CartProperties.partial(), true],
  [eventName.cartUpdated, CartProperties, true],
  [eventName.checkoutStarted, OrderProperties, true],
  [eventName.orderCompleted, OrderProperties, true],
  [eventName.orderRefunded, OrderProperties, true],
  [eventName.orderCancelled, OrderProperties, true],
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
  ...[...engagementNames].map((name) => [name, z.object({ decision: DecisionId })] as const),
];

const product = new PropertyTypes(ProductProperties);
/** By the event's name: its property types, and whether it may have a list of products. */
const standards = new Map(
  schemas.map(([name, schema, withProducts = false]) => [
    name,
    { types: new PropertyTypes(schema), withProducts },
  ]),
);

/**
 * The first property of the wrong type, as `event.property_type` with its path. Null if there is
 * none.
 */
export function propertyTypeProblem(name: string, properties: JsonObject): Problem | null {
  const standard = standards.get(name);
  if (standard === undefined) return null;
  const { types, withProducts } = standard;
  const fault =
    types.faultOf(properties) ?? (withProducts ? productsFault(properties['products']) : null);
  if (fault === null) return null;
  return problem('event.property_type', {
    path: `properties.${fault.path}`,
    detail: fault.detail,
  });
}

function productsFault(products: Json | undefined): TypeFault | null {
  if (products === undefined || products === null) return null;
  if (!Array.isArray(products)) return wrong('products', list, products);
  for (const [at, each] of products.entries()) {
    if (!isObject(each)) return wrong(`products.${at}`, object, each);
    const fault = product.faultOf(each);
    if (fault !== null) return { ...fault, path: `products.${at}.${fault.path}` };
  }
  return null;
}
const list = z.array(z.unknown());
const object = z.object({});

function wrong(path: string, schema: z.ZodType, value: unknown): TypeFault {
  return { path, detail: detailOf(schema, value) };
}

/** The decision that an engagement event belongs to. Undefined for every other event. */
export function decisionOf(name: string, properties: JsonObject): DecisionId | undefined {
  if (!engagementNames.has(name)) return undefined;
  const parsed = DecisionId.safeParse(properties['decision']);
  return parsed.success ? parsed.data : undefined;
}
