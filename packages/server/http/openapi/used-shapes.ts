// Removes shapes from an OpenAPI document that nothing in it refers to. A shape is named for
// requests and for responses, but most occur in only one of the two.
import type { OpenApiDocument } from './api-operations.ts';

/** The same document with only the shapes that its operations reach. */
export function withUsedShapes(document: OpenApiDocument): OpenApiDocument {
  const { schemas = {}, ...components } = document.components ?? {};
  const used = new Set(shapesIn([document.paths, components]));
  // Includes shapes that are added during the loop.
  for (const name of used) for (const inner of shapesIn(schemas[name])) used.add(inner);
  const kept = Object.entries(schemas).filter(([name]) => used.has(name));
  return { ...document, components: { ...components, schemas: Object.fromEntries(kept) } };
}

function shapesIn(part: unknown): readonly string[] {
  const found = JSON.stringify(part ?? null).matchAll(/"#\/components\/schemas\/(\w+)"/g);
  return [...found].map(([, name = '']) => name);
}
