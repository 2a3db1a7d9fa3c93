// Every table that the server keeps in memory: its content, its bound, and what is evicted first
// when it is full. The reference of limits is generated from it. A test reads the sources and fails
// on a table that is not listed here, and on a row without its test.
import { clusterLimits } from '@opportune/core/cluster/limits.ts';
import { placeBudgets, rateBudgets, type RateBudget } from '@opportune/protocol/budgets.ts';
import { callbackLimits } from '@opportune/protocol/limits/callbacks.ts';
import { recordingLimits, spokenLimits } from '@opportune/protocol/limits/calls.ts';
import { callerCodeLimits, telephoneLimits } from '@opportune/protocol/limits/telephone.ts';
import { rehearsalLimits, reportLimits } from '@opportune/protocol/limits/campaigns.ts';
import { channelLimits, deliveryLimits } from '@opportune/protocol/limits/channels.ts';
import { doorLimits, liveLimits, socketLimits } from '@opportune/protocol/limits/connections.ts';
import { attachmentLimits, conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import { burstLimits, debuggerLimits, intakeLimits } from '@opportune/protocol/limits/intake.ts';
import { letterLimits, mailboxLimits } from '@opportune/protocol/limits/mail.ts';
import { tableLimits } from '@opportune/protocol/limits/memory.ts';
import { transferLimits } from '@opportune/protocol/rest/contact/transfer.ts';
import { privateLimits } from '@opportune/protocol/conversation/private.ts';
import { entryBytes } from './entry-bytes.ts';
import {
  configurationsShare,
  conversationShare,
  memoryShares,
  passingShare,
  payerShare,
  pollShare,
  sampleShare,
  turnsShare,
} from './plan.ts';

const budgetPayers = Object.values(rateBudgets).reduce((sum, { payers }) => sum + payers, 0);

const budgetSharers = Object.values<RateBudget>(rateBudgets).reduce(
  (sum, { sharers = 0 }) => sum + sharers,
  0,
);

export interface TableRow {
  readonly holds: string;
  readonly bound: string;
  /** The same in bytes of memory. */
  readonly bytes: string;
  /** What is evicted or refused when it is full. */
  readonly first: string;
  /** The test that fills it, by a part of its title. */
  readonly test: { readonly file: string; readonly title: string };
  /** The file below packages/server, and the name, of each table in the sources. */
  readonly tables: readonly string[];
}

const count = (value: number): string => value.toLocaleString('en');
const mib = (bytes: number): string => `${count(Math.ceil(bytes / 1024 / 1024))} MiB`;
const share = ({ percent, mostBytes }: { percent: number; mostBytes?: number }): string =>
  `${percent} % of what the maximum leaves${mostBytes === undefined ? '' : `, at most ${mib(mostBytes)}`}`;
const filled = (file: string, title: string) => ({ file, title });
const here = 'packages/server/tables.test.ts';
const arriving = 'packages/core/bounds/test/held-bytes.test.ts';
const measured = 'packages/server/table-bytes.test.ts';

export const tableRows: readonly TableRow[] = [
  {
    holds: 'Profiles of visitors',
    bound: share(memoryShares.profiles),
    bytes: share(memoryShares.profiles),
    first:
      'Evicts visitors without a connection: first of the address that holds most, then the one unused longest. If none can be evicted, new ones are refused with `server.overloaded`.',
    test: filled(
      'packages/server/engage/owner/visitor-room.test.ts',
      'a flood from one address makes way for itself and takes nobody else with it',
    ),
    tables: [
      ...['links', 'offered', 'trials', 'evictedTrials'].map(
        (name) => `engage/owner/visitor-entry.ts ${name}`,
      ),
      'engage/owner/visitor-room.ts FairRanks',
    ],
  },
  {
    holds: 'Requests that wait for their account’s turn',
    bound: `${share(turnsShare)}; of one account as much as is free`,
    bytes: share(turnsShare),
    first: 'The newest is refused with `server.overloaded`. A socket is not read.',
    test: filled(
      'packages/core/bounds/test/fair-turns.test.ts',
      'has room for what one account may hold, and for another beside it',
    ),
    tables: ['http/turns.ts FairTurns'],
  },
  {
    holds: 'All bodies, frames and files that are on their way, together',
    bound: share(passingShare),
    bytes: share(passingShare),
    first: 'The address that holds most loses its largest one with `server.overloaded`.',
    test: filled(
      'test/attack/full-tables.test.ts',
      'what stalls on its way gives way, wherever it comes in, before the memory is full',
    ),
    tables: ['memory/guard.ts HeldBytes'],
  },
  {
    holds: 'Bodies and socket frames of visitors that are being received',
    bound: mib(intakeLimits.arrivingBytes),
    bytes: mib(intakeLimits.arrivingBytes),
    first: 'The address that holds most loses its largest one with `server.overloaded`.',
    test: filled(arriving, 'never holds more than its limit, for any arrivals in any order'),
    tables: ['collect/feature.ts HeldBytes'],
  },
  {
    holds: 'Requests of providers that are being received',
    bound: mib(channelLimits.arrivingBytes),
    bytes: mib(channelLimits.arrivingBytes),
    first: 'The address that holds most loses its largest one with `server.overloaded`.',
    test: filled(arriving, 'never holds more than its limit, for any arrivals in any order'),
    tables: ['composition/channel-features.ts HeldBytes'],
  },
  {
    holds: 'Batches that wait while profiles are read',
    bound: `${share(memoryShares.waiting)}; of one account ${count(tableLimits.waitingBatches)} and half of the bytes`,
    bytes: share(memoryShares.waiting),
    first: 'The newest is refused with `server.overloaded`.',
    test: filled(here, 'batches that wait while profiles are read'),
    tables: ['engage/owner/visitors-waiting.ts #accounts'],
  },
  {
    holds: 'Requests of providers that wait to be stored',
    bound: `${mib(deliveryLimits.keepingBytes)}; of one account as much as is free; beside them the largest letter`,
    bytes: mib(deliveryLimits.keepingBytes + 2 * letterLimits.letterBytes),
    first: 'The newest is refused with `server.overloaded`; its provider sends it again.',
    test: filled(
      'packages/server/channel/inbox/keep-together.test.ts',
      'fills: requests of providers that wait to be stored',
    ),
    tables: ['channel/inbox/keep-together.ts #lines'],
  },
  {
    holds: 'Rates of channels and their addresses, and turns of deliveries',
    bound: `${count(deliveryLimits.buckets)} rates, ${count(deliveryLimits.turns)} turns`,
    bytes: mib(
      deliveryLimits.buckets * (entryBytes.rate + entryBytes.held) +
        deliveryLimits.turns * entryBytes.turn,
    ),
    first:
      'Evicts those unused longest. Their rates start anew, or they go to the end of the line.',
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
    holds: 'Mailboxes that are watched, and their access tokens',
    bound: count(mailboxLimits.watched),
    bytes: mib(mailboxLimits.watched * entryBytes.mailbox),
    first: 'Mailboxes beyond it wait for another process. Evicts the token unused longest.',
    test: filled(here, 'tokens of mailboxes'),
    tables: [
      'channel/email/connection/mailboxes.ts watching',
      'channel/email/connection/tokens.ts known',
    ],
  },
  {
    holds: 'Calls that run',
    bound: `${count(spokenLimits.calls)}; of one account ${count(spokenLimits.accountCalls)}`,
    bytes: mib(spokenLimits.calls * entryBytes.call),
    first: 'New calls are refused with `server.overloaded`.',
    test: filled('packages/server/call/calls.test.ts', 'fills: calls that run'),
    tables: [
      'call/calls.ts #running',
      'call/calls.ts #following',
      'call/waiting.ts #told',
      'call/recording/making.ts running',
      'adapter/media/media-host.ts followers',
      'adapter/media/media-host.ts open',
      'adapter/media/gathering.ts #calls',
      'adapter/media/rtp/direct.ts sent',
      'adapter/media/sounds.ts playing',
      'adapter/media/logs.ts logs',
      'adapter/media/line.ts #waiting',
      'adapter/media/sounds.ts pcmu',
    ],
  },
  {
    holds:
      'Calls by telephone whose sound has not come, those that wait, and those that agents made',
    bound: `${count(telephoneLimits.tickets)} of each, ${count(telephoneLimits.accountTickets)} that came in of an account`,
    bytes: mib(3 * telephoneLimits.tickets * 1024),
    first: 'The oldest, whose sound is then not taken.',
    test: filled('packages/server/channel/telephone/tickets.test.ts', 'fills: calls by telephone'),
    tables: [
      'channel/telephone/tickets.ts #open',
      'channel/telephone/open-telephone.ts dialled',
      'channel/telephone/waiting/waiting-callers.ts #all',
    ],
  },
  {
    holds: 'Codes that pages show to callers',
    bound: `${count(callerCodeLimits.accounts)} accounts with ${count(callerCodeLimits.short + callerCodeLimits.long)} each`,
    bytes: mib(callerCodeLimits.accounts * (callerCodeLimits.short + callerCodeLimits.long) * 300),
    first: 'Those of the account whose pages showed none for longest.',
    test: filled(
      'packages/server/channel/telephone/proof/caller-proof.test.ts',
      'fills: accounts whose pages show codes',
    ),
    tables: ['channel/telephone/proof/caller-proof.ts #codes'],
  },
  {
    holds: 'Messages that callers leave now',
    bound: `${count(telephoneLimits.voicemails)}, ${count(telephoneLimits.accountVoicemails)} of an account`,
    bytes: mib(
      8000 *
        (telephoneLimits.voicemails * (telephoneLimits.waitingPieces + 1) +
          6 * telephoneLimits.voicemailS),
    ),
    first: 'The next caller hears the away answer.',
    test: filled(
      'packages/server/channel/telephone/voicemail/voicemails.test.ts',
      'fills: messages that callers leave',
    ),
    tables: ['channel/telephone/voicemail/running.ts #all'],
  },
  {
    holds: 'Conversations that wait for their call to begin',
    bound: `${count(spokenLimits.expected)}, ${count(spokenLimits.accountExpected)} of an account`,
    bytes: mib(spokenLimits.expected * entryBytes.unstored),
    first: 'The newest goes on in writing.',
    test: filled('packages/server/call/expected.test.ts', 'fills: conversations that wait for'),
    tables: ['call/expected.ts waiting'],
  },
  {
    holds: 'Call backs that ring at agents or customers',
    bound: count(callbackLimits.offered),
    bytes: mib(callbackLimits.offered * entryBytes.unstored),
    first: 'That the newest is accepted is noticed at its next look.',
    test: filled('packages/server/callback/offered.test.ts', 'fills: call backs that ring'),
    tables: [
      'callback/offered.ts #offered',
      'callback/offered.ts #following',
      'callback/keep-promise.ts #ringing',
    ],
  },
  {
    holds: 'Recordings whose files are to be made',
    bound: count(recordingLimits.making),
    bytes: mib(recordingLimits.making * entryBytes.unstored),
    first: 'The newest is made by the next start, or within hours.',
    test: filled(
      'packages/server/call/recording/left-files.test.ts',
      'fills: recordings to be made',
    ),
    tables: ['call/recording/making.ts asked'],
  },
  {
    holds: 'Visitors whose older ids are looked up',
    bound: `${count(tableLimits.lookUps)}; of one account ${count(tableLimits.waitingBatches)} batches and half of the bytes`,
    bytes: mib(tableLimits.lookUpBytes),
    first: 'The newest is refused with `server.overloaded`.',
    test: filled(here, 'visitors whose older ids are looked up'),
    tables: ['engage/history/history-repeats.ts underway'],
  },
  {
    holds: 'Rows that wait to be stored, as bytes',
    bound: `${share(memoryShares.ledger)}, and 100,000 rows`,
    bytes: share(memoryShares.ledger),
    first: 'New events are refused with `server.overloaded`. Accepted events are never dropped.',
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
    holds: 'Events of the product itself that wait to be stored',
    bound: count(tableLimits.tells),
    bytes: mib(tableLimits.tellBytes),
    first: 'The newest is lost and logged.',
    test: filled(here, 'events of our own that wait for a store'),
    tables: ['engage/owner/own-events.ts #waiting'],
  },
  {
    holds: 'Open visits that goals learn from',
    bound: `${count(tableLimits.openVisits)} of one account`,
    bytes: `${mib(tableLimits.openVisitBytes)} of one account`,
    first: 'New visits are ignored for learning.',
    test: filled(here, 'visits under way that goals learn from'),
    tables: ['learn/intent/open-visits.ts #visits', 'learn/intent/open-visits.ts #sizes'],
  },
  {
    holds: 'Remaining budgets of payers',
    bound: `${count(budgetPayers)} payers, of all budgets; less if their share is less`,
    bytes: `${share(payerShare)}, with the row below`,
    first: 'Evicts the payer unused longest, who starts full again.',
    test: filled(
      'packages/server/adapter/budgets-memory.test.ts',
      'forgets the payers unused longest, who start full again',
    ),
    tables: ['adapter/budgets-memory.ts #tables', 'adapter/budgets-memory.ts #held'],
  },
  {
    holds: 'Recent use of shared budgets by networks',
    bound: `${count(budgetSharers)} networks, of all budgets; less if their share is less`,
    bytes: 'In the row above.',
    first: 'Evicts the network unused longest, which then counts as unused.',
    test: filled(
      'packages/server/adapter/budgets-memory.test.ts',
      'forgets what was used by the networks unused longest',
    ),
    tables: ['adapter/budgets-memory.ts #shares'],
  },
  {
    holds: 'Holders of visitor ids',
    bound: count(tableLimits.claims),
    bytes: mib(tableLimits.claims * entryBytes.claim),
    first: 'Evicts the one unused longest. The store is queried instead.',
    test: filled(here, 'tables by count'),
    tables: ['identity/visitor-claims.ts known'],
  },
  {
    holds: 'Owners of sites’ keys, unknown keys too, and their last use',
    bound: count(tableLimits.keys),
    bytes: mib(
      tableLimits.keyBytes + tableLimits.keys * (entryBytes.unknownKey + entryBytes.keyUse),
    ),
    first: 'Evicts the one read longest ago. The store is queried instead.',
    test: filled(here, 'tables by count'),
    tables: [
      'site/key-directory.ts #kept',
      'site/key-directory.ts #unknown',
      'site/key-directory.ts #noted',
      'site/key-directory.ts #asked',
    ],
  },
  {
    holds: 'Newest configurations of accounts',
    bound: count(tableLimits.configurations),
    bytes: share(configurationsShare),
    first: 'Evicts the one unused longest. It is read again.',
    test: filled(measured, 'configurations of accounts'),
    tables: ['campaign/configuration/configuration.ts kept'],
  },
  {
    holds: 'Visitors to whom orders of customers were credited',
    bound: count(tableLimits.credits),
    bytes: mib(tableLimits.credits * entryBytes.credit),
    first: 'Evicts the one unused longest. Its repeat is credited anew.',
    test: filled(measured, 'credits of orders'),
    tables: ['collect/segment/segment.ts credits'],
  },
  {
    holds: 'Senders of new visitors, to find bursts',
    bound: `${count(burstLimits.senders)} senders, ${count(burstLimits.visitors)} visitors`,
    bytes: mib(
      burstLimits.senders * entryBytes.sender +
        burstLimits.visitors * entryBytes.newVisitor +
        burstLimits.slots * entryBytes.slot,
    ),
    first: 'Evicts the senders without arrivals for longest.',
    test: filled(measured, 'senders of new visitors'),
    tables: [],
  },
  {
    holds: 'Measured reply times of sites',
    bound: count(tableLimits.replyTimes),
    bytes: mib(tableLimits.replyTimes * entryBytes.replyTime),
    first: 'Evicts the one unused longest. It is measured again.',
    test: filled('packages/server/channel/web/home/reply-time.test.ts', 'fills: reply times'),
    tables: ['channel/web/home/reply-time.ts replyTimes'],
  },
  {
    holds: 'Accounts whose agents’ photos are known',
    bound: count(tableLimits.photos),
    bytes: mib(tableLimits.photoBytes),
    first: 'Evicts the one unused longest. They are read again.',
    test: filled('packages/server/pictures/agent-photos.test.ts', 'fills: photos'),
    tables: ['pictures/agent-photos.ts known'],
  },
  {
    holds: 'Key sets of identity providers',
    bound: count(tableLimits.keySets),
    bytes: mib(tableLimits.keySets * entryBytes.keySet),
    first: 'Evicts the one known longest. It is fetched again.',
    test: filled(here, 'key sets of identity providers'),
    tables: ['identity/key-sets.ts sets'],
  },
  {
    holds: 'API sessions that were valid a moment ago',
    bound: count(tableLimits.goodSessions),
    bytes: mib(tableLimits.goodSessions * entryBytes.session),
    first: 'Evicts the one unused longest. Its next request is charged as an unknown one.',
    test: filled(here, 'tables by count'),
    tables: ['http/access/charged-sessions.ts good'],
  },
  {
    holds: 'User agents with their device and bot status',
    bound: count(tableLimits.userAgents),
    bytes: mib(tableLimits.userAgents * entryBytes.userAgent),
    first: 'Evicts the one unused longest. It is read again.',
    test: filled(here, 'tables by count'),
    tables: ['collect/sender.ts agents'],
  },
  {
    holds: 'Counts of messages in the last seconds, by visitor',
    bound: `${count(tableLimits.senders)} for messages, and as many for all frames`,
    bytes: mib(2 * tableLimits.senderBytes),
    first: 'Evicts the visitor silent for longest.',
    test: filled(here, 'messages of the last seconds, by visitor'),
    tables: ['channel/web/message-rates.ts #passed'],
  },
  {
    holds: 'Open conversations, with their places at desks',
    bound: `${share(conversationShare)}; of one account as much as is free`,
    bytes: share(conversationShare),
    first:
      'A new one is refused with `queue.full`, or with `server.overloaded` if an agent begins it. Those that go on are kept.',
    test: filled('packages/server/desk/conversation-room.test.ts', 'fills: open conversations'),
    tables: [
      'desk/writes/open-conversations.ts #records',
      'desk/writes/open-conversations.ts #atAddress',
    ],
  },
  {
    holds: 'Answers to commands of agents',
    bound: `${count(conversationLimits.commands)} of one account`,
    bytes: `${mib(conversationLimits.commands * entryBytes.command)} of one account`,
    first: 'Evicts the oldest.',
    test: filled(here, 'answers to commands of agents'),
    tables: ['desk/answered-requests.ts #answers'],
  },
  {
    holds: 'Private values and their requests',
    bound: `${count(privateLimits.accountAsks)} of one account`,
    bytes: `${mib(privateLimits.accountAsks * entryBytes.privateValue)} of one account`,
    first: 'New ones are refused with `account.full`.',
    test: filled(here, 'private values asked and given'),
    tables: ['desk/private/private-values.ts #held'],
  },
  {
    holds: 'Answers of reports',
    bound: `${count(reportLimits.answers)} of all accounts`,
    bytes: mib(reportLimits.answerBytes),
    first: 'Evicts the one unused longest.',
    test: filled(
      'packages/server/report/queries/shared-queries.test.ts',
      'is run again where as many others as are kept were asked since',
    ),
    tables: ['report/queries/shared-queries.ts #known'],
  },
  {
    holds: 'Rehearsals and their answers',
    bound: `${count(rehearsalLimits.answers)} of all accounts`,
    bytes: mib(rehearsalLimits.answers * entryBytes.rehearsal),
    first: 'Evicts the oldest of the account that has most.',
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
    holds: 'Performed requests whose answer could not be stored',
    bound: `${count(tableLimits.unstoredAnswers)}, and ${count(tableLimits.unstoredLength)} characters`,
    bytes: mib(2 * tableLimits.unstoredLength + tableLimits.unstoredAnswers * entryBytes.unstored),
    first: 'Evicts the oldest. Its repeat is told that the outcome is unknown.',
    test: filled(
      'packages/server/http/idempotency/unstored-answers.test.ts',
      'fills: answers that could not be stored',
    ),
    tables: ['http/idempotency/unstored-answers.ts #answers'],
  },
  {
    holds: 'Accounts whose availability is known',
    bound: count(tableLimits.rooms),
    bytes: mib(tableLimits.roomBytes),
    first: 'Evicts the one unused longest. Its desk is queried instead.',
    test: filled(
      'packages/core/bus/test/agents-room.test.ts',
      'keeps a bounded number of accounts, and asks again for an evicted one',
    ),
    tables: [],
  },
  {
    holds: 'Messages between parts of the server',
    bound: `${count(tableLimits.busMessages)} of one topic`,
    bytes: `${mib(tableLimits.busBytes)} of one topic`,
    first: 'The oldest is dropped and logged.',
    test: filled(
      'packages/server/adapter/bus-memory.test.ts',
      'promise 7: a topic that holds too much drops its oldest and says so',
    ),
    tables: ['adapter/bus-memory.ts topics', 'adapter/bus-memory.ts responders'],
  },
  {
    holds: 'Messages and questions between processes of one machine',
    bound: `${count(tableLimits.busMessages)} for each process`,
    bytes: `${mib(tableLimits.busBytes)} for each process`,
    first: 'The oldest is dropped and logged. Further questions are unanswered.',
    test: filled(
      'packages/server/adapter/bus-processes/bus-processes.test.ts',
      'promise 7: a member that stopped loses its oldest messages and keeps nobody waiting',
    ),
    tables: [
      'adapter/bus-processes/hub.ts peers',
      'adapter/bus-processes/hub.ts open',
      'adapter/bus-processes/outbox.ts #waiting',
      'adapter/bus-processes/bus-processes.ts asked',
    ],
  },
  {
    holds: 'With several machines: messages that wait for NATS',
    bound: count(tableLimits.busMessages),
    bytes: mib(tableLimits.busBytes),
    first: 'The oldest message is dropped and logged. Others learn that they missed it.',
    test: filled(
      'packages/server/adapter/bus-nats/bus-nats.test.ts',
      '[CL17] what is published while NATS is away arrives, up to the bound',
    ),
    tables: ['adapter/bus-nats/paced-queue.ts #waiting'],
  },
  {
    holds: 'With several machines: processes of which the newest message is known',
    bound: count(tableLimits.busSenders),
    bytes: mib(tableLimits.busSenders * entryBytes.unstored),
    first: 'The one heard longest ago is forgotten.',
    test: filled(
      'packages/server/adapter/bus-nats/senders.test.ts',
      '[CL17.5] more senders than are kept',
    ),
    tables: ['adapter/bus-nats/senders.ts #heard'],
  },
  {
    holds: 'With several machines: lines to other nodes, by address',
    bound: count(socketLimits.connections),
    bytes: mib(socketLimits.connections * entryBytes.unstored),
    first: 'Each belongs to a connection of a client, and ends with it.',
    test: filled(
      'packages/server/http/elsewhere/vanished-node.test.ts',
      '[CL18.4] what was passed on to a node that is out',
    ),
    tables: ['http/elsewhere/lines.ts #open'],
  },
  {
    holds: 'With several machines: names that a node serves',
    bound: count(clusterLimits.shards),
    bytes: mib(clusterLimits.shards * entryBytes.unstored),
    first: 'A cluster has no more.',
    test: filled('packages/server/nodes/hold-names.test.ts', '[CL16] [CL20] names move to nodes'),
    tables: ['nodes/hold-names.ts taken'],
  },
  {
    holds: 'With several processes: connections whose process is not known yet',
    bound: count(doorLimits.halfOpen),
    bytes: mib(doorLimits.halfOpen * doorLimits.headBytes),
    first: `The oldest is closed. Of one address: beyond ${doorLimits.halfOpenOfAddress}, its oldest.`,
    test: filled('packages/server/processes/door.test.ts', '[PR7.3] bounds half-open connections'),
    tables: ['processes/door.ts halfOpen', 'processes/door.ts ofPayer'],
  },
  {
    holds: 'With several processes: connections that wait for one of them',
    bound: `${count(doorLimits.waiting)}, ${mib(doorLimits.waitingBytes)}, for each`,
    bytes: mib(doorLimits.waitingBytes),
    first: 'The address with most of them loses its oldest.',
    test: filled(
      'packages/server/processes/waiting-list.test.ts',
      '[PR4.4] beyond the number that may wait',
    ),
    tables: ['processes/waiting-list.ts #all', 'processes/waiting-list.ts #ofPayer'],
  },
  {
    holds: 'With several processes: keys of sites whose process is known, and unknown ones',
    bound: `${count(doorLimits.keys)} of each kind`,
    bytes: mib(2 * doorLimits.keys * 512),
    first: 'The one used longest ago is asked for again.',
    test: filled('packages/server/processes/placing.test.ts', '[PR7.4] a flood of keys'),
    tables: [
      'processes/placing.ts known',
      'processes/placing.ts unknown',
      'processes/placing.ts asked',
    ],
  },
  {
    holds: 'With several processes: requests that wait for one that is being replaced',
    bound: count(doorLimits.waitingForHome),
    bytes: mib(doorLimits.waitingForHome * 16 * 1024),
    first: 'Further ones are refused. Their bodies count as arriving.',
    test: filled('packages/server/http/elsewhere/pass-on.test.ts', '[PR4.4] waits with at most'),
    tables: ['http/elsewhere/pass-on.ts waiting'],
  },
  {
    holds: 'Free memory for the newest events of visitors',
    bound: mib(tableLimits.freeBlockBytes),
    bytes: mib(tableLimits.freeBlockBytes),
    first: 'What becomes free beyond it is released.',
    test: filled('packages/core/behaviour/recent/test/recent-memory.test.ts', 'fills: free blocks'),
    tables: [],
  },
  {
    holds: 'Running calls to the engine host',
    bound: mib(tableLimits.hostBytes),
    bytes: mib(tableLimits.hostBytes),
    first: 'The newest is refused with `server.overloaded`.',
    test: filled(here, 'calls under way to the engine host'),
    tables: ['adapter/facts/host-calls.ts #calls', 'adapter/facts/host-calls.ts #doubtful'],
  },
  {
    holds: 'In the engine host: batches of the journal, in two files',
    bound: mib(2 * tableLimits.journalBytes),
    bytes: mib(2 * tableLimits.journalBytes),
    first: 'The newest waits until others are stored. One that is larger alone is taken.',
    test: filled(
      'packages/server/adapter/facts/journal/journaled-facts.test.ts',
      'beyond its bytes a batch waits until others are stored',
    ),
    tables: ['adapter/facts/journal/journal.ts #queued', 'adapter/facts/journal/journal.ts #taken'],
  },
  {
    holds: 'Files that are being uploaded',
    bound: mib(attachmentLimits.heldBytes),
    bytes: mib(attachmentLimits.heldBytes),
    first:
      'The newest is refused with `server.overloaded`. An account and an address have shares of what is free.',
    test: filled(
      'packages/server/http/uploads/upload-shares.test.ts',
      'never more is held than there is room, whoever takes, ends and takes again',
    ),
    tables: [
      'http/uploads/uploads.ts underWay',
      'http/uploads/upload-shares.ts #holders',
      'adapter/attachments/attachments-s3.ts #putting',
    ],
  },
  {
    holds: 'Files of contacts that are being uploaded',
    bound: mib(transferLimits.heldBytes),
    // A file that came is one piece beside its parts for a moment.
    bytes: mib(2 * transferLimits.heldBytes),
    first:
      'The newest is refused with `server.overloaded`. Of what is free, an account and a person with several files leave half.',
    test: filled(
      'packages/server/contact/transfer/stored-file.test.ts',
      'files that arrive at once have one room in memory',
    ),
    tables: [],
  },
  {
    holds: 'The live list of a console, and its unread rows',
    bound: `${count(liveLimits.rows)} rows`,
    bytes: `${mib(liveLimits.rows * entryBytes.listed)}, and ${mib(socketLimits.outboundBytes)} of unread rows, of one console`,
    first: 'Visitors beyond the newest are only counted.',
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
    bound: `${count(placeBudgets['polls.process'])}; less if their share is less`,
    bytes: `${share(pollShare)}; ${mib(socketLimits.pollBytes)} of unread frames`,
    first:
      'Evicts a session of the network that holds most (beyond 64): among its 200 oldest, the oldest without a waiting poll, else the oldest of all.',
    test: filled('test/intake/poll-room.test.ts', 'a flood of sessions makes way for itself'),
    tables: [
      'collect/visitor/poll-room.ts #sessions',
      'collect/visitor/poll-room.ts FairRanks',
      'collect/visitor/visitor-http.ts HeldBytes',
    ],
  },
  {
    holds: 'Events that the debugger shows',
    bound: `${count(debuggerLimits.entriesPerSite)} of a site, and ${mib(debuggerLimits.keptBytes)} of all sites`,
    bytes: mib(debuggerLimits.keptBytes),
    first: 'Evicts the oldest of the site that holds most.',
    test: filled(
      'packages/server/collect/events/debugger.test.ts',
      'what it keeps of large events is bounded, for each and for all sites together',
    ),
    tables: ['collect/events/debugger.ts #rings'],
  },
  {
    holds: 'E-mails that wait to be read in two processes of their own',
    bound: `${mib(letterLimits.waitingBytes)} for each; of one account as much as is free`,
    bytes: mib(2 * letterLimits.waitingBytes),
    first: 'They are refused and come again.',
    test: filled(
      'packages/server/channel/email/receiving/reading-turns.test.ts',
      'an account holds as much as is free',
    ),
    tables: ['channel/email/receiving/reading-turns.ts #lanes'],
  },
  {
    holds: 'The thread that fills a sample shop, one at a time',
    bound: share(sampleShare),
    bytes: share(sampleShare),
    first: 'The thread ends, and what it made of the sample shop is removed.',
    test: filled(
      'packages/server/sample/fill-apart.test.ts',
      'a thread that reaches its bound ends alone',
    ),
    tables: [],
  },
];
