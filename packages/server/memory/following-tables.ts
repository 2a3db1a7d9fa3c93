// Tables in memory that have no bound of their own, because they follow something that has one: how many
// of it there are at most, and the largest size of one of it in each table, with its key and its place.
// packages/server/following-bytes.test.ts and learnt-bytes.test.ts fill some of each group, and measures.
import { intentGoals } from '@opportune/protocol/behaviour/intent.ts';
import { providerKinds } from '@opportune/protocol/channel/provider-kinds.ts';
import { accountLimits, jobLimits } from '@opportune/protocol/limits/accounts.ts';
import { reportLimits } from '@opportune/protocol/limits/campaigns.ts';
import { presenceLimits, socketLimits } from '@opportune/protocol/limits/connections.ts';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import { tableLimits } from '@opportune/protocol/limits/memory.ts';
import { mostPlaces } from '@opportune/protocol/rest/account.ts';

const KiB = 1024;
const MiB = 1024 * KiB;
/** A key, its place, and a timer, a promise or a time. */
const small = KiB / 2;

export interface FollowingTables {
  /** What they have entries for. */
  readonly each: string;
  /** How many there are at most. Null: their bytes are counted in those of a row of `tableRows`. */
  readonly most: number | null;
  /** Whose bound it is, if not that of the process. */
  readonly of?: 'one account' | 'one campaign';
  /** What is evicted or refused beyond it. */
  readonly first: string;
  /** The largest size of one thing in bytes of memory, by table. */
  readonly tables: Readonly<Record<string, number>>;
}

/** Of visitors whose profiles are in memory, a profile's bytes have these, too. */
export const visitorTables: FollowingTables = {
  each: 'visitor in memory or connected',
  most: null,
  first: 'Counted in the bytes of profiles.',
  tables: {
    'engage/owner/wakes.ts #instants': small,
    'engage/owner/arrivals.ts #here': KiB / 8,
    'engage/owner/arrivals.ts #again': KiB / 4,
    'desk/audience/audience.ts #listeners': small,
  },
};

/** Bytes that they send or have not read are in rooms with rows of their own. */
export const connectionTables: FollowingTables = {
  each: 'connection of a browser or program',
  most: socketLimits.connections,
  first:
    'The oldest connection that waits for its first or next request is closed. If none does: the oldest socket of the network (an IPv4 /24, an IPv6 /48) with most, if that has more than 64. Else the new one.',
  tables: {
    'collect/visitor/visitor-http.ts #outbound': KiB / 4,
    'collect/visitor/visitor-socket.ts lines': 16 * KiB,
    // Instead of a line.
    'collect/visitor/visitor-socket.ts unplaced': small,
    'collect/visitor/visitor-socket.ts passed': small,
    'collect/visitor/visitor-session.ts #held': KiB / 4,
    'collect/visitor/paced-line.ts #held': KiB / 4,
    'http/sockets/connections.ts #sockets': small,
    'http/sockets/connections.ts #all': KiB / 8,
    'http/sockets/connections.ts FairRanks': small,
    'http/sockets/drain.ts open': KiB / 8,
  },
};

export const accountTables: FollowingTables = {
  each: 'account',
  most: tableLimits.accounts,
  first: 'The operator makes accounts. A further one is refused with `server.accounts_full`.',
  tables: {
    'webhook/facts/tell-facts.ts #untils': small,
    'account/mail/account-mail.ts known': 8 * KiB,
    'archive/search/search-index.ts underWay': small,
    'archive/search/search-index.ts wakes': small,
    'writing/attachments/attachment-settings.ts known': 2 * KiB,
    'desk/desks.ts #opening': small,
    'desk/desks.ts #audiences': 2 * KiB,
    'writing/masking/masking.ts reading': small,
    'needs/need-learner.ts #cancels': small,
    'team/reports/report-post.ts working': small,
    'team/reports/report-post.ts timers': small,
    'team/reports/report-post.ts owed': KiB,
    'engage/owner/account-engine.ts #loading': small,
    'engage/owner/configuration-changes.ts again': small,
    'engage/owner/follow-room.ts waiting': small,
    'sample/sample-shops.ts failed': small,
  },
};

/** Those that grow with what the account has configured, for one account that is at its limits. */
export const configuredTables: FollowingTables = {
  each: 'account that is at its limits, beside the above',
  most: 1,
  of: 'one account',
  first:
    'Nothing is added beyond an account’s limits: `account.full`. When memory nears its maximum, the account unused longest is let go of, and read again with its next event. Its visitors, conversations and campaigns are in other rows.',
  tables: {
    'campaign/guardrails.ts looks': accountLimits.campaigns * (KiB / 4),
    'campaign/publications.ts #timers': accountLimits.campaigns * small,
    // Its agents, each with their skills.
    'desk/desks.ts #open': accountLimits.users * 8 * KiB,
    'writing/masking/masking.ts masks': 8 * MiB,
    // The configuration, and three times as much compiled.
    'engage/owner/account-engine.ts #engines': 4 * tableLimits.accountConfigurationBytes,
    // A few goals are learnt, whatever an account has.
    'learn/intent/learners.ts #accounts': intentGoals * 3 * MiB,
    'learn/policy/policies.ts #accounts': accountLimits.campaigns * KiB,
    'learn/policy/resting-policies.ts #accounts': accountLimits.campaigns * KiB,
    'learn/agent-time/service-level.ts #accounts': 2 * MiB,
    // A number for each site, campaign and goal.
    'report/queries/fact-versions.ts #accounts': 2 * MiB,
    'report/settled-figures.ts #accounts': accountLimits.campaigns * 2 * KiB,
  },
};

export const conversationTables: FollowingTables = {
  each: 'open conversation',
  most:
    conversationLimits.waiting + conversationLimits.restingAlone + accountLimits.users * mostPlaces,
  of: 'one account',
  first:
    'A further one is refused with `queue.full`, or no agent has room for it. Its record is in another row.',
  tables: {
    'desk/writes/desk-writes.ts #marks': KiB / 4,
    'desk/writes/desk-writes.ts #doubtful': KiB / 4,
    'desk/audience/joined-reads.ts #through': KiB,
    'desk/commands/contact-types.ts ends': small,
  },
};

export const requestTables: FollowingTables = {
  each: 'running request, call or write',
  most: socketLimits.connections + jobLimits.atOnce,
  first: 'A connection runs one request at a time, and a further job waits for its turn.',
  tables: {
    'followup/send-transcript.ts #told': small,
    'account/passwords/turns.ts #queues': small,
    'adapter/facts/facts-clickhouse.ts #asked': small,
    'adapter/facts/facts-clickhouse.ts #waiting': small,
    'adapter/facts/facts-clickhouse.ts #known': small,
    'adapter/facts/journal/journaled-facts.ts #known': small,
    'adapter/facts/host-lines.ts #lines': small,
    'processes/shards.ts #stoppedSince': small,
    'processes/shards.ts #missing': small,
    'adapter/facts/host-lines.ts #waiting': small,
    'adapter/facts/facts-clickhouse.ts doubtful': small,
    'http/idempotency/idempotency.ts underWay': KiB,
    'http/keyed-queue.ts #tails': KiB,
    'jobs/job-runner.ts #ends': small,
    'jobs/job-runner.ts #held': small,
    'report/queries/pace.ts #waiting': small,
    'channel/inbox/read-together.ts readings': small,
    'adapter/facts/facts-clickhouse.ts FairPlaces': small,
    'adapter/records/records-pool.ts FairPlaces': small,
    // The place of each in its account's line. What it says is its request's or its job's.
    'channel/inbox/handle-item.ts together': KiB,
    'adapter/jobs/settle-together.ts together': KiB,
    'adapter/conversations/conversation-store-postgres.ts together': KiB,
    'adapter/conversations/conversations-together.ts together': KiB,
  },
};

export const consoleTables: FollowingTables = {
  each: 'console',
  most: socketLimits.consoles,
  first: 'A further one is refused with `server.overloaded`.',
  tables: {
    'agent/agent-line.ts #lines': KiB / 8,
    'agent/agent-line.ts #waiting': 2 * socketLimits.gatheredBytes,
    'agent/agent-reading.ts watching': conversationLimits.watched * (KiB / 4),
    // With the connection at either end.
    'agent/agent-socket.ts #open': 40 * KiB,
    'desk/audience/audience.ts #subscribers': KiB,
  },
};

export const followingTables: readonly FollowingTables[] = [
  visitorTables,
  connectionTables,
  consoleTables,
  {
    each: 'connection to PostgreSQL',
    most: 10,
    first:
      'A connection prepares 200 statements, and forgets the oldest of 200 texts that were asked once.',
    tables: {
      'adapter/records/prepared.ts names': 200 * 4 * KiB,
      'adapter/records/prepared.ts seen': 200 * 4 * KiB,
    },
  },
  {
    each: 'request that waits for figures',
    most: reportLimits.waits,
    first: 'A further one is answered at once.',
    tables: {
      'report/queries/watch.ts #open': small,
      'report/queries/watch.ts #seen': 8 * KiB,
    },
  },
  {
    each: 'messenger of the demo shop’s pocket',
    most: Object.keys(providerKinds).length,
    first: 'The account of the demo shop alone has them, one of each kind.',
    tables: { 'channel/pocket/pocket-channels.ts connected': 8 * KiB },
  },
  {
    each: 'agent who is present over REST',
    most: presenceLimits.agents,
    first: 'A further one is refused with `server.overloaded`.',
    tables: { 'agent/by-rest/rest-presence.ts #present': 2 * KiB },
  },
  accountTables,
  configuredTables,
  {
    each: 'account whose needs are learnt',
    most: tableLimits.needs,
    first: 'Evicts the one unused longest. It is read or learnt again.',
    tables: { 'needs/need-learner.ts #known': 8 * MiB },
  },
  {
    each: 'campaign that optimises',
    most: 1,
    of: 'one campaign',
    first: 'Beyond 20,000 visits, no more are followed for the worth of waiting.',
    tables: {
      'learn/policy/running-policy.ts #followed': 20_000 * small,
      'learn/policy/running-policy.ts #guards': 100 * KiB,
    },
  },
  conversationTables,
  requestTables,
  {
    each: 'part of the program',
    most: 2_000,
    first: 'Only a new version of the program adds one.',
    tables: {
      'hand-over.ts parts': small,
      'hand-over.ts sockets': small,
      'http/openapi/problem-answers.ts answers': 2 * KiB,
      'http/raw-routes.ts exact': small,
      'http/server.ts sources': small,
    },
  },
];

/** Of one thing, in all tables of its group. */
export function bytesOfOne({ tables }: FollowingTables): number {
  return Object.values(tables).reduce((sum, bytes) => sum + bytes, 0);
}
