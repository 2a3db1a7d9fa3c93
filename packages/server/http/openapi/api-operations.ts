// Reads an OpenAPI document into a flat list of operations, which the docs page, the generated
// reference and the tests use. It renders nothing.

export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly additionalProperties?: boolean | JsonSchema;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema?: JsonSchema;
}
export interface Content {
  readonly $ref?: string;
  readonly description?: string;
  readonly content?: Readonly<Record<string, { readonly schema?: JsonSchema }>>;
}
interface OpenApiOperation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Content;
  readonly responses?: Readonly<Record<string, Content>>;
  readonly security?: readonly Readonly<Record<string, unknown>>[];
}
export interface OpenApiDocument {
  readonly info: {
    readonly title: string;
    readonly version: string;
    readonly description?: string;
  };
  readonly paths?: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>;
  readonly components?: {
    readonly schemas?: Readonly<Record<string, JsonSchema>>;
    readonly responses?: Readonly<Record<string, Content>>;
  };
}

export interface Operation {
  /** Verb and noun. It never changes. */
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly group: string;
  readonly summary: string;
  readonly access: string;
  readonly public: boolean;
  readonly parameters: readonly Parameter[];
  readonly parameterSchema: JsonSchema;
  readonly body: JsonSchema | null;
  readonly answer: JsonSchema | null;
  /** The error codes that it may refuse with. */
  readonly codes: readonly string[];
}

/** The operations by tag, in alphabetical order. */
export function groupsOf(document: OpenApiDocument): readonly (readonly [string, Operation[]])[] {
  const groups = Map.groupBy(operationsOf(document), ({ group }) => group);
  return [...groups].sort(([one], [other]) => one.localeCompare(other, 'en'));
}

/** Every operation under /api/v1, in the order of registration. */
export function operationsOf(document: OpenApiDocument): readonly Operation[] {
  const named = document.components?.responses ?? {};
  return Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      ...operationOf(path, method, operation),
      codes: codesOf(operation, named),
    })),
  );
}

function operationOf(
  path: string,
  method: string,
  operation: OpenApiOperation,
): Omit<Operation, 'codes'> {
  const parameters = operation.parameters ?? [];
  const success = Object.entries(operation.responses ?? {}).find(([status]) =>
    status.startsWith('2'),
  )?.[1];
  return {
    id: operation.operationId ?? '',
    method: method.toUpperCase(),
    path,
    group: operation.tags?.[0] ?? 'Other',
    summary: operation.summary ?? '',
    access: accessOf(operation),
    public: operation.security?.length === 0,
    parameters,
    parameterSchema: {
      type: 'object',
      properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, schema ?? {}])),
      required: parameters.filter(({ required }) => required === true).map(({ name }) => name),
    },
    body: schemaOf(operation.requestBody),
    answer: schemaOf(success),
  };
}

function accessOf(operation: OpenApiOperation): string {
  if (operation.security?.length === 0) return 'No sign-in is needed.';
  if (operation.security?.some((each) => 'operator' in each) === true)
    return "Needs the operator's token.";
  return operation.description ?? '';
}

function schemaOf(content: Content | undefined): JsonSchema | null {
  return Object.values(content?.content ?? {})[0]?.schema ?? null;
}

function codesOf(
  { responses = {} }: OpenApiOperation,
  named: Readonly<Record<string, Content>>,
): readonly string[] {
  return Object.values(responses).flatMap((answer) => {
    const { content } = named[answer.$ref?.split('/').at(-1) ?? ''] ?? answer;
    const parts = content?.['application/json']?.schema?.allOf ?? [];
    return parts.flatMap(({ properties }) => properties?.['code']?.enum ?? []).map(String);
  });
}
