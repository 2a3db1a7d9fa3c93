// Writes docs/reference/api.md from the OpenAPI document: every operation with its access,
// parameters, body and answer, and the shapes that operations share.
import {
  groupsOf,
  type JsonSchema,
  type OpenApiDocument,
  type Operation,
} from '@opportune/server/http/openapi/api-operations.ts';
import { apiDocument } from './api-document.ts';

export async function apiReference(): Promise<string> {
  const document = await apiDocument();
  const named = shapesOf(document);
  return [
    '# API reference',
    '',
    'Every operation of the REST API. `npm run generate` makes this page from the schemas.',
    '[Using the API](../api/README.md) explains how to sign in, page through lists and retry safely, and',
    'lists the refusals that nearly all operations share. A running server serves the same as OpenAPI at',
    '`/api/openapi.json` and as a page at `/api/docs`.',
    ...groupsOf(document).flatMap(([group, operations]) => [
      '',
      `## ${group}`,
      ...operations.flatMap(operationLines),
    ]),
    '',
    '## Shapes',
    ...named.flatMap(([name, schema]) => ['', `### ${name}`, '', ...schemaLines(schema)]),
    '',
  ].join('\n');
}

/** Codes of nearly every operation. The OpenAPI document lists them at each. */
const usual =
  /^(auth\.(required|expired|forbidden|password_required|scope|cross_site)|rate\.(address|account)|server\.|engine\.|request\.(?!conflict))/;

function operationLines(operation: Operation): string[] {
  const { id, method, path, summary, access, parameters, parameterSchema, body, answer } =
    operation;
  const codes = operation.codes.filter((code) => !usual.test(code));
  return [
    '',
    `### ${method} ${path}`,
    '',
    `${summary}. ${access.replaceAll('\n\n', ' ')} Operation id: \`${id}\`.`,
    ...(codes.length === 0
      ? []
      : ['', `Refuses with ${codes.map((code) => `\`${code}\``).join(', ')}.`]),
    ...(parameters.length === 0 ? [] : ['', 'Parameters:', '', ...schemaLines(parameterSchema)]),
    ...(body === null ? [] : ['', 'Body:', '', ...schemaLines(body)]),
    ...(answer === null ? [] : ['', 'Answer:', '', ...schemaLines(answer)]),
  ];
}

/** Shapes by name, each once. The operation itself says what a request may leave out. */
function shapesOf(document: OpenApiDocument): [string, JsonSchema][] {
  const shapes = Object.entries(document.components?.schemas ?? {});
  return shapes.filter(([name]) => !name.endsWith('Input')).sort(([a], [b]) => a.localeCompare(b));
}

function schemaLines(schema: JsonSchema): string[] {
  if (schema.properties === undefined) return [typeOf(schema)];
  const rows = rowsOf(schema, '');
  return rows.length === 0 ? ['Nothing.'] : ['| field | type | |', '|---|---|---|', ...rows];
}

/** One row per field. Fields of inner objects have a dotted path. */
function rowsOf(schema: JsonSchema, above: string): string[] {
  const required = new Set(schema.required);
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const path = `${above}${name}`;
    const inner = property.properties === undefined ? property.items : property;
    const below =
      inner?.properties === undefined
        ? []
        : rowsOf(inner, `${path}${property.items === undefined ? '' : '[]'}.`);
    return [
      `| \`${path}\` | ${typeOf(property)} | ${required.has(name) ? '' : 'optional'} |`,
      ...below,
    ];
  });
}

function typeOf(schema: JsonSchema): string {
  if (schema.$ref !== undefined) {
    const name = (schema.$ref.split('/').at(-1) ?? '').replace(/Input$/, '');
    return `[${name}](#${name.toLowerCase()})`;
  }
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum !== undefined) return schema.enum.map((each) => `\`${String(each)}\``).join(', ');
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return [...new Set(choices.map(typeOf))].join(' or ');
  if (schema.items !== undefined) return `list of ${typeOf(schema.items)}`;
  const names = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? ['anything']);
  return names.map((name) => (name === 'string' ? 'text' : name)).join(' or ');
}
