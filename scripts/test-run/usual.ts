// Which test files a usual run plays, and which only a whole one (`npm test -- --all`).
// Journeys through the whole product in a browser, and proofs that start, kill and flood it or its
// engines, take three quarters of the time of a whole run. A usual run plays one of each kind. It
// leaves out, too, what fills tables to their bounds, and what tests the tools of this repository.

/** Files below these are played by a whole run alone. */
const wholeRun = [
  'bench/',
  'examples/',
  'packages/server/account-bytes.test.ts',
  'packages/server/adapter/bus-processes/',
  'packages/server/adapter/data-folder/',
  'packages/server/adapter/facts/facts-clickhouse.test.ts',
  'packages/server/adapter/leases/killed-holder.test.ts',
  'packages/server/adapter/media/media-host.browser.test.ts',
  'packages/server/adapter/process/',
  'packages/server/adapter/records/postgres-',
  'packages/server/call/recording/left-files.test.ts',
  'packages/server/contact/contact-search.test.ts',
  'packages/server/desk-bytes.test.ts',
  'packages/server/following-bytes.test.ts',
  'packages/server/report/optimise/leaving.test.ts',
  'packages/server/report/results/changed-keys.test.ts',
  'packages/server/report/results/currency.test.ts',
  'packages/server/report/results/repeats.test.ts',
  'packages/server/report/sensitivity/',
  'packages/server/sample/sample.test.ts',
  'packages/server/simulation/',
  'packages/server/table-bytes.test.ts',
  'packages/tag/test/before.browser.test.ts',
  'packages/tag/test/chat-shape.browser.test.ts',
  'packages/tag/test/engage-shape.browser.test.ts',
  'packages/tag/test/trial.browser.test.ts',
  'scripts/test-run/engines.test.ts',
  'scripts/test-run/job.test.ts',
  'test/attack/',
  'test/crash/',
  'test/e2e/',
  'test/intake/rudderstack.browser.test.ts',
  'test/intake/segment.browser.test.ts',
  'test/lighthouse/',
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
] as const;

const kept: ReadonlySet<string> = new Set(playedAlways);

/** Whether a usual run plays this file. Its path is relative to the root. */
export function isUsual(file: string): boolean {
  return kept.has(file) || !wholeRun.some((place) => file.startsWith(place));
}
