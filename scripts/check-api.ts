// Whether the OpenAPI document keeps the recommended rules of Redocly's linter, warnings included, and
// whether each operation has an id of its own that generated clients can call it by.
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { apiDocument } from './api-document.ts';

export interface ApiReport {
  /** How many operations were read. */
  readonly operations: number;
  readonly findings: readonly string[];
}

export async function apiFindings(): Promise<ApiReport> {
  const document = await apiDocument();
  const config = await createConfig({ extends: ['recommended'] });
  const source = JSON.stringify(document);
  const problems = await lintFromString({ source, absoluteRef: '/openapi.json', config });
  const operations = Object.values(document.paths ?? {}).flatMap(Object.values);
  return {
    operations: operations.length,
    findings: problems.map(
      ({ ruleId, message, location }) => `${ruleId}: ${message} (${location[0]?.pointer ?? ''})`,
    ),
  };
}
