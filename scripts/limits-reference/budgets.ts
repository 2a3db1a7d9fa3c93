// The section *Budgets* of docs/reference/limits.md: the rates and places of each payer, in words. A
// budget without a sentence here does not compile.
import {
  placeBudgets,
  type PlaceName,
  rateBudgets,
  type RateBudget,
  type RateName,
} from '@opportune/protocol/budgets.ts';
import { number } from './section.ts';

const rateWords: Readonly<Record<RateName, string>> = {
  'requests.address': 'Requests and new sockets of one address on the public intake.',
  'work.address': 'Work of one address on the public intake. Calls with a secret key do not count.',
  'unknown.address': 'Bytes of one address without a valid key.',
  'lookups.address': 'Unknown keys, sessions, tokens and codes of trials of one address.',
  'verifications.contact': 'Verifications that one address is asked for, or that send it a code.',
  'verifications.account': 'Verifications that one account asks for.',
  'work.key': 'Work of one write key or secret key.',
  'work.account': 'Work of all keys of one account.',
  'work.process': 'Work of the whole process on the public intake.',
  'events.visitor': 'Events of one visitor with a write key.',
  'visitors.address': 'Visitors of one address that are not in memory.',
  'api.address': 'API requests of one address.',
  'api.account': 'API requests of one account.',
  'chats.address':
    'Conversations that one address begins in one account. Beyond: each needs a proof of work.',
  'chats.visitor': 'Conversations that one visitor begins. Beyond: each needs a proof of work.',
  'messages-left.address':
    'Messages that one address leaves in one account. Beyond: each needs a proof of work.',
  'messages-left.visitor': 'Messages that one visitor leaves. Beyond: each needs a proof of work.',
  'slots.address':
    'Looks at slots of call backs, and changes, from one address in one account. Beyond: `rate.chats`.',
  'slots.visitor': 'The same of one visitor. Beyond: `rate.chats`.',
  'letters.pair':
    'Call backs about which visitors at one address have one e-mail address written to. Beyond: it is not written to.',
  'texts.account': 'Texts about call backs of one account. Beyond: they are not sent.',
  'messages.address': 'Messages in conversations from one address to one account.',
  'transcripts.address': 'Transcripts by e-mail for visitors at one address, in one account.',
  'signals.channel':
    'Typing and read marks that the contacts of one channel are shown. Beyond: they are dropped.',
  'typing.conversation':
    'How often the contact of one conversation is shown that an agent types. Beyond: it is dropped.',
  'sign_in.address': 'Wrong passwords and codes of one address.',
  'sign_in.pair': 'Wrong passwords of one address for one e-mail address.',
  'sign_in.account': 'Wrong passwords for one e-mail address, from all new devices.',
  'sign_in.device': 'Wrong passwords of one device that signed in before.',
  'sign_in.session': 'Wrong current passwords in one session that changes its password.',
  'hashes.address': 'Passwords hashed for strangers at one address, correct ones too.',
  'hashes.network': 'The same for strangers in one network.',
  'hashes.user':
    'The same for one e-mail address by strangers, and for one user by their devices and sessions.',
  'sign_in.process': 'The same for all strangers.',
  'forgot.address': 'E-mails for a forgotten password that one address requests.',
  'forgot.pair': 'The same for one address and one e-mail address.',
  'forgot.account': 'The same for one e-mail address, from all new devices.',
  'forgot.device': 'The same for one device that signed in before.',
  'forgot.letters':
    'Such e-mails, one for each account of the person, requested by one device or by all strangers.',
  'mail.trial': 'Test e-mails of one account.',
  'automatic.unvouched':
    'Greetings and away answers of one channel to senders for whom nobody vouches.',
  'calls.proposer': 'Calls that one visitor or agent proposes.',
  'calls.consulted': 'Colleagues whom one agent asks to their calls.',
  'caller-codes.account':
    'Wrong codes of callers of one account. Right ones are given back. Beyond: no code is looked at.',
  'calls.address': 'The same by visitors at one address in one account.',
  'page-codes.address':
    'Codes that pages show to visitors of one network of an account. Beyond: none is shown.',
  'call-offers.side': 'Connections of one visitor or agent to the sound of calls.',
  'call-offers.address': 'The same for visitors at one address in one account.',
  'streams.line': 'Bytes of messages on the stream of one telephone. Beyond: it is cut off.',
  'brand.readings': 'Readings of colours from the page of a site of one account.',
};

const placeWords: Readonly<Record<PlaceName, string>> = {
  'sessions.address': 'Visitor sockets and long-poll sessions of one address.',
  'polls.process': 'Long-poll sessions of all visitors.',
  'greetings.address': 'Visitor sockets of one address without a valid key so far.',
  'bodies.address': 'Bodies of one address that are being received.',
  'sign_in.address': 'Passwords of one address that wait to be compared.',
  'sign_in.network': 'The same for one network.',
  'sign_in.strangers': 'The same for all who have not signed in there before.',
  'sign_in.known': 'The same for devices that signed in before, sessions and one-time links.',
  'sign_in.user': 'The same for one user.',
  'signals.account':
    'Typing and read marks of one account that are on their way to providers. Beyond: they are dropped.',
  'files.sender': 'Files that one visitor or agent is uploading.',
  'files.address': 'Files that visitors at one address are uploading.',
  'files.account': 'Files of one account that are being uploaded.',
  'downloads.address': 'Files that visitors at one address are downloading.',
  'downloads.agent': 'Files that one agent is downloading.',
  'downloads.account': 'Files that all agents of one account are downloading.',
};

/** The section, line by line. */
export function budgetLines(): string[] {
  return [
    '## Budgets',
    '',
    'What one payer may use. A payer is an address, a key, an account, a visitor or the whole process.',
    'Beyond the budget a request is refused, and the refusal says when to try again. Work is counted in',
    'unpacked bytes, with 32 more for each value in the JSON.',
    '',
    'Networks (an IPv4 /24, an IPv6 /48) share some budgets. While less than half of the burst is left, a',
    'network waits if it recently used more than an eighth of the rest. Recorded use fades in the time',
    'that refills the burst.',
    '',
    '| budget | | a second | burst | payers remembered | networks that share it |',
    '|---|---|---|---|---|---|',
    ...Object.entries<RateBudget>(rateBudgets).map(rateRow),
    '',
    '| places | | at the same time |',
    '|---|---|---|',
    ...Object.entries(placeBudgets).map(placeRow),
    '',
  ];
}

const rateTexts: Readonly<Record<string, string>> = rateWords;
const placeTexts: Readonly<Record<string, string>> = placeWords;

function rateRow([name, { perSecond, burst, payers, sharers }]: [string, RateBudget]): string {
  const figures = [perSecond, burst, payers].map(number).join(' | ');
  return `| \`${name}\` | ${rateTexts[name]} | ${figures} | ${sharers === undefined ? '' : number(sharers)} |`;
}

function placeRow([name, most]: [string, number]): string {
  return `| \`${name}\` | ${placeTexts[name]} | ${number(most)} |`;
}
