// Declares a resource of documents that people load, change and save: a collection with items, or a
// single document of the account. Each response contains the document's revision. A save may name
// the revision it is based on (whole-document.ts).
import { IfMatch } from '@opportune/protocol/rest/common.ts';
import type { Role } from '@opportune/protocol/rest/account.ts';
import type { z } from 'zod';
import type { App } from './app.ts';
import { type Asked, type Described, operation, type Route } from './operation.ts';
import { savedWhole, type Unchanged, unchangedSince, withRevision } from './whole-document.ts';

interface Page<Document> {
  readonly items: readonly Document[];
  readonly next: string | null;
}
type Documents<Document> = readonly Document[] | Page<Document>;
/** The declaration of an operation, beyond what the resource declares. */
type Part<Asking, Answer = unknown> = Described & {
  readonly handle: (asked: Asking) => Promise<Answer>;
};
/** Call `unchanged` where the document is stored. Returns the document as stored. */
type Save<Params extends z.ZodType, Saved extends z.ZodType, Document> = Part<
  Asked<Role, z.output<Params>, unknown, z.output<Saved>> & { readonly unchanged: Unchanged },
  Document
>;

export interface Resource<
  Params extends z.ZodType,
  Saved extends z.ZodObject,
  Answer extends z.ZodObject,
  Query extends z.ZodType,
  Fresh extends z.ZodType,
  Document = Omit<z.output<Answer>, 'revision'>,
> {
  readonly tag: string;
  /** The name of one item: `Goal` names the operations `listGoals`, `createGoal` and so on. */
  readonly name: string;
  /** The roles that may read and change it. */
  readonly readers: Role;
  readonly writers: Role;
  /** The path of the list, where new ones are also created. */
  readonly collection?: `/${string}`;
  /** The path of one item, or of the only document. */
  readonly item: `/${string}`;
  readonly params?: Params;
  /** The schema of a save. The revision covers these fields only. */
  readonly saved: Saved;
  /** The schema of the document with its revision. */
  readonly answer: Answer;
  readonly read: (asked: Asked<Role, z.output<Params>>) => Promise<Document>;
  /** The first field of its response holds the documents. */
  readonly list?: { readonly query?: Query; readonly answer: z.ZodObject } & Part<
    Asked<Role, unknown, z.output<Query>>,
    Documents<Document>
  >;
  readonly create?: { readonly body: Fresh } & Part<
    Asked<Role, unknown, unknown, z.output<Fresh>>,
    Document
  >;
  readonly get?: Described;
  /** PUT: replaces the whole document. */
  readonly replace?: Save<Params, Saved, Document>;
  /** PATCH: keeps fields that are not sent. */
  readonly patch?: Save<Params, Saved, Document>;
  readonly remove?: Part<Asked<Role, z.output<Params>>>;
}

/** Adds the declared operations. */
export function resource<
  Params extends z.ZodType,
  Saved extends z.ZodObject,
  Answer extends z.ZodObject,
  Query extends z.ZodType = z.ZodUnknown,
  Fresh extends z.ZodType = z.ZodUnknown,
>(app: App, declared: Resource<Params, Saved, Answer, Query, Fresh>): void {
  const { tag, name, readers, writers, collection, item, params, saved, answer } = declared;
  const { list, create, get, replace, patch, remove } = declared;
  const reading = { tag, access: readers };
  const writing = { tag, access: writers };
  const one = params === undefined ? {} : { params };
  // Types cannot express that a document with its revision matches the response schema.
  const answered = (document: object) => document as z.output<Answer>;
  const revised = (document: object) => answered(withRevision(saved, document));
  if (list)
    operation(app, `GET ${collection ?? item}`, {
      ...{ ...list, ...reading, id: `list${name}s` },
      handle: async (asked) => listed(list.answer, await list.handle(asked), revised),
    });
  if (create)
    operation(app, `POST ${collection ?? item}`, {
      ...{ ...create, ...writing, id: `create${name}`, answer, status: 201 },
      handle: async (asked) => revised(await create.handle(asked)),
    });
  if (get)
    operation(app, `GET ${item}`, {
      ...{ ...get, ...reading, ...one, id: `get${name}`, answer },
      handle: async (asked) => revised(await declared.read(asked)),
    });
  const save = (route: Route, id: string, { handle, ...described }: Save<Params, Saved, object>) =>
    operation(app, route, {
      ...{ ...described, ...writing, ...one, id, headers: IfMatch, body: saved, answer },
      description: [described.description, savedWhole].filter(Boolean).join(' '),
      errors: ['request.conflict', ...(described.errors ?? [])],
      async handle(asked) {
        const unchanged = unchangedSince(asked.request.headers['if-match'], saved);
        return revised(await handle({ ...asked, unchanged }));
      },
    });
  if (replace) save(`PUT ${item}`, `replace${name}`, replace);
  if (patch) save(`PATCH ${item}`, `update${name}`, patch);
  if (remove)
    operation(app, `DELETE ${item}`, { ...remove, ...writing, ...one, id: `delete${name}` });
}

function listed(
  { shape }: z.ZodObject,
  found: Documents<object>,
  revised: (document: object) => object,
) {
  if (isPage(found)) return { ...found, items: found.items.map(revised) };
  const [field = ''] = Object.keys(shape);
  return { [field]: found.map(revised) };
}

function isPage<Document>(found: Documents<Document>): found is Page<Document> {
  return 'items' in found;
}
