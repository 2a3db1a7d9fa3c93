// `npm run house [FOLDER]` prints figures about the structure of a checkout, so that two checkouts
// can be compared.
import path from 'node:path';
import { houseMost, houseRows } from './house-rows.ts';

const { files, rows } = houseRows(
  path.resolve(process.argv[2] ?? path.resolve(import.meta.dirname, '..')),
);
console.log(`${files} files below packages/, without tests\n`);
for (const [what, figure, where = ''] of rows) {
  const most = houseMost[what];
  const bar = most === undefined ? '' : `at most ${most}`;
  console.log(
    `${what.padEnd(36)}${String(figure).padStart(8)}  ${bar.padEnd(10)}  ${where}`.trimEnd(),
  );
}
if (files === 0) process.exitCode = 1;
