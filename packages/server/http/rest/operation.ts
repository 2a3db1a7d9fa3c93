// Declares an operation of the API: path, access, inputs, response and errors. The route and the
// OpenAPI document are made from this one declaration.
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { Role, User } from '@opportune/protocol/rest/account.ts';
import { Empty } from '@opportune/protocol/rest/common.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Access, type Principal, principalOf } from '../access/principal.ts';
import { scopesFor } from '../access/scopes.ts';
import type { App } from './app.ts';
import { given } from './given.ts';
import { validateWith } from './validate.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
/** A method and a path below `/api/v1`, such as `GET /goals/:id`. */
export type Route = `${Method} /${string}`;

/** The input of a handler: parsed, from a caller with access. */
export type Asked<Who, Params = unknown, Query = unknown, Body = unknown> = {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
} & (Who extends Role ? SignedIn : unknown);

interface SignedIn {
  readonly account: AccountId;
  readonly user: User;
  readonly principal: Principal;
}

/** The texts about an operation in the document. */
export interface Described {
  readonly summary: string;
  readonly description?: string;
  /**
   * The error codes of this operation, in addition to those that every such operation has
   * (openapi/problem-codes.ts).
   */
  readonly errors?: readonly ErrorCode[];
}

export interface Operation<
  Who extends Access,
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Answer extends z.ZodType,
> extends Described {
  /**
   * Verb and noun, such as `listGoals`. Generated clients use it as a name, so it never changes.
   */
  readonly id: string;
  readonly tag: string;
  readonly access: Who;
  /** Also allowed for users who signed in with a one-time link and have no password yet. */
  readonly beforePassword?: true;
  /** Only for signed-in users. No API token may use it. */
  readonly withoutTokens?: true;
  readonly params?: Params;
  readonly query?: Query;
  readonly headers?: z.ZodType;
  readonly body?: Body;
  /**
   * The error code for an invalid value at a path of the request, if it is not `request.invalid`.
   */
  readonly codeAt?: (path: string) => ErrorCode;
  /** If absent, the response is `{}`, whatever the handler returns. */
  readonly answer?: Answer;
  /** The status of the response. 200 if absent. */
  readonly status?: 201 | 202;
  /** The media type of a file response. The handler sends the file itself. */
  readonly file?: string;
  /** The meaning of 304, if it can be returned. */
  readonly unchanged?: string;
  handle(
    asked: Asked<Who, z.output<Params>, z.output<Query>, z.output<Body>>,
  ): z.output<Answer> | Promise<z.output<Answer> | FastifyReply>;
}

/** Adds an operation to the API and its document. */
export function operation<
  Who extends Access,
  Params extends z.ZodType = z.ZodUnknown,
  Query extends z.ZodType = z.ZodUnknown,
  Body extends z.ZodType = z.ZodUnknown,
  Answer extends z.ZodType = z.ZodUnknown,
>(app: App, route: Route, declared: Operation<Who, Params, Query, Body, Answer>): void {
  const { tag, access, beforePassword, errors = [], codeAt, status, answer, file } = declared;
  const [method, path] = route.split(' ') as [Method, string];
  const hasScopes = isRole(access) && declared.withoutTokens !== true;
  app.route({
    method,
    url: `/api/v1${path}`,
    config: {
      ...{ access, errors, ...(beforePassword && { beforePassword }) },
      ...(hasScopes && { scopes: scopesFor(access, tag, method) }),
    },
    ...(codeAt && { validatorCompiler: validateWith(codeAt) }),
    schema: schemaOf(declared),
    async handler(request, reply) {
      if (status !== undefined) reply.code(status);
      const { params, query, body } = request;
      const asked = { params, query, body, request, reply, ...(isRole(access) && by(request)) };
      // The route's schemas have already parsed the request into the handler's input.
      const value = await declared.handle(asked as Parameters<typeof declared.handle>[0]);
      return answer === undefined && file === undefined ? {} : value;
    },
  });
}

function schemaOf(
  declared: Omit<
    Operation<Access, z.ZodType, z.ZodType, z.ZodType, z.ZodType>,
    'handle' | 'codeAt'
  >,
) {
  const { id, tag, summary, description, query, status = 200, answer, file, unchanged } = declared;
  const { params, headers, body } = declared;
  const content =
    file === undefined
      ? (answer ?? Empty)
      : { description: 'The file', content: { [file]: { schema: z.string() } } };
  return {
    ...{ operationId: id, tags: [tag], summary },
    ...given({ description, params, querystring: query, headers, body }),
    response: { [status]: content, ...(unchanged && { 304: z.null().describe(unchanged) }) },
  };
}

function isRole(access: Access): access is Role {
  return access !== 'public' && access !== 'operator';
}

function by(request: FastifyRequest): SignedIn {
  const principal = principalOf(request);
  return { account: principal.account, user: principal.user, principal };
}
