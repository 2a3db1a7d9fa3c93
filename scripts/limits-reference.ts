// Writes docs/reference/limits.md from the tables of limits: every bound with what happens at it. A
// limit without a sentence here does not compile.
import { conditionLimits } from '@opportune/protocol/campaign/condition.ts';
import {
  attachmentLimits,
  burstLimits,
  channelLimits,
  signingLimits,
  webhookLimits,
  contentLimits,
  conversationLimits,
  customLimits,
  debuggerLimits,
  decisionLimits,
  deliveryLimits,
  exclusionLimits,
  intakeLimits,
  jobLimits,
  mailboxLimits,
  letterLimits,
  offerLimits,
  optimiseLimits,
  profileLimits,
  rehearsalLimits,
  reportLimits,
  reportingLimits,
  shownLetterLimits,
  socketLimits,
  templateLimits,
  turnLimits,
  windowLimits,
} from '@opportune/protocol/limits.ts';
import { afterLimits } from '@opportune/protocol/conversation/after.ts';
import { privateLimits } from '@opportune/protocol/conversation/private.ts';
import { maskLimits } from '@opportune/protocol/rest/conversation/masking.ts';

import { restBytes } from '@opportune/server/memory/plan.ts';
import { followingTables, tableRows } from '@opportune/server/memory/tables.ts';
import { budgetLines } from './limits-budgets.ts';

type Sentences<Limits> = { readonly [Name in keyof Limits]: string };

const intake: Sentences<typeof intakeLimits> = {
  eventSizeBytes: 'One event as JSON. Beyond: the event is refused with `event.too_large`.',
  requestSizeBytes:
    'One HTTP body, packed or unpacked, or one socket frame. Beyond: HTTP 413 `request.too_large`, or the socket closes with 1009.',
  unpackedRatio:
    'How many times its size a gzip body may unpack to. Beyond: HTTP 413 `request.too_large`.',
  unpackedFreeBytes: 'What a gzip body may always unpack to, whatever its size.',
  bodyMs: 'How long a body may take to arrive. Beyond: HTTP 408 `request.too_slow`.',
  arrivingBytes:
    'Bodies and socket frames of all clients that are being received. Beyond: the address that holds most loses its largest one with `server.overloaded`.',
  helloSizeBytes:
    'The first frame of a connection, before its key is known. Beyond: the socket closes with 1009.',
  batchEvents: 'Events in one batch or frame. Beyond: `batch.too_long` for the whole batch.',
  propertyDepth:
    'Nesting of properties. The properties themselves are the first level, and a list is a level. Beyond: `event.too_deep`.',
  propertyCount:
    'Keys of one event’s properties, all levels together. Items of a list do not count. Beyond: `event.too_many_properties`.',
  nameLength: 'Characters of an event’s name, and of a property’s name. Beyond: `event.too_large`.',
  stringLength: 'Characters of one text in properties. Beyond: `event.too_large`.',
  amount:
    'A price, a quantity or a sum of a standard event, positive or negative. Beyond: `event.property_type`. A larger value of a goal counts as none, and the total of a cart stops here.',
  pastMs:
    'How far in the past an event may be. Beyond: `event.too_old`. Import older history with `npm run import`.',
  liveMs:
    'The age on arrival at which an event is late. A late event updates facts and starts nothing, and the debugger shows `event.late`.',
};

const turns: Sentences<typeof turnLimits> = {
  turnMs: 'How long waiting work runs before new input is read.',
  shareMs:
    'How long one account’s work runs while another account’s work waits. Work is not interrupted. If it takes longer, the other accounts get more turns.',
  waitingBytes:
    'Request bodies of all accounts that are charged and wait. One account holds at most as much as is free. Beyond: `server.overloaded`. A socket is not read while its frame waits.',
};

const sockets: Sentences<typeof socketLimits> = {
  outboundBytes:
    'What one browser or console has not read yet. A console’s longest list does not count. Beyond: the socket closes with 4008 `socket.too_slow`, and the client reconnects and resumes.',
  heartbeatMs: 'How often a client sends a heartbeat, and the longest wait of a long poll.',
  silenceMs:
    'A socket closes with 4009 `socket.silent` if nothing arrives for this long. A long-poll session ends.',
  consoleBeatMs: 'How often a console is pinged.',
  consoleMisses:
    'Pings in a row after which a console that neither answers nor reads is gone. Its socket closes with 4009 `socket.silent`, and its agent is absent unless they have another.',
  consoleFrameBytes: 'One frame of a console. Beyond: the socket closes with 1009.',
  consoleFrames:
    'Frames of one console that wait to be handled. Beyond: the socket is not read until they are handled.',
  gatherMs: 'How long messages to all consoles are batched into one write after a previous write.',
  gatheredBytes: 'The size of such a batch for one console. Beyond: it is sent at once.',
};

const debuggers: Sentences<typeof debuggerLimits> = {
  sites: 'Sites with kept events. Beyond: evicts those of the site unused longest.',
  entriesPerSite: 'Events kept of one site. Beyond: evicts the oldest.',
  perSecond:
    'Accepted events kept of one site each second, and as many others. Beyond: events are only counted.',
  receivedLength: 'Characters kept of one event. The rest is cut.',
  keptBytes: 'Bytes kept of all sites. Beyond: the site that holds most loses its oldest event.',
};

const bursts: Sentences<typeof burstLimits> = {
  keptMs:
    'How long the keyed hash of a sender’s address prefix is remembered, in memory only. A restart forgets it too.',
  senders:
    'Senders remembered of all accounts, about 20 MB. A sender is an address prefix, a prefix with a browser, or a network’s number with a browser. Beyond: evicts the twentieth of them without arrivals for longest.',
  visitorsOfSender:
    'New visitors of one sender who are marked if they turn out to be a burst. Beyond: the oldest stays unmarked.',
  visitors:
    'Such visitors of all senders. Each counts for all three kinds of sender. Beyond: evicts the senders without arrivals for longest.',
};

const exclusions: Sentences<typeof exclusionLimits> = {
  ofCampaign: 'Exclusions of one campaign that were not taken back. Beyond: `account.full`.',
};

const profile: Sentences<typeof profileLimits> = {
  profileLength:
    'Characters of one profile as JSON if every bound below is reached. An escaped character counts as one. In UTF-8 a character takes up to three bytes.',
  visitGapMs: 'A visit ends when nothing happened for this long.',
  dedupeMs: 'How long an event’s id is remembered, so that a repeat counts once.',
  dedupeIds:
    'Ids remembered of one visitor. Beyond: evicts the oldest, and the log is queried instead.',
  recentEvents: 'Events kept for counts and the timeline. Beyond: evicts the oldest.',
  openPages: 'Pages that are open at once. Beyond: the oldest counts as left.',
  pages: 'Distinct pages remembered of one visit, and as many sections. Beyond: evicts the oldest.',
  products:
    'Distinct products viewed, as many categories, and products in the cart. Beyond: evicts the oldest.',
  searches: 'Distinct searches remembered. Beyond: evicts the oldest.',
  marks:
    'Distinct marked elements clicked in one visit, and as many forms begun, left and sent. Beyond: evicts the oldest.',
  errors:
    'Distinct errors remembered of one visit. Beyond: evicts the oldest. The count of errors stays exact.',
  topics: 'Distinct topics of requested services. Beyond: evicts the oldest.',
  orders:
    'Orders remembered by id. Beyond: evicts the oldest. A refund of it has no effect on the profile, and a repeated report of it counts again.',
  goalKeys:
    'Keys of conversions remembered, of all goals. Beyond: evicts the oldest. If it is reported again, figures still count it once.',
  textLength: 'Characters kept of each such text. The rest is cut.',
  traits:
    'Traits claimed by the page, and as many verified ones. Beyond: evicts those named first.',
  attributes:
    'Custom attributes remembered, declared or not. Beyond: evicts those set longest ago.',
  scores: 'Raised score conditions (rises to, falls to). Beyond: evicts the one raised longest.',
  timers:
    'Instants at which conditions are evaluated again. Beyond: the latest share one instant, the earliest of them, at which all conditions are evaluated.',
  decisions: 'Decisions remembered for caps. Beyond: evicts the oldest.',
  restoreEvents:
    'Events read back when a visitor who is not in memory returns. Older events are not read.',
};

const decisions: Sentences<typeof decisionLimits> = {
  offerHoldMs: 'How long a live offer reserves an agent’s place.',
  timerOverdueMs: 'A timer that is later than this after a crash is skipped and counted.',
};

const offers: Sentences<typeof offerLimits> = {
  tokenMs: 'How long a link from a page into a messaging channel says who was offered it.',
  keptMs: 'How long after that its token is kept.',
  storing: 'Links being stored at once. Beyond: the offer is a chat alone.',
};

const conversations: Sentences<typeof conversationLimits> = {
  messageLength: 'Characters of one message. Beyond: `message.too_long`.',
  previewLength: 'Characters of a typing preview. The rest is cut.',
  typingMs:
    'How long a contact of a channel without connections is shown as typing. Then it has to be reported again.',
  messagesPerTenSeconds: 'Messages of one visitor in ten seconds. Beyond: `rate.messages`.',
  framesPerTenSeconds:
    'Chat frames of any kind of one visitor in ten seconds. Beyond: `rate.messages`.',
  watched:
    'Other agents’ conversations whose messages one agent’s screen gets. Beyond: evicts the oldest.',
  drafts: 'Drafts kept of one user. Beyond: evicts the oldest.',
  joined: 'Agents who join another agent’s conversation. Beyond: `agent.no_room`.',
  commands:
    'Commands of one account’s agents whose answers are remembered, so that a repeat has no effect. Beyond: evicts the oldest.',
  resumePage: 'Messages in one page of a resume. The reader requests the next page.',
  agentGraceMs:
    'How long an agent who lost the connection keeps their conversations. Then they return to the queue.',
  visitorGraceMs:
    'How long a waiting visitor without a browser keeps their place. Then the conversation leaves the queue.',
  closesAfterH:
    'Hours of a contact’s silence that end a resting conversation, unless its channel sets another value.',
  wrapUpMs: 'How long a wrap-up may last. Then it ends by itself.',
  openCases:
    'Unanswered messages left that a console gets when it opens, the latest first. The rest is counted.',
  answeredCases:
    'Answered messages left that are not closed and that a console gets when it opens: the latest.',
  waiting:
    'Conversations that wait in one account. Beyond: `queue.full`, and the visitor can leave a message instead. One address holds at most as many places as are free, so at most 250.',
  restingAlone:
    'Conversations of one account that rest without an agent. Beyond: one that somebody begins in a provider’s own app is stored, and ends at once.',
  waitingWithoutProof:
    'Conversations of one address that wait in one account without a proof of work. Beyond: each further one needs one (`proof.required`). The chat window computes it by itself.',
  messagesLeft:
    'Messages left in one account that wait for an answer. Beyond: `message.no_room`. Nothing is stored, and the visitor keeps the text. The conversation of a visitor who stops waiting then ends without a message.',
  provedOfAddress:
    'Conversations that one address begins with a proof of work beyond its budget, and as many messages left. Beyond: `rate.chats` with `retryAfterMs`.',
  provedOfVisitor:
    'Conversations that one visitor begins with a proof of work beyond their budget, and as many messages left. Beyond: `rate.chats` with `retryAfterMs`.',
  proofMs:
    'How long the challenge of a proof of work is valid. Beyond: the server sends a new challenge.',
};

const conditions: Sentences<typeof conditionLimits> = {
  depth: 'Nesting of one condition. Beyond: `condition.too_deep`.',
  nodes: 'Parts of one condition. Beyond: `condition.too_deep`.',
  listValues: 'Values in one list.',
  sequenceSteps: 'Steps of one sequence.',
};

const masking: Sentences<typeof maskLimits> = {
  patterns: 'Own patterns of an account.',
  nameLength: 'Characters of a pattern’s name.',
  expressionLength: 'Characters of an expression.',
  replacementLength: 'Characters of the replacement.',
  programSize: 'Steps of a compiled expression. Beyond: saving it is refused.',
  matches:
    'Matches of one pattern in one text. Beyond: one replacement takes the place of the rest of the text.',
  changes: 'Changes that are listed, the newest first. Older ones are kept.',
};

const privates: Sentences<typeof privateLimits> = {
  labelLength: 'Characters of the label of a request.',
  valueLength: 'Characters of a value.',
  keptMs:
    'How long a request and its value are kept. Then they are forgotten, and the agent can ask again.',
  asks: 'Open requests in one conversation. Beyond: `account.full`.',
  accountAsks: 'Open requests in one account. Beyond: `account.full`.',
};

const afterwards: Sentences<typeof afterLimits> = {
  textLength: 'Characters of the free text of a survey. Beyond: `message.too_long`.',
  askedMs:
    'How long after the end of a conversation the survey is asked and the transcript is offered.',
  changeMs: 'How long answers may change after the first one. Beyond: `message.answered`.',
  transcriptMessages:
    'Messages in a transcript by e-mail: the newest. Beyond: the transcript says that earlier ones are left out.',
  transcriptsOfVisitor:
    'Transcripts that one visitor requests in an hour. Beyond: `rate.transcripts`.',
  transcriptsToAddress:
    'Transcripts to one address in a day, in one account. Beyond: `rate.transcripts`.',
  transcriptTries:
    'Attempts to send one conversation if the mail server does not accept it. Beyond: `rate.transcripts`.',
  transcriptPatienceMs: 'An attempt with an unknown outcome may be repeated after this.',
  transcriptWaitMs:
    'How long the request for a transcript waits for the outcome. Then the transcript is sent without an answer to the request.',
  transcriptTriedMs:
    'How long a requested transcript may still be sent if the server was stopped meanwhile. Then it is a dead letter.',
};

const contents: Sentences<typeof contentLimits> = {
  contentLength:
    'Characters of a message’s content as JSON. Beyond this and each limit below: `request.invalid` with the field, and nothing is stored.',
  textLength: 'Characters of the text above replies, cards or a form.',
  replies: 'Quick replies of one message.',
  choiceLength: 'Characters of a reply, a button or an option.',
  cards: 'Cards of one message.',
  buttons: 'Buttons of one card.',
  titleLength: 'Characters of a card’s title, and of a picture’s description.',
  cardTextLength: 'Characters of a card’s text.',
  fields: 'Fields of one form.',
  options: 'Options of one choice field.',
  labelLength: 'Characters of a field’s label.',
  valueLength: 'Characters of one answered field. Beyond: `message.answer_invalid`.',
  addressLength: 'Characters of the address of a link or a picture.',
};

const rehearsals: Sentences<typeof rehearsalLimits> = {
  days: 'Days of stored visits that are examined.',
  returns:
    'Orders with refunds or cancellations that are read: the newest. Refunds of older ones are ignored.',
  hashParts:
    'Parts into which visitors are divided by a hash of their id. This is the finest share that can be drawn.',
  eventsPerVisitor: 'Events of one visitor that are read: the newest. Older ones are ignored.',
  timeMs:
    'How long a rehearsal may take. Beyond: it ends with an estimate from the visitors examined so far, and says so.',
  unaskedMs: 'How long a rehearsal runs if nobody asks for its progress. Then it is stopped.',
  names:
    'Pages that are counted separately, and as many sections. Beyond: they count in the total only.',
  availability:
    'Records of free agents that are read. Beyond: the last one of each minute is read.',
  answers:
    'Answers kept in memory, of all accounts. Beyond: the account that has most loses its oldest.',
  freshMs: 'How long an answer is reused before it is computed again.',
};

const signing: Sentences<typeof signingLimits> = {
  formerSecretMs:
    'How long the former secret of a custom channel or a webhook stays valid after a new one is made.',
};

const webhooks: Sentences<typeof webhookLimits> = {
  nameLength: 'Characters of a webhook’s name. Beyond: `request.invalid`.',
  urlLength: 'Characters of its address. Beyond: `request.invalid`.',
  webhooks: 'Webhooks of one account. Beyond: `account.full`.',
  triedMs: 'How long an event is tried. Later it has failed, and can be sent again by hand.',
  answerMs: 'How long a receiver may take to answer. Later the attempt has failed.',
  failingMs:
    'How long a webhook may fail without a success. Later it is paused, and the administrators get an e-mail.',
  waiting: 'Events of one webhook that wait. Beyond: new ones are dropped and counted.',
  waitingBytes: 'Bytes of the bodies of these. Beyond: new ones are dropped and counted.',
  keptMs: 'How long the log keeps an event.',
  keptBytes:
    'Bytes of the bodies of ended events in the log of one webhook. Beyond: it loses the oldest.',
  measuredBytes: 'Bytes of events that end before a log is measured again.',
  answerBytes: 'Bytes of a receiver’s answer that the log keeps.',
  factsEveryMs:
    'How often webhooks are told of decisions and conversions that were stored meanwhile.',
  factsAtOnce:
    'Decisions, and as many conversions, that one webhook is told of in one transaction. The rest follows at once.',
  heldMs: 'How often a paused webhook is examined, in addition to when it is resumed.',
};

const channels: Sentences<typeof channelLimits> = {
  nameLength: 'Characters of a channel’s name. Beyond: `request.invalid`.',
  channels:
    'Channels of one account, including the chat window and e-mail. Beyond: `account.full`.',
  closesAfterH: 'The longest silence, in hours, that can be set to end conversations.',
  shortestText:
    'The smallest text limit that a channel can declare, in its own way of counting (one segment of SMS). Less: `request.invalid`.',
  shortestLabel:
    'The smallest label limit of buttons that a channel can declare. Less: `request.invalid`.',
  longestText: 'The largest text limit that a channel can declare. Beyond: `request.invalid`.',
  mostOptions:
    'The most replies, buttons, rows, cards or fields that a channel can declare. Beyond: `request.invalid`.',
  arrivingBytes:
    'Bodies of all providers and systems that are being received. Beyond: the address that holds most loses its largest one with `server.overloaded`.',
  requestBytes: 'One request of a provider. Beyond: HTTP 413 `request.too_large`.',
  metaRequestBytes: 'One request of Meta. Beyond: HTTP 413 `request.too_large`.',
  numberedMs:
    'How long a number that comes back selects a numbered choice. Later it is an ordinary message.',
};

const mailboxes: Sentences<typeof mailboxLimits> = {
  hostLength: 'Characters of the name of a mail server.',
  userLength: 'Characters of a user name at a mail server.',
  passwordLength: 'Characters of a password.',
  nameLength: 'Characters of a sender’s name.',
  folders: 'Folders of one mailbox that are watched. Beyond: `request.invalid`.',
  folderLength: 'Characters of a folder’s name.',
  signatureLength: 'Characters of a signature. Beyond: `request.invalid`.',
  signatures: 'Signatures of skills, and of agents, each. Beyond: `request.invalid`.',
  watched: 'Mailboxes that one process watches. The rest wait for another process.',
  fetchingBytes: 'E-mails of all mailboxes that are being fetched. Beyond: they wait.',
  leaseMs: 'After how long another process may watch a mailbox whose process died.',
  lookMs: 'How often a process looks for mailboxes that nobody watches.',
  longestRestMs: 'The longest wait before a mailbox is connected to again.',
  lookAgainMs: 'How often a folder is looked at whose server announces nothing.',
  postedBytes: 'One e-mail that a system posts. Beyond: HTTP 413 `request.too_large`.',
  goesOnMs:
    'How long after its end a conversation by e-mail continues with a reply. Later another one begins.',
  closesAfterH: 'Hours of silence that end a conversation by e-mail, if its channel sets none.',
  copies: 'Recipients that an agent may name in CC, and in BCC. Beyond: `request.invalid`.',
  subjectLength: 'Characters of a subject that an agent writes. Beyond: `request.invalid`.',
};

const letters: Sentences<typeof letterLimits> = {
  letterBytes: 'One e-mail. The rest is not read.',
  parts: 'Parts of an e-mail. The rest is not read.',
  depth: 'How deep its parts may be nested. Beyond: they are read as one text.',
  headerLength: 'Characters of the header of a part. The rest is text.',
  fields: 'Fields of a header. The rest is not read.',
  fieldLength: 'Characters of one field. The rest is cut.',
  addresses: 'Addresses in one field. The rest is not read.',
  references: 'Message-IDs that a field refers to. Beyond: the last ones count.',
  subjectLength: 'Characters of a subject. The rest is cut.',
  textLength: 'Characters of the text. The rest is cut.',
  htmlLength: 'Characters of the HTML. Beyond: it is not shown, and the plain text counts.',
  htmlNodes: 'Elements and texts of the HTML. Beyond: as for its length.',
  htmlDepth: 'How deep they may be nested. Beyond: as for its length.',
  files: 'Files of an e-mail. The rest is not kept.',
  nameLength: 'Characters of a file’s name. The rest is cut.',
  diagnosticLength: 'Characters of a mail server’s reason that are shown. The rest is cut.',
  hops: 'Servers that an e-mail may have passed. Beyond, it counts as a loop.',
};

const shownLetters: Sentences<typeof shownLetterLimits> = {
  subjectLength: 'Characters of a subject that a message shows.',
  nameLength: 'Characters of a name beside an address.',
  addressLength: 'Characters of an address.',
  people: 'Recipients and recipients of copies that a message shows, each.',
  reports: 'Recipients of a delivery report that a message shows.',
  diagnosticLength: 'Characters of a mail server’s reason.',
  eventLength: 'Characters of the subject, place and organiser of an invitation, each.',
  wordLength: 'Characters of a status, a time or a zone.',
  unread: 'Parts that could not be shown and that a message names.',
  pictures: 'Inline pictures of an e-mail that its HTML shows.',
};

const templates: Sentences<typeof templateLimits> = {
  templates: 'Templates of one channel. The rest is left out.',
  nameLength: 'Characters of a template’s name.',
  languageLength: 'Characters of its language.',
  textLength: 'Characters of a header, body or footer as sent. Beyond: `request.invalid`.',
  valueLength: 'Characters of one filled variable. Beyond: `request.invalid`.',
  values: 'Variables of one text. Beyond: `request.invalid`.',
  buttons: 'Buttons of a template. Beyond: `request.invalid`.',
  addressLength: 'Characters of a button’s address. Beyond: `request.invalid`.',
};

const jobs: Sentences<typeof jobLimits> = {
  atOnce: 'Jobs that one process runs at the same time. Beyond: they wait.',
  ofAccount: 'The same for one account, so that others find a place.',
  ofLane:
    'The same for what comes over one channel or leaves over it, so that other channels find a place.',
  accounts: 'Accounts that are examined in one go, the longest due first.',
  pollMs: 'How often due jobs are looked for. Jobs made in the same process begin at once.',
  leaseMs: 'How long a job belongs to its worker. Beyond: another worker may take it.',
  freedAttempts:
    'Attempts up to which a server that starts frees the leases of a killed one. Beyond: they lapse, since the job may be what ends the server.',
  handlingMs: 'How long one job may run.',
  firstRestMs:
    'The longest back-off after the first failed attempt. It doubles with each further attempt.',
  longestRestMs:
    'The longest back-off after any attempt, unless the other side asks for a longer one.',
  reasonLength: 'Characters of the reason that a dead letter keeps. The rest is cut.',
  doneMs: 'How long the id of a finished job prevents a second one.',
  deadMs: 'How long a dead letter is kept.',
  revivedMs: 'How long a dead letter is retried after an administrator tries it again.',
  closingMs:
    'How long a stopping process waits for running jobs. Beyond: they run again once their leases expire.',
};

const custom: Sentences<typeof customLimits> = {
  bodyBytes: 'One request of a system. Beyond: HTTP 413 `request.too_large`.',
  idLength: 'Characters of an id that a system chooses. Beyond: `request.invalid`.',
  nameLength: 'Characters of the writer’s name. Beyond: `request.invalid`.',
  detailLength: 'Characters of the reason for a failed delivery. Beyond: `request.invalid`.',
  attachments: 'Files of one message. Beyond: `request.invalid`.',
  reactionLength: 'Characters of a reaction. Beyond: `request.invalid`.',
};

const deliveries: Sentences<typeof deliveryLimits> = {
  triedMs:
    'How long the delivery of a message is retried while its channel is connected. Beyond: it has failed, or is uncertain if a request had no answer.',
  answerMs: 'How long a provider may take to answer. Beyond: the delivery is uncertain.',
  heldMs:
    'How often deliveries of a stopped channel are examined, in addition to when channels change.',
  shownWaitMs: 'The shortest wait for a rate limit or another attempt that a delivery states.',
  longestHoldMs:
    'How long a provider may make a channel wait for sending too much. Beyond: the channel tries again.',
  buckets:
    'Channels and addresses whose rates are remembered. Beyond: evicts those unused longest, whose rates then start anew.',
  turns:
    'Deliveries whose turn is remembered. Beyond: those that wait longest go to the end of the line.',
  rawMs: 'How long a provider’s request is kept unchanged.',
  handledMs: 'How long the handling of a received item is retried. Beyond: a dead letter.',
  waitingItems:
    'Items of one channel that wait to be handled. Beyond: its requests are refused with `rate.key`.',
  fullMs: 'When a provider that was refused for this reason is told to try again.',
};

const files: Sentences<typeof attachmentLimits> = {
  sizeBytes: 'Bytes of one file, whatever an account allows. Beyond: `attachment.too_large`.',
  nameLength: 'Characters of a file’s name. The rest is cut.',
  picturePixels: 'Pixels of a picture that is shown. Beyond: it is offered as a file.',
  visitorFiles: 'Files of one visitor in 24 hours. Beyond: `attachment.too_many`.',
  visitorBytes: 'Bytes of the files of one visitor in 24 hours. Beyond: `attachment.too_many`.',
  accountBytes:
    'Bytes of the files of all visitors of one account in 24 hours. Beyond: `attachment.too_many`.',
  heldBytes:
    'Bytes of all files that are being uploaded. Beyond: `server.overloaded`. With two or more files, an account holds at most as much as is free, and an address or an agent half as much.',
  paceBytes:
    'Bytes of a file that must arrive, or leave for a reader, in each span. Fewer: `attachment.too_slow` with HTTP 408, and the connection closes. The connection of a slow reader is cut.',
  paceMs: 'The length of that span.',
  transferMs:
    'How long one file may take to arrive or to be read. Beyond: the same as for too slow a pace.',
  addressMs: 'How long a file address that a visitor’s window got is valid.',
  unsentMs: 'A file that no message carries is removed after this long.',
};

const optimising: Sentences<typeof optimiseLimits> = {
  delayS: 'Seconds that an invitation may wait. Beyond: the campaign is refused.',
  lookPages:
    'Pages of a visit on which the policy of an optimising campaign is asked. Beyond: only at the campaign’s own moment.',
  lookS:
    'Seconds of a visit in which the policy of an optimising campaign is asked. Beyond: only at the campaign’s own moment.',
};

const reports: Sentences<typeof reportLimits> = {
  pagesPercent:
    'Percent of one core that open pages may use on average for figures that change. Beyond: figures update later.',
  waitS: 'Seconds that one request for figures may wait for a change.',
  waits: 'Requests of all accounts that wait for a change. Beyond: a request is answered at once.',
  answers:
    'Answers of queries kept in memory, of all accounts. Beyond: evicts the one unused longest.',
  answerMs: 'How old a kept answer may be, even if nothing has changed.',
};

const windows: Sentences<typeof windowLimits> = {
  lateMs:
    'How long late events are accepted after a goal’s window of fixed length. What is received later changes no effect.',
  visitMs:
    'How long after the decision a same-visit window may last. Then it is over, even if the visit goes on.',
};

const reporting: Sentences<typeof reportingLimits> = {
  bodySizeBytes:
    'One request with reports of the console’s Content-Security-Policy. Beyond: HTTP 413, and none of its reports count.',
  reports: 'Reports of one request that count. Beyond: the rest is ignored.',
  linesPerMinute: 'Log lines for such reports. Beyond: reports are only counted.',
};

/** The page. */
export function limitsReference(): string {
  return [
    '# Limits',
    '',
    'Every bound on what is received, kept or waiting, with what happens at it. Reaching one bound loses',
    'nothing else. `npm run generate` makes this page from `packages/protocol/limits.ts`,',
    '`campaign/condition.ts`, `budgets.ts` and `packages/server/memory/`.',
    '',
    ...section('Intake', intakeLimits, intake),
    ...section('Turns of accounts', turnLimits, turns),
    ...section('Sockets and long polls', socketLimits, sockets),
    ...section('The debugger', debuggerLimits, debuggers),
    ...section('Bursts of new visitors', burstLimits, bursts),
    ...section('A visitor’s profile', profileLimits, profile),
    ...section('Decisions', decisionLimits, decisions),
    ...section('Offers that go on in a channel', offerLimits, offers),
    ...section('Conversations', conversationLimits, conversations),
    ...section('What messages carry', contentLimits, contents),
    ...section('Channels', channelLimits, channels),
    ...section('Mailboxes', mailboxLimits, mailboxes),
    ...section('E-mails that are read', letterLimits, letters),
    ...section('E-mails as they are shown', shownLetterLimits, shownLetters),
    ...section('Templates of channels', templateLimits, templates),
    ...section('Signing', signingLimits, signing),
    ...section('Webhooks', webhookLimits, webhooks),
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
    ...budgetLines(),
    ...memory(),
  ].join('\n');
}

/** Every table in memory. */
function memory(): string[] {
  return [
    '## Memory',
    '',
    'What the server keeps in memory, how much of it, and what is evicted or refused when it is full. The',
    `*maximum* is \`OPPORTUNE_MEMORY\`, and ${number(restBytes / 1024 / 1024)} MiB of it are for the process at rest. A test fails on a`,
    'table that is not listed here.',
    '',
    '| table | bound | when it is full |',
    '|---|---|---|',
    ...tableRows.map(({ holds, bound, first }) => `| ${holds} | ${bound} | ${first} |`),
    '',
    'Other tables hold one entry, or a bounded number of them, for each of these:',
    '',
    ...followingTables.map(
      ({ each, tables }) =>
        `- ${each}: ${tables.length} ${tables.length === 1 ? 'table' : 'tables'}`,
    ),
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
