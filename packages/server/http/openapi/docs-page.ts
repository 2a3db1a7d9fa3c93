// Renders the API documentation at /api/docs: one page made from the OpenAPI document. It loads
// nothing from elsewhere and has no script.
import { createHash } from 'node:crypto';
import type { App } from '../rest/app.ts';
import { type OpenApiDocument, groupsOf } from './api-operations.ts';
import { pagePolicy } from '../browser/security-headers.ts';
import { docsStyle } from './docs-style.ts';
import { escaped } from '../html.ts';
import { schemaHtml } from './schema-html.ts';

/** Adds `/api/openapi.json` and `/api/docs`. */
export function addDocs(app: App): void {
  const made: { page: string | null } = { page: null };
  const policy = pagePolicy(createHash('sha256').update(docsStyle).digest('base64'));
  app.get('/api/openapi.json', { schema: { hide: true } }, async (_request, reply) =>
    reply.serializer(JSON.stringify).type('application/json; charset=utf-8').send(app.swagger()),
  );
  app.get('/api/docs', { schema: { hide: true } }, async (_request, reply) => {
    made.page ??= docsPage(app.swagger() as unknown as OpenApiDocument);
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', policy)
      .send(made.page);
  });
}

/** Renders the whole page for a document. */
export function docsPage(document: OpenApiDocument): string {
  const groups = groupsOf(document);
  const contents = groups.map(
    ([group, operations]) => `
    <h3>${escaped(group)}</h3>
    <ul>${operations.map(({ id, method, path }) => `<li><a href="#${id}"><span class="method ${method}">${method}</span>${escaped(path)}</a></li>`).join('')}</ul>`,
  );
  const sections = groups.map(
    ([group, operations]) =>
      `<h2>${escaped(group)}</h2>${operations
        .map(
          (each) => `
    <section id="${each.id}">
      <h3><span class="method ${each.method}">${each.method}</span><code>${escaped(each.path)}</code></h3>
      <p class="summary">${escaped(each.summary)}</p>
      <p class="access">${escaped(each.access)}</p>
      ${each.parameters.length > 0 ? `<h4>Parameters</h4>${schemaHtml(each.parameterSchema, document)}` : ''}
      ${each.body === null ? '' : `<h4>Body</h4>${schemaHtml(each.body, document)}`}
      ${each.answer === null ? '' : `<h4>Answer</h4>${schemaHtml(each.answer, document)}`}
    </section>`,
        )
        .join('')}`,
  );
  const shapes = Object.entries(document.components?.schemas ?? {})
    .filter(([name]) => !name.endsWith('Input'))
    .map(
      ([name, schema]) =>
        `<section id="schema-${name}"><h3>${name}</h3>${schemaHtml(schema, document)}</section>`,
    );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Opportune API</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>${docsStyle}</style></head><body>
<nav><h1>Opportune API</h1><p><a href="/api/openapi.json">OpenAPI document</a></p>${contents.join('')}</nav>
<main><p class="lead">${escaped(document.info.description ?? '')}</p>${sections.join('')}<h2>Shapes</h2>${shapes.join('')}</main></body></html>`;
}
