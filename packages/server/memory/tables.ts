// Every table that the server keeps in memory: what it holds, how large it gets, and what goes first
// when it is full. The reference of limits is generated from it. A test reads the sources and fails on
// a table that is not listed here, and on a row whose test is gone.
import { placeBudgets, rateBudgets, type RateBudget } from '@opportune/protocol/budgets.ts';
import {
  attachmentLimits,
  conversationLimits,
  deliveryLimits,
  liveLimits,
  rehearsalLimits,
  reportLimits,
  tableLimits,
  turnLimits,
} from '@opportune/protocol/limits.ts';
import { privateLimits } from '@opportune/protocol/conversation/private.ts';
import { memoryShares } from './plan.ts';

const budgetPayers = Object.values(rateBudgets).reduce((sum, { payers }) => sum + payers, 0);

const budgetSharers = Object.values<RateBudget>(rateBudgets).reduce(
  (sum, { sharers = 0 }) => sum + sharers,
  0,
);

export interface TableRow {
  readonly holds: string;
  readonly bound: string;
  /** What goes, or is refused, when it is full. */
  readonly first: string;
  /** The test that fills it, by a part of its title. Null: there is none yet. */
  readonly test: { readonly file: string; readonly title: string } | null;
  /** File below packages/server, and name, of each table in the sources. */
  readonly tables: readonly string[];
}

const count = (value: number): string => value.toLocaleString('en');
const mib = (bytes: number): string => `${count(bytes / 1024 / 1024)} MiB`;
const share = ({ percent, mostBytes }: { percent: number; mostBytes?: number }): string =>
  `${percent} % of what the maximum leaves${mostBytes === undefined ? '' : `, at most ${mib(mostBytes)}`}`;
const filled = (file: string, title: string) => ({ file, title });
const here = 'packages/server/tables.test.ts';

export const tableRows: readonly TableRow[] = [
  {
    holds: 'Profiles of visitors',
    bound: share(memoryShares.profiles),
    first:
      'Visitors without a connection, of these whoever’s address holds most, then the one unused longest. New ones are refused with `server.overloaded` where none can go.',
    test: filled(
      'packages/server/engage/owner/visitor-room.test.ts',
      'a flood from one address makes way for itself and takes nobody else with it',
    ),
    tables: ['engage/owner/visitor-entry.ts links', 'engage/owner/visitor-entry.ts offered'],
  },
  {
    holds: 'Requests that wait for a turn of their account',
    bound: `${mib(turnLimits.waitingBytes)}; of one account as much as is free`,
    first: 'The newest is refused with `server.overloaded`; a socket is not read.',
    test: filled(
      'packages/core/bounds/test/fair-turns.test.ts',
      'has room for what one account may hold, and for another beside it',
    ),
    tables: [],
  },
  {
    holds: 'Batches that wait while profiles are read',
    bound: `${share(memoryShares.waiting)}; of one account ${count(tableLimits.waitingBatches)} and half of the bytes`,
    first: 'The newest is refused with `server.overloaded`.',
    test: filled(here, 'batches that wait while profiles are read'),
    tables: ['engage/owner/visitors-waiting.ts #accounts'],
  },
  {
    holds: 'Rates of channels and of addresses in them, and turns of deliveries',
    bound: `${count(deliveryLimits.buckets)} rates, ${count(deliveryLimits.turns)} turns`,
    first: 'Those unused longest: they are sent to as if nothing had been, or line up again.',
    test: filled(
      'packages/server/channel/deliveries/send-rates.test.ts',
      'fills: rates of channels and turns of deliveries',
    ),
    tables: [
      'channel/deliveries/send-rates.ts #fullAt',
      'channel/deliveries/send-rates.ts #turns',
      'channel/deliveries/send-rates.ts #held',
    ],
  },
  {
    holds: 'Visitors whose older ids are looked up',
    bound: count(tableLimits.lookUps),
    first: 'The newest is refused with `server.overloaded`.',
    test: filled(here, 'visitors whose older ids are looked up'),
    tables: ['engage/history/history-repeats.ts underway'],
  },
  {
    holds: 'Rows on their way into the store, as bytes',
    bound: `${share(memoryShares.ledger)}, and 100,000 rows`,
    first: 'New events are refused with `server.overloaded`; nothing that was taken is dropped.',
    test: filled(
      'packages/server/engage/ledger/ledger.test.ts',
      'says at its limit that it has no room, and has again once stored',
    ),
    tables: [
      'engage/ledger/ledger.ts #waiting',
      'engage/ledger/ledger.ts #shares',
      'engage/ledger/ledger.ts #untold',
      'engage/ledger/ledger-batch.ts accounts',
      'engage/ledger/ledger-batch.ts #free',
      'engage/ledger/ledger-batch.ts #tables',
      'engage/ledger/ledger-batch.ts #full',
      'engage/ledger/ledger-batch.ts #ends',
      'engage/ledger/stored-facts.ts #accounts',
    ],
  },
  {
    holds: 'Events of our own that wait for a store',
    bound: count(tableLimits.tells),
    first: 'The newest is lost and logged.',
    test: filled(here, 'events of our own that wait for a store'),
    tables: ['engage/owner/own-events.ts #waiting'],
  },
  {
    holds: 'Visits under way that goals learn from',
    bound: `${count(tableLimits.openVisits)} of one account`,
    first: 'New visits are not learnt from.',
    test: filled(here, 'visits under way that goals learn from'),
    tables: ['learn/intent/account-learner.ts #open'],
  },
  {
    holds: 'What payers have left of their budgets',
    bound: `${count(budgetPayers)} payers, of all budgets`,
    first: 'The payer unused longest, who starts full again.',
    test: filled(
      'packages/server/adapter/budgets-memory.test.ts',
      'forgets the payers unused longest, who start full again',
    ),
    tables: ['adapter/budgets-memory.ts #tables', 'adapter/budgets-memory.ts #held'],
  },
  {
    holds: 'What networks used of late of budgets that they share',
    bound: `${count(budgetSharers)} networks, of all budgets`,
    first: 'The network unused longest, which counts as if it had used nothing.',
    test: filled(
      'packages/server/adapter/budgets-memory.test.ts',
      'forgets what was used by the networks unused longest',
    ),
    tables: ['adapter/budgets-memory.ts #shares'],
  },
  {
    holds: 'Who holds a visitor id',
    bound: count(tableLimits.claims),
    first: 'The one unused longest; the store is asked.',
    test: filled(here, 'tables by count'),
    tables: ['identity/visitor-claims.ts known'],
  },
  {
    holds: 'Whose a key of a site is, unknown ones too, and when it was used',
    bound: count(tableLimits.keys),
    first: 'The one read longest ago; the store is asked.',
    test: filled(here, 'tables by count'),
    tables: [
      'site/key-directory.ts #kept',
      'site/key-directory.ts #unknown',
      'site/key-directory.ts #noted',
      'site/key-directory.ts #asked',
    ],
  },
  {
    holds: 'Key sets of identity providers',
    bound: count(tableLimits.keySets),
    first: 'The one known longest; it is fetched again.',
    test: filled(here, 'key sets of identity providers'),
    tables: ['identity/key-sets.ts sets'],
  },
  {
    holds: 'Sessions of the API that held a moment ago',
    bound: count(tableLimits.goodSessions),
    first: 'The one unused longest; its next request is charged as an unknown one.',
    test: filled(here, 'tables by count'),
    tables: ['http/access/charged-sessions.ts good'],
  },
  {
    holds: 'Device and bot of user agents',
    bound: count(tableLimits.userAgents),
    first: 'The one unused longest; it is read again.',
    test: filled(here, 'tables by count'),
    tables: ['collect/sender.ts agents'],
  },
  {
    holds: 'Messages of the last seconds, by visitor',
    bound: `${count(tableLimits.senders)} of one account`,
    first: 'The visitor heard of longest ago.',
    test: filled(here, 'messages of the last seconds, by visitor'),
    tables: ['channel/web/message-rates.ts #passed'],
  },
  {
    holds: 'Answers to commands of agents',
    bound: `${count(conversationLimits.commands)} of one account`,
    first: 'The oldest.',
    test: filled(here, 'answers to commands of agents'),
    tables: ['desk/answered-requests.ts #answers'],
  },
  {
    holds: 'Private values asked and given',
    bound: `${count(privateLimits.accountAsks)} of one account`,
    first: 'New ones are refused with `account.full`.',
    test: filled(here, 'private values asked and given'),
    tables: ['desk/private/private-values.ts #held'],
  },
  {
    holds: 'Answers of reports',
    bound: `${count(reportLimits.answers)} of all accounts`,
    first: 'The one unused longest.',
    test: filled(
      'packages/server/report/queries/shared-queries.test.ts',
      'is run again where as many others as are kept were asked since',
    ),
    tables: ['report/queries/shared-queries.ts #known'],
  },
  {
    holds: 'Rehearsals and their answers',
    bound: `${count(rehearsalLimits.answers)} of all accounts`,
    first: 'The oldest of the account that has most.',
    test: filled(
      'packages/server/campaign/rehearsal/rehearsals.test.ts',
      'an account that asks for as many rehearsals as are kept stops its own and nobody else’s',
    ),
    tables: [
      'campaign/rehearsal/rehearsals.ts jobs',
      'campaign/rehearsal/rehearsal-turns.ts working',
    ],
  },
  {
    holds: 'Requests that were performed and could not be remembered in the store',
    bound: count(tableLimits.unstoredAnswers),
    first: 'The oldest.',
    test: null,
    tables: ['http/idempotency/idempotency.ts unstored'],
  },
  {
    holds: 'Accounts of which it is known who is free',
    bound: count(tableLimits.rooms),
    first: 'The one unused longest; its desk is asked.',
    test: filled(
      'packages/core/bus/test/agents-room.test.ts',
      'keeps a bounded number of accounts, and asks again for one that was forgotten',
    ),
    tables: [],
  },
  {
    holds: 'Messages between parts of the server',
    bound: `${count(tableLimits.busMessages)} of one topic`,
    first: 'The oldest is dropped and logged.',
    test: filled(
      'packages/server/adapter/bus-memory.test.ts',
      'promise 7: a topic that holds too much drops its oldest and says so',
    ),
    tables: ['adapter/bus-memory.ts topics', 'adapter/bus-memory.ts responders'],
  },
  {
    holds: 'Calls under way to the engine host',
    bound: mib(tableLimits.hostBytes),
    first: 'The newest is refused with `server.overloaded`.',
    test: filled(here, 'calls under way to the engine host'),
    tables: ['adapter/facts/host-calls.ts #calls', 'adapter/facts/host-calls.ts #doubtful'],
  },
  {
    holds: 'Files on their way in',
    bound: mib(attachmentLimits.heldBytes),
    first:
      'The newest is refused with `server.overloaded`; an account and an address have shares of what is free.',
    test: filled(
      'packages/server/writing/attachments/upload-shares.test.ts',
      'never more is held than there is room, whoever takes, ends and takes again',
    ),
    tables: [
      'writing/attachments/uploads.ts underWay',
      'writing/attachments/upload-shares.ts #holders',
      'adapter/attachments/attachments-s3.ts #putting',
    ],
  },
  {
    holds: 'The live list of a console, and what it has not read',
    bound: `${count(liveLimits.rows)} rows`,
    first: 'Visitors beyond the newest are counted only.',
    test: filled(
      'packages/server/engage/live/live-view.test.ts',
      'comes in pages, until everybody within the bound was told, with the whole count',
    ),
    tables: [
      'engage/live/live-view.ts #watchers',
      'engage/live/live-view.ts #known',
      'engage/live/live-view.ts #due',
      'engage/live/live.ts #accounts',
    ],
  },
  {
    holds: 'Sessions of long polls',
    bound: count(placeBudgets['polls.process']),
    first:
      'Of the network that holds most (beyond 64), the session unused longest; of the 200 oldest one that no poll waits in, where there is one.',
    test: filled('test/intake/poll-room.test.ts', 'a flood of sessions makes way for itself'),
    tables: ['collect/visitor/poll-room.ts #sessions'],
  },
  {
    holds: 'Events that the debugger shows',
    bound: '1,000 of a site, and so many bytes of all sites',
    first: 'The oldest of the site that holds most.',
    test: filled(
      'packages/server/collect/events/debugger.test.ts',
      'what it keeps of large events is bounded, for each and for all sites together',
    ),
    tables: ['collect/events/debugger.ts #rings'],
  },
];

/** Tables that hold no more than something else which has a bound, or which somebody set up. */
export const followingTables: readonly {
  readonly each: string;
  readonly tables: readonly string[];
}[] = [
  {
    each: 'visitor in memory or connected',
    tables: [
      'engage/owner/wakes.ts #instants',
      'engage/owner/arrivals.ts #here',
      'engage/owner/arrivals.ts #again',
      'desk/audience/audience.ts #listeners',
    ],
  },
  {
    each: 'connection of a browser or console',
    tables: [
      'collect/visitor/visitor-http.ts #outbound',
      'collect/visitor/visitor-session.ts #held',
      'collect/visitor/visitor-socket.ts lines',
      'collect/visitor/paced-line.ts #held',
      'agent/agent-line.ts #lines',
      'agent/agent-line.ts #waiting',
      'agent/agent-reading.ts watching',
      'agent/agent-socket.ts #open',
      'desk/audience/audience.ts #subscribers',
      'http/sockets/connections.ts #sockets',
      'http/sockets/drain.ts open',
      'report/queries/watch.ts #open',
      'report/queries/watch.ts #seen',
    ],
  },
  {
    each: 'agent who is there over REST',
    tables: ['agent/by-rest/rest-presence.ts #present'],
  },
  {
    each: 'account that was set up',
    tables: [
      'account/mail/account-mail.ts known',
      'campaign/configuration/configuration.ts #kept',
      'campaign/guardrails.ts looks',
      'campaign/publications.ts #timers',
      'archive/search/search-index.ts underWay',
      'archive/search/search-index.ts wakes',
      'writing/attachments/attachment-settings.ts known',
      'desk/desks.ts #opening',
      'desk/desks.ts #open',
      'desk/desks.ts #audiences',
      'writing/masking/masking.ts masks',
      'writing/masking/masking.ts reading',
      'needs/need-learner.ts #known',
      'needs/need-learner.ts #cancels',
      'team/reports/report-post.ts working',
      'team/reports/report-post.ts timers',
      'team/reports/report-post.ts owed',
      'engage/owner/account-engine.ts #engines',
      'engage/owner/account-engine.ts #loading',
      'engage/owner/configuration-changes.ts again',
      'engage/owner/follow-room.ts waiting',
      'learn/intent/learners.ts #accounts',
      'learn/policy/policies.ts #accounts',
      'learn/policy/resting-policies.ts #accounts',
      'learn/policy/running-policy.ts #followed',
      'learn/policy/running-policy.ts #guards',
      'learn/agent-time/service-level.ts #accounts',
      'report/queries/fact-versions.ts #accounts',
      'report/settled-figures.ts #accounts',
    ],
  },
  {
    each: 'conversation that is open',
    tables: [
      'desk/writes/desk-writes.ts #marks',
      'desk/writes/desk-writes.ts #doubtful',
      'desk/audience/joined-reads.ts #through',
      'desk/writes/open-conversations.ts #records',
      'desk/writes/open-conversations.ts #atAddress',
    ],
  },
  {
    each: 'request, call or write under way',
    tables: [
      'followup/send-transcript.ts #told',
      'account/passwords/turns.ts #queues',
      'adapter/facts/facts-clickhouse.ts #asked',
      'adapter/facts/facts-clickhouse.ts doubtful',
      'http/idempotency/idempotency.ts underWay',
      'http/keyed-queue.ts #tails',
      'jobs/job-runner.ts #ends',
      'jobs/job-runner.ts #held',
      'report/queries/pace.ts #waiting',
    ],
  },
  {
    each: 'part of the program',
    tables: [
      'hand-over.ts parts',
      'hand-over.ts sockets',
      'http/openapi/problem-answers.ts answers',
      'http/raw-routes.ts exact',
      'http/server.ts upgrades',
      'http/server.ts sources',
    ],
  },
];
