// Renames a goal with a client that is generated from the server's OpenAPI document. The compiler
// checks the request, the answer and the possible refusals.
//
//   node generate.ts http://localhost:7700
//   node main.ts http://localhost:7700 TOKEN 'Purchase' 'Sale'
import { client } from './dist/client.gen.ts';
import { listGoals, replaceGoal } from './dist/sdk.gen.ts';

const [baseUrl = '', token = '', from = '', to = ''] = process.argv.slice(2);
client.setConfig({ baseUrl, headers: { authorization: `Bearer ${token}` } });
console.log(await rename());

async function rename(): Promise<string> {
  const { data, error } = await listGoals();
  if (error !== undefined) return `refused: ${error.code}`;
  const goal = data.items.find(({ name }) => name === from);
  if (goal === undefined) return `there is no goal ${from}`;
  const { id, revision, ...draft } = goal;
  const saved = await replaceGoal({
    path: { id },
    headers: { 'if-match': `"${revision}"` },
    body: { ...draft, name: to },
  });
  if (saved.error === undefined) return `renamed to ${saved.data.name}`;
  switch (saved.error.code) {
    case 'request.conflict':
      return 'somebody else changed it meanwhile';
    case 'auth.forbidden':
      return 'ask a manager';
    case 'request.invalid':
      return `wrong at ${saved.error.path}`;
    default:
      return `refused: ${saved.error.code}`;
  }
}
