// docs/reference/limits.md, from the one table of limits: every bound with what happens at it. A
// limit without a sentence here does not compile.
import { conditionLimits } from '@opportune/protocol/campaign/condition.ts';
import {
  attachmentLimits,
  burstLimits,
  channelLimits,
  contentLimits,
  conversationLimits,
  customLimits,
  debuggerLimits,
  decisionLimits,
  deliveryLimits,
  exclusionLimits,
  intakeLimits,
  jobLimits,
  optimiseLimits,
  profileLimits,
  rehearsalLimits,
  reportLimits,
  reportingLimits,
  socketLimits,
  turnLimits,
  windowLimits,
} from '@opportune/protocol/limits.ts';
import { placeBudgets, rateBudgets, type RateBudget } from '@opportune/protocol/budgets.ts';
import { afterLimits } from '@opportune/protocol/conversation/after.ts';
import { privateLimits } from '@opportune/protocol/conversation/private.ts';
import { maskLimits } from '@opportune/protocol/rest/conversation/masking.ts';

import { restBytes } from '@opportune/server/memory/plan.ts';
import { followingTables, tableRows } from '@opportune/server/memory/tables.ts';

type Sentences<Limits> = { readonly [Name in keyof Limits]: string };

const intake: Sentences<typeof intakeLimits> = {
  eventSizeBytes: 'One event as JSON. Beyond: that event is refused with `event.too_large`.',
  requestSizeBytes:
    'One HTTP body, also once unpacked, or one socket frame. Beyond: HTTP 413 `request.too_large`, or the socket closes with 1009.',
  unpackedRatio:
    'A gzip body may unpack to so many times its size. Beyond: HTTP 413 `request.too_large`.',
  unpackedFreeBytes: 'Whatever its size, a gzip body may unpack to so much.',
  bodyMs: 'How long a body may take to arrive. Beyond: HTTP 408 `request.too_slow`.',
  arrivingBytes:
    'Bodies and socket frames that are still arriving, of all clients together. Beyond: the largest of the address that holds most is given up with `server.overloaded`.',
  helloSizeBytes:
    'The first frame of a connection, which comes before its key is known. Beyond: the socket closes with 1009.',
  batchEvents: 'Events in one batch or frame. Beyond: `batch.too_long` for the whole of it.',
  propertyDepth:
    'Nesting of properties, the properties themselves being the first level; a list is a level. Beyond: `event.too_deep`.',
  propertyCount:
    'Keys of one event’s properties, all levels together; items of a list are no keys. Beyond: `event.too_many_properties`.',
  nameLength: 'Characters of an event’s name, and of a property’s. Beyond: `event.too_large`.',
  stringLength: 'Characters of one text in properties. Beyond: `event.too_large`.',
  amount:
    'A price, a quantity, a sum of a standard event, either way of 0. Beyond: `event.property_type`. What a goal reads as its value is nothing beyond it; a cart’s sum stays at it.',
  pastMs:
    'How far back an event may have happened. Beyond: `event.too_old`; bring history in with `npm run import`.',
  liveMs:
    'An event that is older on arrival updates what is known and starts nothing; the debugger says `event.late`.',
};

const turns: Sentences<typeof turnLimits> = {
  turnMs: 'How long work that waits runs until what has arrived meanwhile is read.',
  shareMs:
    'How long the work of one account runs while that of others waits. Work is not interrupted: what takes longer is made up for by the turns of others.',
  waitingBytes:
    'Request bodies that are paid for and wait, of all accounts. One account holds at most as much as is free. Beyond: `server.overloaded`. A socket whose frame waits is not read.',
};

const sockets: Sentences<typeof socketLimits> = {
  outboundBytes:
    'What waits to be read by one browser or console, for a console beside the longest list it was sent. Beyond: the socket closes with 4008 `socket.too_slow`; the client comes back and resumes.',
  heartbeatMs: 'How often a client says that it is there; also the longest that a long poll waits.',
  silenceMs:
    'Nothing heard for this long: the socket closes with 4009 `socket.silent`; a long-poll session ends.',
  consoleBeatMs: 'How often a console is asked whether it is there.',
  consoleMisses:
    'So many times in a row a console did not answer, nor take what waits for it: its socket closes with 4009 `socket.silent`, and its agent is absent where they have no other.',
  consoleFrameBytes: 'One frame of a console. Beyond: the socket closes with 1009.',
  consoleFrames:
    'Frames of one console waiting to be handled. Beyond: the socket is not read until they are done.',
  gatherMs:
    'How long what all consoles are told is gathered into one write, where something was told just before.',
  gatheredBytes: 'What is gathered for one console. Beyond: it is sent at once.',
};

const debuggers: Sentences<typeof debuggerLimits> = {
  sites: 'Sites of which events are kept. Beyond: those of the site unused longest are forgotten.',
  entriesPerSite: 'Events kept of one site. Beyond: the oldest is forgotten.',
  perSecond:
    'Events of one site kept a second of those that went well, and as many others. Beyond: they are counted only.',
  receivedLength: 'Characters kept of one event; the rest is left out.',
  keptBytes: 'Bytes kept of all sites. Beyond: the site that holds most loses its oldest.',
};

const bursts: Sentences<typeof burstLimits> = {
  keptMs:
    'How long the keyed hash of a sender’s address prefix is remembered, in memory alone. A restart forgets it too.',
  senders:
    'Senders remembered of all accounts: a prefix, a prefix with a browser, a network’s number with a browser; about 20 MB. Beyond: the twentieth of them that nobody came from for longest is forgotten.',
  visitorsOfSender:
    'New visitors of one sender who are marked should a burst come of them. Beyond: the oldest stays unmarked.',
  visitors:
    'Such visitors of all senders, each counted for its three. Beyond: the senders that nobody came from for longest are forgotten.',
};

const exclusions: Sentences<typeof exclusionLimits> = {
  ofCampaign: 'Exclusions of one campaign that were not taken back. Beyond: `account.full`.',
};

const profile: Sentences<typeof profileLimits> = {
  profileLength:
    'Characters that one profile comes to at most, as JSON, an escaped one counted as one, with every bound below reached. In UTF-8 a character takes up to three bytes.',
  visitGapMs: 'A visit ends when nothing happened for this long.',
  dedupeMs: 'How long an event’s id is remembered, so that a repeat is counted once.',
  dedupeIds:
    'Ids remembered of one visitor. Beyond: the oldest is forgotten, and the log is asked instead.',
  recentEvents: 'Events kept for counts and the timeline. Beyond: the oldest falls out.',
  openPages: 'Pages that are open at once. Beyond: the oldest counts as left.',
  pages:
    'Distinct pages remembered of one visit, and as many sections. Beyond: the oldest is forgotten.',
  products:
    'Distinct products viewed, as many categories, and products in the cart. Beyond: the oldest is forgotten.',
  searches: 'Distinct searches remembered. Beyond: the oldest is forgotten.',
  marks:
    'Distinct marked elements clicked in one visit, and as many forms begun, left and sent. Beyond: the oldest is forgotten.',
  errors:
    'Distinct errors remembered of one visit. Beyond: the oldest is forgotten; their number goes on.',
  topics: 'Distinct topics of requested services. Beyond: the oldest is forgotten.',
  orders:
    'Orders known by their id. Beyond: nothing can be taken back of the oldest, and its report counts again.',
  goalKeys:
    'Keys of conversions known, of all goals. Beyond: the oldest is forgotten; where it is reported again, figures still count it once.',
  textLength: 'Characters kept of each such text; the rest is cut.',
  traits:
    'Traits claimed by the page, and as many that are vouched for. Beyond: the first named are forgotten.',
  attributes:
    'Custom attributes remembered, declared or not. Beyond: those set longest ago are forgotten.',
  scores: 'Score conditions (rises to, falls to) that are up. Beyond: the one up longest falls.',
  timers:
    'Instants at which something is to be looked at again. Beyond: at the earliest of the others everything is.',
  decisions: 'Decisions remembered for caps. Beyond: the oldest is forgotten.',
  restoreEvents: 'Events read back when a visitor returns after being forgotten: the newest.',
};

const decisions: Sentences<typeof decisionLimits> = {
  offerHoldMs: 'How long a live offer keeps an agent’s place.',
  timerOverdueMs: 'A timer that is later than this, after a crash, is skipped and counted.',
};

const conversations: Sentences<typeof conversationLimits> = {
  messageLength: 'Characters of one message. Beyond: `message.too_long`.',
  previewLength: 'Characters of a typing preview; the rest is cut.',
  messagesPerTenSeconds: 'Messages of one visitor in ten seconds. Beyond: `rate.messages`.',
  framesPerTenSeconds:
    'Chat frames of any kind of one visitor in ten seconds. Beyond: `rate.messages`.',
  watched:
    'Conversations whose messages one agent’s screen gets beside its own. Beyond: the oldest is forgotten.',
  drafts: 'Drafts kept of one user. Beyond: the oldest is forgotten.',
  joined: 'Agents who write in one conversation beside its own. Beyond: `agent.no_room`.',
  commands:
    'Commands of one account’s agents whose answers are remembered, so that a repeat is not done again. Beyond: the oldest is forgotten.',
  resumePage: 'Messages in one page of a resume; the reader asks for the next.',
  agentGraceMs:
    'An agent who vanishes keeps their conversations this long; then they return to the queue.',
  visitorGraceMs:
    'How long a waiting visitor without a browser keeps their place. Beyond: the conversation leaves the queue.',
  closesAfterH:
    'Hours of a contact’s silence that end a conversation which rests, where its channel says nothing else.',
  wrapUpMs:
    'How long an agent may write up a conversation that has ended before it closes by itself.',
  openCases:
    'Messages left that wait for an answer, of which a console is told as it begins, the latest first; the rest is counted.',
  answeredCases:
    'Messages left that were answered and not closed, the latest of which a console is told as it begins.',
  waiting:
    'Conversations waiting in one account. Beyond: `queue.full`; a message can be left instead. One address holds at most as many as are free, so 250 where nobody else waits.',
  waitingWithoutProof:
    'Conversations of one address that wait in one account. Beyond: its browsers have to work for each further one (`proof.required`), which the chat window does by itself.',
  messagesLeft:
    'Messages left in one account that wait for an answer. Beyond: `message.no_room`; nothing is stored, and what was written stays with the visitor. A conversation whose visitor stops waiting then ends and becomes no message.',
  provedOfAddress:
    'Conversations begun, and as many messages left, by one address beyond its budget and with a proof of work. Beyond: `rate.chats` with `retryAfterMs`.',
  provedOfVisitor:
    'Conversations begun, and as many messages left, by one visitor beyond their budget and with a proof of work. Beyond: `rate.chats` with `retryAfterMs`.',
  proofMs:
    'How long the challenge of a proof of work holds. Beyond: the answer is a new challenge.',
};

const conditions: Sentences<typeof conditionLimits> = {
  depth: 'Nesting of one condition. Beyond: `condition.too_deep`.',
  nodes: 'Parts of one condition. Beyond: `condition.too_deep`.',
  listValues: 'Values in one list.',
  sequenceSteps: 'Steps of one sequence.',
};

const masking: Sentences<typeof maskLimits> = {
  patterns: 'Own patterns of an account.',
  nameLength: 'Characters of the name of a pattern.',
  expressionLength: 'Characters of an expression.',
  replacementLength: 'Characters of what stands in its place.',
  programSize: 'Steps of a compiled expression. Beyond: it is refused when it is saved.',
  matches: 'Matches of one pattern in one text. Beyond: the rest of the text is replaced by one.',
  changes: 'Changes that are listed, the newest first; older ones are kept.',
};

const privates: Sentences<typeof privateLimits> = {
  labelLength: 'Characters of what is asked for.',
  valueLength: 'Characters of a value.',
  keptMs:
    'What is asked and given lasts this long. Beyond: it is forgotten, and may be asked again.',
  asks: 'Asked at once in one conversation. Beyond: `account.full`.',
  accountAsks: 'Asked at once in one account. Beyond: `account.full`.',
};

const afterwards: Sentences<typeof afterLimits> = {
  textLength: 'Characters of the free text of a survey. Beyond: `message.too_long`.',
  askedMs:
    'From the end of a conversation; what is asked and offered afterwards is so within this.',
  changeMs: 'Answers may change within this from the first. Beyond: `message.answered`.',
  transcriptMessages:
    'Messages of a transcript by e-mail: the newest. Beyond: it says that earlier ones are left out.',
  transcriptsOfVisitor:
    'Transcripts that one visitor has sent within an hour. Beyond: `rate.transcripts`.',
  transcriptsToAddress:
    'Transcripts to one address within a day, in one account. Beyond: `rate.transcripts`.',
  transcriptTries:
    'How often one conversation is tried where the mail server does not take it. Beyond: `rate.transcripts`.',
  transcriptPatienceMs: 'A try that nobody knows the outcome of may be made again after this.',
  transcriptWaitMs:
    'How long who asks for a chat by e-mail waits for what became of it. Then it leaves by itself.',
  transcriptTriedMs:
    'How long a chat by e-mail may leave that was asked for, where the server stopped. Then it is a dead letter.',
};

const contents: Sentences<typeof contentLimits> = {
  contentLength:
    'Characters of a message’s content as JSON. Beyond any of these: `request.invalid` with its field, and nothing is stored.',
  textLength: 'Characters of the words above replies, cards or a form.',
  replies: 'Quick replies of one message.',
  choiceLength: 'Characters of a reply, a button, an option.',
  cards: 'Cards of one message.',
  buttons: 'Buttons of one card.',
  titleLength: 'Characters of a card’s title, and of a picture’s description.',
  cardTextLength: 'Characters of a card’s text.',
  fields: 'Fields of one form.',
  options: 'Options of one choice field.',
  labelLength: 'Characters of a field’s label.',
  valueLength: 'Characters of one answered field. Beyond: `message.answer_invalid`.',
  addressLength: 'Characters of one address, of a link or a picture.',
};

const rehearsals: Sentences<typeof rehearsalLimits> = {
  returns:
    'Orders of which something was taken back: the newest are read. Of older ones nothing is taken back.',
  days: 'How many days of stored visits are looked at.',
  hashParts:
    'Parts that visitors are told apart in by a hash of their id: the finest share that can be drawn.',
  eventsPerVisitor:
    'Events of one visitor that are read, the newest. What is older is as if it had not happened.',
  timeMs:
    'How long one may take. Beyond: it ends with the share of the visitors looked at, an estimate that says so.',
  unaskedMs: 'How long one goes on that nobody asks for. Beyond: it is stopped.',
  names: 'Pages, and sections, that are counted apart. Beyond: they count in the total only.',
  availability: 'Records of free agents that are read. Beyond: the last one of each minute.',
  answers:
    'Answers kept in memory, of all accounts. Beyond: the account that has most loses its oldest.',
  freshMs: 'How long an answer is given again before it is found anew.',
};

const channels: Sentences<typeof channelLimits> = {
  nameLength: 'Characters of a channel’s name. Beyond: `request.invalid`.',
  channels: 'Channels of one account, chat window and e-mail included. Beyond: `account.full`.',
  closesAfterH: 'The most hours of silence after which conversations may be over.',
  shortestText:
    'The least that a channel may be said to take as one text, in its own way of counting (of SMS, one segment). Less: `request.invalid`.',
  shortestLabel: 'The least that may be said to fit on a button. Less: `request.invalid`.',
  longestText: 'The most that may be said of a text of a channel. Beyond: `request.invalid`.',
  mostOptions:
    'The most replies, buttons, rows, cards or fields that a channel may be said to show. Beyond: `request.invalid`.',
  arrivingBytes:
    'Bodies of providers and systems that are still arriving, of all together. Beyond: the largest of the address that holds most is given up with `server.overloaded`.',
  numberedMs:
    'How long a number that comes back is the choice that it stood before. Later it is an ordinary message.',
};

const jobs: Sentences<typeof jobLimits> = {
  atOnce: 'Jobs that one process does at the same time. Beyond: they wait.',
  ofAccount: 'The same of one account, so that another finds a place.',
  accounts: 'Accounts that are looked at in one go, those first whose jobs are due longest.',
  pollMs: 'How often jobs are looked for. Those made in the same process are begun at once.',
  leaseMs: 'How long a job is its taker’s alone. Beyond: it is done again, by whoever takes it.',
  handlingMs: 'How long doing a job may take.',
  firstRestMs:
    'The longest that a job rests whose first attempt failed; after each further one up to twice as long.',
  longestRestMs:
    'The longest that a job rests after any attempt, unless the other side asks for more.',
  reasonLength: 'Characters of the reason that a dead letter keeps; the rest is cut.',
  doneMs: 'How long the id of a job that is done makes no second one.',
  deadMs: 'How long a dead letter is kept.',
  revivedMs: 'How long a dead letter that an administrator has tried again is tried.',
  closingMs:
    'How long a process that ends waits for jobs under way. Beyond: they are done again once their leases lapse.',
};

const custom: Sentences<typeof customLimits> = {
  bodyBytes: 'One request of a system. Beyond: HTTP 413 `request.too_large`.',
  idLength: 'Characters of an id that a system chooses. Beyond: `request.invalid`.',
  nameLength: 'Characters of the name of whoever writes. Beyond: `request.invalid`.',
  detailLength: 'Characters of why a delivery failed. Beyond: `request.invalid`.',
  attachments: 'Files of one message. Beyond: `request.invalid`.',
};

const deliveries: Sentences<typeof deliveryLimits> = {
  triedMs:
    'How long a message is tried to be delivered, while its channel is connected. Beyond: it has failed, or is uncertain where a request had no answer.',
  answerMs: 'How long a provider may take to answer. Beyond: the delivery is uncertain.',
  heldMs: 'How often what waits for a stopped channel is looked at, beside when channels change.',
  longestHoldMs:
    'How long a provider may have a channel wait that it says has sent too much. Beyond: it is asked again.',
  buckets:
    'Channels and addresses whose rates are remembered. Beyond: those unused longest are sent to as if nothing had been.',
  turns: 'Deliveries whose turn is remembered. Beyond: those that wait longest line up again.',
  rawMs: 'How long what providers told is kept as it came.',
  handledMs: 'How long an item that was received is tried to be handled. Beyond: a dead letter.',
};

const files: Sentences<typeof attachmentLimits> = {
  sizeBytes: 'Bytes of one file, whatever an account allows. Beyond: `attachment.too_large`.',
  nameLength: 'Characters of a file’s name; the rest is cut.',
  picturePixels: 'Points of a picture that is shown. Beyond: it is offered as a file.',
  visitorFiles: 'Files of one visitor in 24 hours. Beyond: `attachment.too_many`.',
  visitorBytes: 'Bytes of the files of one visitor in 24 hours. Beyond: `attachment.too_many`.',
  accountBytes:
    'Bytes of the files of all visitors of one account in 24 hours. Beyond: `attachment.too_many`.',
  heldBytes:
    'Bytes of all files on their way in. Beyond: `server.overloaded`. Of two or more files together an account holds at most as much as is free, an address or an agent half as much.',
  paceBytes:
    'Bytes of a file that have to arrive, or leave for a reader, in each span. Fewer: `attachment.too_slow` with HTTP 408, and the connection is closed; a reader’s connection is cut.',
  paceMs: 'The span in which they have to arrive or leave.',
  transferMs:
    'How long one file may take to arrive or to be read. Beyond: as with too slow a pace.',
  addressMs: 'How long the address of a file that a visitor’s window was given holds.',
  unsentMs: 'A file that no message carries is removed after this long.',
};

const optimising: Sentences<typeof optimiseLimits> = {
  delayS: 'Seconds that an invitation may wait. Beyond: the campaign is refused.',
  lookPages:
    'Pages of a visit on which the policy of an optimising campaign is asked. Beyond: at the campaign’s own moment alone.',
  lookS:
    'Seconds of a visit in which the policy of an optimising campaign is asked. Beyond: at the campaign’s own moment alone.',
};

const reports: Sentences<typeof reportLimits> = {
  pagesPercent:
    'Percent of one core that open pages may use in the long run for figures that change. Beyond: they come later.',
  waitS: 'Seconds that one request for figures may wait for a change of them.',
  waits: 'Requests that wait so, of all accounts. Beyond: one is answered at once.',
  answers:
    'Answers of queries kept in memory, of all accounts. Beyond: the one unused longest is forgotten.',
  answerMs: 'How old a kept answer may become, even where nothing has changed.',
};

const windows: Sentences<typeof windowLimits> = {
  lateMs:
    'How long late events are waited for after a goal’s window of a fixed length. What is received later changes no effect.',
  visitMs:
    'How long after the decision a window of the same visit may last. Beyond: it is over, though the visit goes on.',
};

const reporting: Sentences<typeof reportingLimits> = {
  bodySizeBytes:
    'One request with reports of the console’s Content-Security-Policy. Beyond: HTTP 413, and nothing of it is counted.',
  reports: 'Reports of one request that count. Beyond: the rest of them is left out.',
  linesPerMinute: 'Lines that such reports write to the log. Beyond: they are counted only.',
};

/** The page. */
export function limitsReference(): string {
  return [
    '# Limits',
    '',
    'Every bound on what comes in, is kept or waits, with what happens at it. Nothing else is lost when',
    'one is reached. This page is generated from `packages/protocol/limits.ts`, `campaign/condition.ts` and',
    '`budgets.ts`, and from `packages/server/memory/`, by `npm run generate`.',
    '',
    ...section('Intake', intakeLimits, intake),
    ...section('Turns of accounts', turnLimits, turns),
    ...section('Sockets and long polls', socketLimits, sockets),
    ...section('The debugger', debuggerLimits, debuggers),
    ...section('Bursts of new visitors', burstLimits, bursts),
    ...section('A visitor’s profile', profileLimits, profile),
    ...section('Decisions', decisionLimits, decisions),
    ...section('Conversations', conversationLimits, conversations),
    ...section('What messages carry', contentLimits, contents),
    ...section('Channels', channelLimits, channels),
    ...section('Custom channels', customLimits, custom),
    ...section('Deliveries', deliveryLimits, deliveries),
    ...section('Files', attachmentLimits, files),
    ...section('Jobs', jobLimits, jobs),
    ...section('Masking', maskLimits, masking),
    ...section('Private values', privateLimits, privates),
    ...section('After a conversation', afterLimits, afterwards),
    ...section('Conditions', conditionLimits, conditions),
    ...section('Rehearsals', rehearsalLimits, rehearsals),
    ...section('Exclusions from results', exclusionLimits, exclusions),
    ...section('Campaigns that optimise', optimiseLimits, optimising),
    ...section('Windows of goals', windowLimits, windows),
    ...section('Results', reportLimits, reports),
    ...section('Reports of browsers', reportingLimits, reporting),
    ...budgets(),
    ...memory(),
  ].join('\n');
}

/** What each payer may cause, and hold at the same time. */
function budgets(): string[] {
  const rates = Object.entries<RateBudget>(rateBudgets).map(
    ([name, { perSecond, burst, payers, sharers }]) =>
      `| \`${name}\` | ${number(perSecond)} | ${number(burst)} | ${number(payers)} | ${sharers === undefined ? '' : number(sharers)} |`,
  );
  const places = Object.entries(placeBudgets).map(
    ([name, most]) => `| \`${name}\` | ${number(most)} |`,
  );
  return [
    '## Budgets',
    '',
    'What one payer may cause. Beyond it a request is refused and says when to try again. Work is counted',
    'in unpacked bytes, with 32 more for each value in the JSON.',
    '',
    'Some budgets are shared by networks (an IPv4 /24, an IPv6 /48). While less than half of what may be',
    'used at once is left, a network that used more than an eighth of what is left waits, and others go',
    'first. What it used fades in the time in which the whole comes back.',
    '',
    '| budget | a second | at once | payers remembered | networks that share it |',
    '|---|---|---|---|---|',
    ...rates,
    '',
    '| places | at the same time |',
    '|---|---|',
    ...places,
    '',
  ];
}

/** Every table in memory. */
function memory(): string[] {
  return [
    '## Memory',
    '',
    'What the server keeps in memory, how much of it, and what goes first when there is no more room. The',
    `*maximum* is \`OPPORTUNE_MEMORY\`; ${number(restBytes / 1024 / 1024)} MiB of it are for the process at rest. A test fails on a table`,
    'that is not listed here.',
    '',
    '| table | bound | what goes first |',
    '|---|---|---|',
    ...tableRows.map(({ holds, bound, first }) => `| ${holds} | ${bound} | ${first} |`),
    '',
    'Other tables hold one entry, or a bounded number of them, for each of these:',
    '',
    ...followingTables.map(({ each, tables }) => `- ${each}: ${tables.length} tables`),
    '',
  ];
}

function number(value: number): string {
  return value.toLocaleString('en');
}

function section<Limits extends Readonly<Record<string, number>>>(
  title: string,
  limits: Limits,
  sentences: Sentences<Limits>,
): string[] {
  const rows = Object.entries(limits).map(
    ([name, value]) => `| \`${name}\` | ${written(name, value)} | ${sentences[name] ?? ''} |`,
  );
  return [`## ${title}`, '', '| limit | value | |', '|---|---|---|', ...rows, ''];
}

const units: readonly (readonly [number, string])[] = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1000, 's'],
  [1, 'ms'],
];

/** The value in the largest unit that divides it. */
function written(name: string, value: number): string {
  if (name.endsWith('Bytes'))
    return value % 1_048_576 === 0 ? `${value / 1_048_576} MiB` : `${value / 1024} KiB`;
  if (!name.endsWith('Ms')) return value.toLocaleString('en');
  const [size, unit] = units.find(([each]) => value % each === 0) ?? [1, 'ms'];
  return `${value / size} ${unit}`;
}
