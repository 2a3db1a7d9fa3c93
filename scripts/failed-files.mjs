// A reporter of the test runner: writes the path of each test file that failed, a line each, as
// `npm test` needs it to look at them again.
import path from 'node:path';

export default async function* failedFiles(source) {
  for await (const { type, data } of source) {
    if (type === 'test:summary' && data.file !== undefined && !data.success) yield `${data.file}\n`;
    // A file that ended without its summary is told as a test that bears its name.
    if (type === 'test:fail' && path.resolve(data.name) === data.file) yield `${data.file}\n`;
  }
}
