// Renders a JSON schema as rows of name, type and description. Links named shapes instead of
// repeating them.
import { escaped } from '../html.ts';
import type { JsonSchema, OpenApiDocument } from './api-operations.ts';

const deepest = 3;

/** The HTML of a schema: a table for an object, else only its type. */
export function schemaHtml(schema: JsonSchema, document: OpenApiDocument, depth = 0): string {
  if (schema.$ref !== undefined || schema.properties === undefined)
    return `<p class="type">${typeHtml(schema)}</p>`;
  const required = new Set(schema.required);
  const rows = Object.entries(schema.properties).map(
    ([name, property]) => `<tr>
    <td><code>${escaped(name)}</code>${required.has(name) ? '' : '<span class="optional">optional</span>'}</td>
    <td>${typeHtml(property)}${nested(property, document, depth)}</td></tr>`,
  );
  return rows.length === 0 ? '<p class="type">nothing</p>' : `<table>${rows.join('')}</table>`;
}

function nested(schema: JsonSchema, document: OpenApiDocument, depth: number): string {
  const inner = schema.properties === undefined ? schema.items : schema;
  if (inner?.properties === undefined || depth >= deepest) return '';
  return schemaHtml(inner, document, depth + 1);
}

/** The type in words: `text`, `number`, `list of Goal`. */
export function typeHtml(schema: JsonSchema): string {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1) ?? '';
    const shown = name.replace(/Input$/, '');
    return `<a href="#schema-${escaped(shown)}">${escaped(shown)}</a>`;
  }
  if (schema.const !== undefined) return `<code>${escaped(JSON.stringify(schema.const))}</code>`;
  if (schema.enum !== undefined)
    return schema.enum.map((each) => `<code>${escaped(String(each))}</code>`).join(' | ');
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return [...new Set(choices.map(typeHtml))].join(' | ');
  if (schema.items !== undefined) return `list of ${typeHtml(schema.items)}`;
  return escaped(`${plainType(schema)}${bounds(schema)}`);
}

function plainType({ type }: JsonSchema): string {
  const names = typeof type === 'string' ? [type] : (type ?? ['any']);
  return names
    .map((name) => (name === 'string' ? 'text' : name === 'array' ? 'list' : name))
    .join(' | ');
}

function bounds({ minimum, maximum, minLength, maxLength }: JsonSchema): string {
  if (maxLength !== undefined)
    return `, ${minLength === undefined ? 'at most' : `${minLength} to`} ${maxLength} characters`;
  const safe = (value: number | undefined) =>
    value === undefined || Math.abs(value) >= Number.MAX_SAFE_INTEGER ? undefined : value;
  const [low, high] = [safe(minimum), safe(maximum)];
  if (low !== undefined && high !== undefined) return `, ${low} to ${high}`;
  if (low !== undefined) return `, from ${low}`;
  return high === undefined ? '' : `, at most ${high}`;
}
