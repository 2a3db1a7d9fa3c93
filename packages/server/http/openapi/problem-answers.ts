// Adds the refusals of each operation to the OpenAPI document: one response per status, whose
// schema is the problem with the codes that the operation may return. Generated clients tell them
// apart by `code`.
import { type ErrorCode, errorTable } from '@opportune/protocol/errors.ts';
import type { App } from '../rest/app.ts';
import type { Content, OpenApiDocument } from './api-operations.ts';
import { problemCodes } from './problem-codes.ts';

type Answers = Readonly<Record<string, { readonly $ref: string }>>;

/**
 * Returns a function that adds the refusals of all routes registered from here on to a document.
 */
export function watchRefusals(app: App): (document: OpenApiDocument) => OpenApiDocument {
  const answers = new Map<string, Answers>();
  const responses: Record<string, Content> = {};
  app.addHook('onRoute', ({ url, method, config, schema }) => {
    const { access, beforePassword, errors } = config ?? {};
    if (access === undefined) return;
    for (const each of [method].flat()) {
      const takes = [schema?.params, schema?.querystring, schema?.body].some(Boolean);
      const isOfOne = url.includes(':');
      const codes = problemCodes({ method: each, access, beforePassword, isOfOne, takes, errors });
      const byStatus = Map.groupBy(codes, (code) => errorTable[code].status);
      for (const of of byStatus.values()) responses[nameOf(of)] = answerOf(of);
      const referred = [...byStatus].map(([status, of]) => [
        status,
        { $ref: `#/components/responses/${nameOf(of)}` },
      ]);
      answers.set(placeOf(each, url.replaceAll(/:(\w+)/g, '{$1}')), Object.fromEntries(referred));
    }
  });
  return ({ paths = {}, components, ...document }) => ({
    ...document,
    components: { ...components, responses },
    paths: mapped(paths, (operations, path) =>
      mapped(operations, (operation, method) => ({
        ...operation,
        responses: { ...operation.responses, ...answers.get(placeOf(method, path)) },
      })),
    ),
  });
}

function mapped<From, To>(
  record: Readonly<Record<string, From>>,
  to: (value: From, key: string) => To,
): Readonly<Record<string, To>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, to(value, key)]));
}

function placeOf(method: string, path: string): string {
  return `${method.toUpperCase()} ${path}`;
}

/** Turns `auth.required` and `auth.expired` into `AuthRequiredOrAuthExpired`. */
function nameOf(codes: readonly ErrorCode[]): string {
  const words = (code: string) =>
    code.replaceAll(/(?:^|[._])([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return codes.map(words).join('Or');
}

function answerOf(codes: readonly ErrorCode[]): Content {
  const ofCodes = { type: 'object', properties: { code: { enum: codes } }, required: ['code'] };
  const schema = { allOf: [{ $ref: '#/components/schemas/Problem' }, ofCodes] };
  const description = codes.map((code) => `\`${code}\`: ${errorTable[code].sentence}`).join(' ');
  return { description, content: { 'application/json': { schema } } };
}
