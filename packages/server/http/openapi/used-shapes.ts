// Leaves out of an OpenAPI document the shapes that nothing in it refers to: a shape is named for requests
// and for answers, and most are in one of the two only.
import type { OpenApiDocument } from './api-operations.ts';

/** The same document with the shapes that its operations reach. */
export function withUsedShapes(document: OpenApiDocument): OpenApiDocument {
  const { schemas = {}, ...components } = document.components ?? {};
  const used = new Set(shapesIn([document.paths, components]));
  // Also those that are found on the way.
  for (const name of used) for (const inner of shapesIn(schemas[name])) used.add(inner);
  const kept = Object.entries(schemas).filter(([name]) => used.has(name));
  return { ...document, components: { ...components, schemas: Object.fromEntries(kept) } };
}

function shapesIn(part: unknown): readonly string[] {
  const found = JSON.stringify(part ?? null).matchAll(/"#\/components\/schemas\/(\w+)"/g);
  return [...found].map(([, name = '']) => name);
}
