// Conversations and what belongs to them, in words: the sentences of docs/reference/limits.md.
import { afterLimits } from '@opportune/protocol/conversation/after.ts';
import { mediaLimits, recordingLimits, spokenLimits } from '@opportune/protocol/limits/calls.ts';
import { callbackLimits } from '@opportune/protocol/limits/callbacks.ts';
import { callerCodeLimits, telephoneLimits } from '@opportune/protocol/limits/telephone.ts';
import { privateLimits } from '@opportune/protocol/conversation/private.ts';
import {
  attachmentLimits,
  contentLimits,
  conversationLimits,
} from '@opportune/protocol/limits/conversations.ts';
import { maskLimits } from '@opportune/protocol/rest/conversation/masking.ts';
import { section, type Sentences } from './section.ts';

const conversations: Sentences<typeof conversationLimits> = {
  freeToldMs: 'How late windows may learn that a person became free to speak, or that nobody is.',
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

const files: Sentences<typeof attachmentLimits> = {
  sizeBytes: 'Bytes of one file, whatever an account allows. Beyond: `attachment.too_large`.',
  nameLength: 'Characters of a file’s name. The rest is cut.',
  picturePixels: 'Pixels of a picture that is shown. Beyond: it is offered as a file.',
  peaks: 'In how many parts the loudness of a sound is told.',
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

const callerCodes: Sentences<typeof callerCodeLimits> = {
  short:
    'Codes of six digits that pages of one account show at the same time. Beyond: one of eight digits is shown.',
  long: 'The same of eight digits. Beyond: one of a visitor who left makes way, else the oldest of the network with most, else the number is shown without a code.',
  ofAddress:
    'Codes of one network in an account that are valid at once. Beyond: the number is shown without a code.',
  lifeMs: 'How long a code is valid.',
  leftMs: 'How old a code is before it may make way because its visitor left.',
  againMs: 'A page that asks again gets the same code while it is valid for so long.',
  wrong: 'Wrong codes in one call. Beyond: its keys are not read any more.',
  pauseMs: 'A longer pause between two keys begins the code anew.',
  keyMs:
    'How long after a single key a caller who waits is led to leave a message, unless another one follows.',
  accounts: 'Accounts with codes. Beyond: those of the one that showed none for longest are void.',
};

const telephone: Sentences<typeof telephoneLimits> = {
  tickets:
    'Calls that were answered and whose stream has not come, and as many callers who wait. Beyond: the oldest one’s may not come, or the oldest one’s call ends after its stream.',
  accountTickets: 'The same in one account, whose oldest makes way.',
  ticketMs: 'How long the stream of a call may take to come. A greeting is said before.',
  messageBytes: 'Bytes of one message of a stream. Beyond: it is closed.',
  silentMs: 'How long a stream may be silent. Then it is closed.',
  dialMs:
    'How long a carrier may take to answer a request. Then an agent’s call is refused with `call.carrier`.',
  ringS: 'How long it rings at somebody whom an agent calls, in seconds.',
  callS: 'The longest call that an agent makes, in seconds. The carrier ends it.',
  waitingBytes: 'Bytes that wait for a carrier. Beyond: 20 ms of sound are left out at a time.',
  lookMs: 'How often the turn of a caller who waits is looked at.',
  longestWaitS:
    'How long a caller waits, in seconds, until they are asked to leave a message, if the channel takes some and does not ask sooner. Also while it rings at an agent.',
  positionMs: 'The position in the queue is said to a caller at most this often.',
  saidMs:
    'How long words may take that are said to somebody who waits, and keys that they press meanwhile. Beyond: their call ends.',
  returnMs:
    'How long a caller is remembered whose call is over, so that the carrier asks what comes next.',
  waitingPieces:
    'Pieces of a message, a second each, that wait to be stored. Beyond: the message ends.',
  voicemailS:
    'The longest message that a caller leaves, in seconds. Then the call ends, five seconds later also if less sound has come.',
  voicemailSilenceS:
    'How long a caller who leaves a message may say nothing, in seconds. Then the call ends.',
  numberVoicemails: 'Messages of one number in 24 hours. Beyond: it hears the away answer.',
  withheldVoicemails: 'The same of all withheld numbers together, in one channel.',
  channelVoicemails: 'The same of all numbers, in one channel.',
  channelVoicemailBytes: 'The same, in bytes as they came.',
  voicemails:
    'Callers who leave a message at the same time. Beyond: the next one hears the away answer.',
  accountVoicemails: 'The same in one account.',
  voicemailLength: 'Characters of the words before the tone. Beyond: saving them is refused.',
  menuTimes:
    'How often a menu is said to somebody whose keys lead nowhere. Then the channel’s skill answers.',
  menuS: 'How long a menu waits for a key, in seconds.',
  menuLength: 'Characters of a menu, in all of its languages. Beyond: saving it is refused.',
};

const calls: Sentences<typeof mediaLimits & typeof spokenLimits & typeof recordingLimits> = {
  legs: 'Browsers in calls at once. Beyond: nobody joins.',
  offerBytes: 'Size of the offer of a browser. Beyond: refused.',
  sections: 'Sections of an offer: a microphone, and a place for each other voice.',
  packets: 'Packets of one browser in a second. Beyond: dropped.',
  packetBytes: 'Bytes of these packets. Beyond: dropped.',
  recordingBytes:
    'Bytes of what is recorded of a call, which are four hours of speech. Beyond: the rest is not recorded, and both sides are told.',
  recordingMs: 'How long a recording lasts. Beyond: the same.',
  making: 'Recordings whose files are to be made. Beyond: they are made within hours.',
  makingMs: 'How long making the file of a recording may take. It is tried again within an hour.',
  tracks:
    'Tracks of a recording: one of the visitor, and one for each of the team who speaks at once.',
  partBytes: 'Bytes of the pieces in which a recording is stored.',
  peaks: 'Parts in which the loudness of a recording is told.',
  keepDays: 'Days for which an account can keep recordings.',
  startMs: 'How long the media host may take to start.',
  answerMs:
    'How long the media host may take to answer an offer, once it runs. Then it is refused.',
  calls: 'Calls at once. Beyond: `server.overloaded`.',
  accountCalls: 'Calls of one account at once. Beyond: `server.overloaded`.',
  agents: 'Agents in one call. Beyond: no further colleague is asked.',
  teamVoices:
    'Agents in one call, and supervisors who whisper or speak to both. Beyond: `call.voices`.',
  waitingCalls: 'Visitors who wait to speak. Beyond: they go on in writing.',
  accountWaiting: 'The same in one account.',
  addressWaiting: 'The same from one network address, in one account.',
  expectedMs:
    'How long a conversation that is to begin by a call waits for it. After that it goes on in writing.',
  expected: 'Such conversations at once. Beyond: they go on in writing at once.',
  accountExpected: 'The same in one account.',
  patienceMs: 'How long a visitor waits to speak. After that they go on in writing.',
  credentialsMs: 'How long credentials of a TURN server last.',
};
const callbacks: Sentences<typeof callbackLimits> = {
  slotMinutes: 'Length of a slot, in minutes.',
  leadMs: 'How soon the first slot begins.',
  aheadDays: 'How far ahead slots are offered, in days, unless the account sets another number.',
  mostAheadDays: 'The largest such number.',
  slots: 'Slots in one answer: the soonest.',
  open: 'Promises of one account that are not over. Beyond: `callback.full`.',
  ofAddress: 'The same of one visitor. Beyond: `callback.promised`.',
  counted: 'Promises that are counted for a list. Beyond: it says that many or more.',
  moves: 'Changes of the time of a promise. Beyond: `callback.over`.',
  triesOfNumber:
    'Calls of one number in 24 hours, by all promises to it together. Beyond: it is called once the day is over.',
  reservedMs: 'How long a place in a slot is kept for a conversation that is being stored.',
  keptMs: 'How late the first ring may be for a promise to count as kept.',
  patienceMs:
    'How long a promise that is due waits for an agent who accepts it. Then it is a case for a person.',
  awayMs:
    'How long a visitor who is to be called in the page may be away. Then they count as not reached.',
  postponedMs:
    'How long after its slot a promise is put off because its number may not be called. Then it is a case for a person.',
  spentMs: 'How long it is put off where the calls of the day are spent.',
  stoppedMs:
    'The same where its channel is paused or must be connected anew. A text waits as long for its channel.',
  withdrawnMs: 'How long after a promise was withdrawn a text still tells it.',
  letters: 'E-mails that confirm a promise and its changes. Further changes are not confirmed.',
  texts: 'Times of a promise by telephone that a text confirms. Further changes are not confirmed.',
  textsTo:
    'Promises by telephone in 24 hours about which one number is texted, the earliest of them. Beyond: nothing is sent.',
  lettersTo:
    'Promises in 24 hours about which one address is written to, the earliest of them. Beyond: nothing is sent.',
  remindMs:
    'How long before its slot an e-mail reminds of a promise. Where it is promised later than twice that, none does.',
  letterTriedMs: 'How long a confirmation is tried if the mail server does not take it.',
  offered: 'Promises that ring at agents. Beyond: that one is accepted is noticed within seconds.',
  lookMs: 'How often a promise that is due is looked at.',
  retries: 'Further tries that an account can set.',
  retryMinutes: 'The longest wait before one, in minutes.',
  skills: 'Skills for which an account can offer call backs by name.',
  perAgent: 'Promises in a slot for each agent that an account can set.',
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

/** The sections, line by line. */
export const conversationsLines: readonly string[] = [
  ...section('Conversations', conversationLimits, conversations),
  ...section('What messages carry', contentLimits, contents),
  ...section('Files', attachmentLimits, files),
  ...section('Masking', maskLimits, masking),
  ...section('Private values', privateLimits, privates),
  ...section('Calls by telephone', telephoneLimits, telephone),
  ...section('Codes of callers', callerCodeLimits, callerCodes),
  ...section('Calls', { ...mediaLimits, ...spokenLimits, ...recordingLimits }, calls),
  ...section('Call backs', callbackLimits, callbacks),
  ...section('After a conversation', afterLimits, afterwards),
];
