// Generates the client from the OpenAPI document of a running server, with Hey API's generator. It
// makes a function for each operation id and types refusals by code. It needs an older compiler
// than the project's, which this example installs.
//
//   node generate.ts http://localhost:7700
import { createClient } from '@hey-api/openapi-ts';

const [server = 'http://localhost:7700'] = process.argv.slice(2);
await createClient({
  input: `${server}/api/openapi.json`,
  output: { path: 'dist', module: { extension: '.ts' } },
  logs: { level: 'error', file: false },
});
