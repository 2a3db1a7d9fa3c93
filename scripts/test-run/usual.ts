// Which test files a usual run plays, and which only a whole one (`npm test -- --all`).
// Journeys through the whole product in a browser, and proofs that start, kill and flood it or its
// engines, take three quarters of the time of a whole run. A usual run plays one of each kind. It
// leaves out, too, what fills tables to their bounds, and what tests the tools of this repository.

/** Files below these are played by a whole run alone. */
const wholeRun = [
  'bench/',
  'examples/',
  'packages/server/account-bytes.test.ts',
  'packages/server/adapter/data-folder/',
  'packages/server/adapter/process/',
  'packages/server/adapter/records/postgres-',
  'packages/server/contact/contact-search.test.ts',
  'packages/server/desk-bytes.test.ts',
  'packages/server/following-bytes.test.ts',
  'packages/server/sample/sample.test.ts',
  'packages/server/simulation/',
  'packages/server/table-bytes.test.ts',
  'scripts/test-run/job.test.ts',
  'test/attack/',
  'test/crash/',
  'test/e2e/',
  'test/optimise/ended-periods.test.ts',
  'test/optimise/product.test.ts',
  'test/start/',
];

/** Of these, what a usual run plays as well. */
export const playedAlways = [
  'test/attack/uploads.test.ts',
  'test/crash/kill.test.ts',
  'test/e2e/campaigns.test.ts',
  'test/e2e/home.test.ts',
  'test/e2e/main-job.test.ts',
  'test/e2e/masked-bodies.test.ts',
  'test/e2e/pocket.test.ts',
  'test/start/restart.test.ts',
] as const;

const kept: ReadonlySet<string> = new Set(playedAlways);

/** Whether a usual run plays this file. Its path is relative to the root. */
export function isUsual(file: string): boolean {
  return kept.has(file) || !wholeRun.some((place) => file.startsWith(place));
}
