// Channels and webhooks, in words: the sentences of docs/reference/limits.md.
import { jobLimits } from '@opportune/protocol/limits/accounts.ts';
import {
  channelLimits,
  customLimits,
  deliveryLimits,
  offerLimits,
  verificationLimits,
  signingLimits,
  templateLimits,
  webhookLimits,
} from '@opportune/protocol/limits/channels.ts';
import { section, type Sentences } from './section.ts';

const channels: Sentences<typeof channelLimits> = {
  nameLength: 'Characters of a channel’s name. Beyond: `request.invalid`.',
  channels:
    'Channels of one account, including the chat window and e-mail. Beyond: `account.full`.',
  closesAfterH: 'The longest silence, in hours, that can be set to end conversations.',
  automaticLength: 'Characters of a greeting, and of an away answer. Beyond: `request.invalid`.',
  awayMs: 'The least time between two away answers in one conversation.',
  automaticMs: 'An older message gets no automatic answer.',
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

const offers: Sentences<typeof offerLimits> = {
  tokenMs: 'How long a link from a page into a messaging channel says who was offered it.',
  keptMs: 'How long after that its token is kept.',
  storing: 'Links being stored at once. Beyond: the offer is a chat alone.',
};

const verifications: Sentences<typeof verificationLimits> = {
  linkMs: 'How long a link is valid that a contact opens to verify an address.',
  codeMs: 'How long a code is valid that a contact writes to verify an address.',
  tries: 'Wrong codes of one verification. The last one ends it.',
  listed: 'Verifications that are shown of a conversation.',
  keptMs: 'How long one is kept after its time.',
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
  keepingBytes:
    'Requests of providers that wait to be stored; of one account as much as is free. Of those that never fit, one at a time is held beside them. Beyond: HTTP 503 `server.overloaded`.',
  keepingMs: 'How long one of them may wait. Beyond: HTTP 503 `server.overloaded`.',
  keptTogether: 'Requests of an account that are stored in one transaction. Beyond: in the next.',
  keptEveryMs:
    'From the beginning of such a transaction to that of the next one, unless as many wait as it may have. A request alone waits for nothing.',
  queued:
    'If so many wait, they are a queue. While messages at chat windows are late, so many of a queue are stored in one transaction, with a rest of up to 150 ms behind it.',
  queuedMs: 'A queue whose first request has waited so long rests no more.',
  itemsTogether: 'Items of such a transaction, unless one request has more. Beyond: in the next.',
  overloadedMs: 'When a provider that was refused with `server.overloaded` is told to try again.',
};

const jobs: Sentences<typeof jobLimits> = {
  atOnce: 'Jobs that one process runs at the same time. Beyond: they wait.',
  ofAccount: 'The same for one account, so that others find a place.',
  ofLane:
    'The same for what comes over one channel or leaves over it, so that other channels find a place.',
  ofLook:
    'Jobs of all accounts that a process takes in one go while messages at chat windows are late. Then it rests up to 150 ms.',
  accounts: 'Accounts that are examined in one go, the longest due first.',
  pollMs:
    'How often due jobs are looked for. Jobs made in the same process are looked for at once.',
  busyFrom: 'Running jobs from which a process rests before it looks for more.',
  restMs: 'How long such a process rests after it looked, so that it finds several jobs at once.',
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

/** The sections, line by line. */
export const channelsLines: readonly string[] = [
  ...section('Channels', channelLimits, channels),
  ...section('Offers that go on in a channel', offerLimits, offers),
  ...section('Verifications of contacts', verificationLimits, verifications),
  ...section('Templates of channels', templateLimits, templates),
  ...section('Signing', signingLimits, signing),
  ...section('Webhooks', webhookLimits, webhooks),
  ...section('Custom channels', customLimits, custom),
  ...section('Deliveries', deliveryLimits, deliveries),
  ...section('Jobs', jobLimits, jobs),
];
