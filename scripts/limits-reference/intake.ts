// What the intake takes, and what is kept of it, in words: the sentences of docs/reference/limits.md.
import { doorLimits, socketLimits } from '@opportune/protocol/limits/connections.ts';
import {
  burstLimits,
  debuggerLimits,
  intakeLimits,
  reportingLimits,
  turnLimits,
} from '@opportune/protocol/limits/intake.ts';
import { section, type Sentences } from './section.ts';

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

const door: Sentences<typeof doorLimits> = {
  waitingForHome:
    'Requests that wait in one process for another one that is being replaced. Beyond: `server.overloaded`.',
  halfOpen:
    'Connections whose process is not known yet, because the head of their request is not whole or their key is being looked up. Beyond: the oldest is closed.',
  halfOpenOfAddress: 'The same of one address. Beyond: its oldest is closed.',
  headBytes: 'Read of a head before a process is chosen for it. Beyond: it is passed on as it is.',
  headMs: 'How long a head may take. Beyond: the connection is closed.',
  waiting:
    'Connections that wait for one process, such as one that is being replaced. Beyond: the address with most of them loses its oldest.',
  waitingBytes: 'What was read from them. Beyond: the same.',
  waitingMs: 'How long they wait. Beyond: they are closed.',
  keys: 'Keys of sites whose process is known. Beyond: the one used longest ago is asked for again.',
  askedKeys: 'Unknown keys that are asked for at once. Beyond: any process gets their connections.',
};

const sockets: Sentences<typeof socketLimits> = {
  connections:
    'Connections of browsers, consoles and programs. Beyond: the oldest that waits for its first or its next request is closed. If none does, the new one is.',
  consoles: 'Consoles that are connected, of all accounts. Beyond: `server.overloaded`.',
  outboundBytes:
    'What one browser or console has not read yet. A console’s longest list does not count. Beyond: the socket closes with 4008 `socket.too_slow`, and the client reconnects and resumes. When memory nears its maximum, the browsers that have most unread are closed in the same way.',
  pollBytes:
    'Frames of all long polls that wait to be fetched. Beyond: the address that holds most loses the session that holds most, with `socket.too_slow`. Its browser resumes.',
  heartbeatMs: 'How often a client sends a heartbeat, and the longest wait of a long poll.',
  openMs:
    'How long a connection waits until it is known whose it is, and again until it has its first frames. Beyond: `engine.unavailable`, and the client connects again.',
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
    'Senders remembered of all accounts. A sender is an address prefix, a prefix with a browser, or a network’s number with a browser. Beyond: evicts the twentieth of them without arrivals for longest.',
  visitorsOfSender:
    'New visitors of one sender who are marked if they turn out to be a burst. Beyond: the oldest stays unmarked.',
  visitors:
    'Such visitors of all senders. Each counts for all three kinds of sender. Beyond: evicts the senders without arrivals for longest.',
  slots:
    'Spans of five minutes in which the arrivals of senders are counted. Beyond: evicts the senders without arrivals for longest.',
};

const reporting: Sentences<typeof reportingLimits> = {
  bodySizeBytes:
    'One request with reports of the console’s Content-Security-Policy. Beyond: HTTP 413, and none of its reports count.',
  reports: 'Reports of one request that count. Beyond: the rest is ignored.',
  linesPerMinute: 'Log lines for such reports. Beyond: reports are only counted.',
};

/** The sections, line by line. */
export const intakeLines: readonly string[] = [
  ...section('Intake', intakeLimits, intake),
  ...section('Turns of accounts', turnLimits, turns),
  ...section('Sockets and long polls', socketLimits, sockets),
  ...section('The door of several processes', doorLimits, door),
  ...section('The debugger', debuggerLimits, debuggers),
  ...section('Bursts of new visitors', burstLimits, bursts),
  ...section('Reports of browsers', reportingLimits, reporting),
];
