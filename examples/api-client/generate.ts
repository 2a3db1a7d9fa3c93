// Generates the client from the OpenAPI document of a running server. The generator is Hey API's, because
// it names a function for each operation id and types refusals by code. It reads types with a compiler
// older than the project's own, which this example brings.
//
//   node generate.ts http://localhost:7700
import { createClient } from '@hey-api/openapi-ts';

const [server = 'http://localhost:7700'] = process.argv.slice(2);
await createClient({
  input: `${server}/api/openapi.json`,
  output: { path: 'dist', module: { extension: '.ts' } },
  logs: { level: 'error', file: false },
});
