// The groups of slow proofs, each with its folders or files. A slow proof is a test file that
// imports `rounds` or the looks at pages. A group runs only such files.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

export const proofGroups = {
  /** Clusters: simulated, where ten million visitors are placed, and killed holders of shards. */
  cluster: ['packages/core/cluster', 'packages/server/adapter/leases'],
  /** Kills the product while a system talks to it over a channel. */
  'channels-kill': ['test/crash/channels-kill.test.ts'],
  /** Kills the product while it reads a mailbox. */
  'mailbox-kill': ['test/crash/mailbox-kill.test.ts'],
  /** Troubles nodes of a cluster, what they share, and the lines between. */
  'cluster-chaos': ['test/crash/cluster-chaos.test.ts'],
  /** Kills, freezes and restarts processes. */
  chaos: ['packages/server/adapter', 'packages/server/jobs', 'test/crash', 'test/start'],
  /** Whole systems, conversations and shops, by seed. */
  simulations: [
    'bench/shop-world',
    'packages/server/channel/messaging.test.ts',
    'packages/server/simulation',
    'test/sim',
  ],
  /** Random histories, conditions and campaigns against slow references. */
  properties: [
    'packages/core/behaviour',
    'packages/core/call',
    'packages/core/conversation',
    'packages/core/decision',
    'packages/server/contact/transfer',
    'packages/server/writing/attachments',
    'packages/server/report/results/changed-keys.test.ts',
    'packages/server/report/results/competing.test.ts',
    'packages/server/report/site/visits.test.ts',
    'packages/tag/test/brand.browser.test.ts',
    'test/intent',
    'test/optimise',
  ],
  /** Looks at every page, in both themes and both widths. */
  looks: ['test/e2e'],
  /** Points of a page in Lighthouse, with and without the tag. */
  lighthouse: ['test/lighthouse'],
  /** Quotes of real replies, in corpora that are named beside it. */
  quotes: ['test/quotes'],
  /** Floods of the intake, and hostile requests to the API. */
  attacks: ['test/attack', 'test/api/fuzz.test.ts'],
  /** Searches for bodies and frames that cost the intake most. */
  costs: ['test/intake/cost-search.test.ts'],
  /** Rates of false alarms and misses over many simulated campaigns. */
  statistics: [
    'packages/core/learning',
    'packages/core/proof',
    'packages/server/report/what-if/what-if.test.ts',
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type ProofGroup = keyof typeof proofGroups;

const skipped = new Set(['node_modules', 'dist', 'data']);
const imports = /from '[^']*\/(proof-size|looks)\.test-support\.ts'/;

/** The group of a test file. */
export function groupOf(file: string): ProofGroup | undefined {
  const groups = Object.keys(proofGroups) as ProofGroup[];
  return groups.find((group) =>
    proofGroups[group].some((place) => file === place || file.startsWith(`${place}/`)),
  );
}

/** Test files with a slow proof, relative to the root. */
export function slowProofs(root: string): readonly string[] {
  return ['packages', 'bench', 'test']
    .flatMap((place) => testsBelow(path.join(root, place)))
    .filter((file) => imports.test(readFileSync(file, 'utf8')))
    .map((file) => path.relative(root, file).split(path.sep).join('/'))
    .toSorted();
}

function testsBelow(place: string): readonly string[] {
  if (statSync(place).isFile()) return /\.test\.tsx?$/.test(place) ? [place] : [];
  return readdirSync(place)
    .filter((name) => !skipped.has(name))
    .flatMap((name) => testsBelow(path.join(place, name)));
}
