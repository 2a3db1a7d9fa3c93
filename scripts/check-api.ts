// Checks the OpenAPI document with the recommended rules of Redocly's linter, including warnings.
// They require a unique id for each operation, from which generated clients name their functions.
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
