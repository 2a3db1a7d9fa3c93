// Generates the OpenAPI document from the schemas of the routes. Shapes that occur in several
// places get a name. The docs page and tests read the document at /api/openapi.json.
import { CampaignDocument, Goal, Section } from '@opportune/protocol/campaign/campaign.ts';
import { Condition } from '@opportune/protocol/campaign/condition.ts';
import { AccountSettings, SiteSettings } from '@opportune/protocol/campaign/configuration.ts';
import { Conversation, Message } from '@opportune/protocol/conversation/conversation.ts';
import { Problem } from '@opportune/protocol/errors.ts';
import { User } from '@opportune/protocol/rest/account.ts';
import { Campaign } from '@opportune/protocol/rest/campaign/campaign.ts';
import { CampaignResults } from '@opportune/protocol/rest/report/report.ts';
import { Site } from '@opportune/protocol/rest/site.ts';
import type { TokenScope } from '@opportune/protocol/rest/tokens.ts';
import { VisitorRow } from '@opportune/protocol/rest/visitor.ts';
import swagger from '@fastify/swagger';
import {
  createJsonSchemaTransform,
  createJsonSchemaTransformObject,
} from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { App } from '../rest/app.ts';
import type { OpenApiDocument } from './api-operations.ts';
import { watchRefusals } from './problem-answers.ts';
import { withUsedShapes } from './used-shapes.ts';

const named = {
  Problem,
  Condition,
  CampaignDocument,
  Campaign,
  Goal,
  Section,
  SiteSettings,
  Site,
  AccountSettings,
  User,
  Conversation,
  Message,
  CampaignResults,
  VisitorRow,
} as const;

const schemaRegistry = z.registry<{ id?: string | undefined }>();
for (const [id, schema] of Object.entries(named)) schemaRegistry.add(schema, { id });

/** Registers the generator. Routes that are registered later appear in the document. */
export async function describeApi(app: App, version: string): Promise<void> {
  const zodToJsonConfig = { unrepresentable: 'any', override: nameKeys } as const;
  const nameShapes = createJsonSchemaTransformObject({ schemaRegistry, zodToJsonConfig });
  const withRefusals = watchRefusals(app);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Opportune API',
        version,
        description:
          'Everything the console does. Send an API token as a bearer, or the token of POST /api/v1/session.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/', description: 'The server that the document is of' }],
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer' },
          cookie: { type: 'apiKey', in: 'cookie', name: 'opportune_session' },
          operator: {
            type: 'http',
            scheme: 'bearer',
            description: "The operator's token from the data folder.",
          },
        },
      },
    },
    transform: createJsonSchemaTransform({ schemaRegistry, zodToJsonConfig }),
    transformObject: (document) =>
      withUsedShapes(withRefusals(nameShapes(document) as OpenApiDocument)),
  });
  addSecurity(app);
}

/**
 * Turns a record whose keys are all known into an object with those fields, which clients can name.
 */
function nameKeys({ jsonSchema: schema }: { readonly jsonSchema: z.core.JSONSchema.BaseSchema }) {
  const { propertyNames, required, additionalProperties: value } = schema;
  if (propertyNames === undefined || required === undefined || value === undefined) return;
  schema.properties = Object.fromEntries(required.map((key) => [key, value]));
  schema.additionalProperties = false;
  delete schema.propertyNames;
}

/** Copies the access declaration of each route into the document. */
function addSecurity(app: App): void {
  app.addHook('onRoute', (route) => {
    const access = route.config?.access;
    if (!route.url.startsWith('/api/v1') || access === undefined || route.schema === undefined)
      return;
    if (access === 'public') route.schema = { ...route.schema, security: [] };
    else if (access === 'operator')
      route.schema = { ...route.schema, security: [{ operator: [] }] };
    else {
      const note = `Role: ${access}${access === 'administrator' ? '' : ' or above'}.`;
      const description = [route.schema.description, `${note} ${scopeNote(route.config?.scopes)}`]
        .filter(Boolean)
        .join('\n\n');
      route.schema = { ...route.schema, description, security: [{ bearer: [] }, { cookie: [] }] };
    }
  });
}

function scopeNote(scopes: readonly TokenScope[] | undefined): string {
  if (scopes === undefined) return 'No API token may.';
  return `Scope: ${scopes.map((scope) => `\`${scope}\``).join(' or ')}.`;
}
