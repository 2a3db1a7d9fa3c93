// The one table of every error the product answers with: stable code, HTTP status, socket close
// code, whether the same call may succeed later, and a sentence for people. It raises nothing.
import { z } from 'zod';

interface Row {
  readonly status: number;
  /** The close code, if the error ends a socket. */
  readonly close?: number;
  readonly retry: boolean;
  readonly sentence: string;
}

type Sentences<Code extends string> = Readonly<Record<Code, string>>;

function rows<Code extends string>(row: Omit<Row, 'sentence'>, sentences: Sentences<Code>) {
  const entries = Object.entries<string>(sentences);
  const made = entries.map(([code, sentence]) => [code, { ...row, sentence }]);
  return Object.fromEntries(made) as Readonly<Record<Code, Row>>;
}

/** Errors of one status and close code, if they end a socket. The same call fails again. */
function final<Code extends string>(status: number, close: number | null, by: Sentences<Code>) {
  return rows({ status, ...(close !== null && { close }), retry: false }, by);
}

/** The same call may succeed later. */
function again<Code extends string>(status: number, close: number | null, by: Sentences<Code>) {
  return rows({ status, ...(close !== null && { close }), retry: true }, by);
}

export const errorTable = {
  // requests in general
  ...final(400, 4400, {
    'request.malformed': 'The request is not valid JSON or not of the documented form.',
  }),
  ...final(422, null, {
    'request.invalid': 'A field has a value that is not allowed; see `path`.',
    'contact.file_unreadable':
      'The file cannot be read: it must be CSV in UTF-8 with a header and rows; see the detail.',
    'request.key_reused': 'This idempotency key was used for a different request.',
  }),
  ...final(413, 1009, { 'request.too_large': 'The request is larger than the limit.' }),
  ...again(408, 1008, { 'request.too_slow': 'The request took too long to arrive.' }),
  ...final(404, null, { 'request.not_found': 'There is nothing here, or it is not yours to see.' }),
  ...final(405, null, { 'request.method': 'This address does not accept the method; see Allow.' }),
  ...final(409, null, {
    'server.accounts_full': 'This server has as many accounts as it may have.',
    'request.conflict': 'Somebody else changed this meanwhile; load it again.',
    'request.outcome_unknown':
      'The request with this idempotency key was cut short and may have taken effect. Check, then send it again with another key.',
    'account.full': 'The account has reached its limit for these.',
    'channel.kept': 'The chat window and the e-mail of an account can be paused, but not removed.',
    'user.accounts_full':
      'This e-mail address already belongs to users of as many accounts as allowed.',
  }),
  ...again(409, null, {
    'request.under_way':
      'A request with this idempotency key is still running; ask again shortly for its answer.',
  }),
  // authentication and permissions
  ...final(401, 4401, {
    'auth.required': 'Sign in first.',
    'auth.expired': 'The session or the link has expired; sign in again.',
    'key.unknown': 'The write key or secret key is not known.',
    'key.revoked': 'The secret key was revoked.',
    'visitor.token_invalid': 'The visitor token does not belong to this visitor.',
  }),
  ...final(401, null, {
    'channel.signature': 'The signature of the request is not valid for this channel.',
    'channel.replayed':
      'The time of the signature is more than five minutes away from the server’s.',
    'auth.wrong': 'The e-mail address or the password is wrong.',
    'auth.link_used': 'This link was used already or has expired.',
  }),
  ...final(403, 4403, {
    'auth.forbidden': 'Your role does not allow this.',
    'auth.scope': 'The API token has no scope that allows this.',
    'auth.password_required': 'You signed in by a one-time link: choose a password first.',
    'origin.not_allowed': "The page's origin is not among the site's allowed origins.",
    'consent.missing': 'The site accepts nothing before the visitor consents. Nothing was stored.',
  }),
  ...final(422, null, {
    'auth.weak_password':
      'The password needs at least 12 characters, and more than common words, years and your own names. Four random words are good.',
  }),
  ...final(403, null, {
    'auth.cross_site': 'The request came from another site.',
    'key.trust_too_low': 'This call needs a secret key; a write key is public.',
    'visitor.blocked': 'This visitor was blocked from starting conversations.',
  }),
  ...final(409, null, {
    'visitor.gone': 'The visitor is not on the site any more.',
    'visitor.bot': 'The visitor was recognised as a bot.',
    'visitor.muted': 'The visitor asked not to be contacted.',
    'visitor.in_conversation': 'The visitor already has a conversation.',
    'contact.address_closed':
      'The contact cannot be written to at this address now: its channel is not connected, or the time to reply is over.',
    'contact.not_verified':
      'In a call by telephone, a code goes only to a verified address of the contact.',
    'visitor.in_control':
      'The visitor is in a control group, and a conversation blurs the proof. Confirm that to begin or reopen one.',
  }),
  // rates and capacity
  ...again(429, null, {
    'rate.visitor': 'Too many events from this visitor; try again shortly.',
    'rate.sign_in': 'Too many attempts to sign in; wait a little.',
    'rate.messages': 'Too many messages at once; wait a few seconds.',
    'rate.chats': 'Too many conversations or messages from here at the moment; try again later.',
    'proof.required':
      'Many conversations begin here at the moment, so the browser has to solve the challenge first.',
    'rate.calls': 'Too many calls or connections from here; wait a little.',
    'rate.mail': 'Too many e-mails were tried; try again in a while.',
    'rate.files': 'Too many files are being transferred at once; try again shortly.',
    'rate.transcripts': 'Too many conversations were sent by e-mail; try again later.',
  }),
  ...again(429, 1013, {
    'rate.address': 'Too many requests from this address; try again shortly.',
    'rate.key': 'Too much at once with this key; try again shortly.',
    'rate.account': 'Too much at once for this account; try again shortly.',
  }),
  ...again(503, null, { 'queue.full': 'The queue is full; leave a message instead.' }),
  ...again(502, null, {
    'channel.unread':
      'The provider of the channel did not answer, or refused it; check the channel.',
  }),
  ...again(503, 1013, { 'server.overloaded': 'The server is at its limit; try again shortly.' }),
  ...again(503, 1012, { 'server.stopping': 'The server is restarting; try again shortly.' }),
  ...again(507, 1013, {
    'server.storage_full': 'The disk is full; nothing is accepted until there is room.',
  }),
  ...again(500, 1011, {
    'server.failed': 'Something failed on our side; the log has the details.',
  }),
  ...again(408, 4008, {
    'socket.too_slow': 'The reader fell too far behind; resume from the last sequence.',
  }),
  ...again(408, 4009, { 'socket.silent': 'Nothing was received for too long.' }),
  ...again(409, 4010, {
    'trial.over': 'The trial in this browser is over; connect again to see what is published.',
  }),
  // the page of a site
  ...again(409, null, {
    'brand.unreachable': 'The site does not answer at its first origin, or may not be reached.',
  }),
  ...final(422, null, {
    'brand.no_origin': 'The site has no origin that can be read; enter one first.',
    'brand.elsewhere':
      'The first origin of the site leads to another host; enter that one as the first.',
    'brand.not_a_page': 'The first origin of the site does not answer with a web page.',
    'brand.no_colours': 'No colours were found on the page: only black, white and greys.',
  }),
  // events
  ...final(400, null, {
    'event.invalid': 'The event is not of the documented form; see `path`.',
    'event.name_missing': 'A track call needs an event name.',
    'event.id_missing': 'The event needs a client id and a visitor or user id.',
    'event.too_large': 'The event is larger than the limit.',
    'event.too_deep': 'The properties are nested more deeply than allowed.',
    'event.too_many_properties': 'The event has more properties than allowed.',
    'event.too_old':
      'The event happened too long ago for the live intake; send history to /v1/history.',
    'event.property_type': 'A property of a standard event has the wrong type; see `path`.',
    'batch.too_long': 'The batch holds more events than allowed.',
  }),
  // notices, not refusals
  ...final(200, null, {
    'event.repeat': 'This event was received before and is counted once.',
    'event.late': 'The event is older than a minute: it updates facts, but starts nothing.',
    'event.token_invalid': 'The customer token is not valid; the identify counts as a claim.',
    'event.attribute_undeclared':
      'The custom attribute is not declared: it is stored, but no condition reads it.',
    'event.attribute_type':
      'A custom attribute has another type than declared: it is stored, but is not a fact.',
    'event.bot': 'The sender was recognised as a bot and is kept out of decisions and results.',
    'goal.trust_too_low': 'The event is stored, but the goal accepts only events of higher trust.',
    'goal.other_currency':
      'The goal is reached, but its value does not count, because its currency is not the account’s.',
  }),
  // conditions and campaigns
  ...final(422, null, {
    'condition.invalid': 'The condition is not of the documented grammar; see `path`.',
    'condition.unknown_fact': 'There is no such fact.',
    'condition.operator': 'This operator does not fit the type of the fact.',
    'condition.value': 'The value does not fit the operator.',
    'condition.too_deep': 'The condition is nested too deeply or has too many parts.',
    'exclusion.too_late':
      'Visitors can be excluded only by what was known before they were eligible.',
    'campaign.incomplete': 'The campaign cannot go live yet; see `path` for what is missing.',
    'campaign.no_channel': 'The campaign offers channels, and none of them is connected.',
    'translation.unreadable': 'The file is not an XLIFF file that can be read.',
    'translation.other': 'The file is of something else, or in another language.',
    'translation.unit': 'Some translations cannot be taken; each is listed with its text.',
  }),
  ...final(409, null, {
    'campaign.state': 'The campaign is not in a state that allows this.',
    'campaign.approval_required':
      'Here somebody else approves a draft before it goes live. Ask for approval, and another manager publishes it.',
    'translation.unset': 'First choose in the account’s settings in which language you write.',
  }),
  // conversations
  ...final(409, null, {
    'conversation.ended': 'The conversation has ended; start or reopen it to write.',
    'conversation.disposition_missing':
      'Choose a disposition before you put the conversation away.',
    'conversation.closed': 'The conversation ended too long ago to be reopened.',
    'call.quiet_hours': 'People are called from 8 to 21 o’clock; call again tomorrow.',
    'call.spent': 'The calls of today have used up the minutes of this number.',
    'call.voices':
      'Four people speak in this call already; first somebody leaves it, or a supervisor only listens.',
    'callback.slot': 'Somebody else took this time, or nobody is there then; choose another.',
    'callback.promised': 'A call back is promised already; move or cancel it.',
    'callback.over': 'The call back is over, or its call rings already.',
    'contact.opted_out': 'The contact wants no messages at this address.',
    'conversation.merged':
      'The conversation belongs to another one; write there, or separate them.',
    'conversation.not_mergeable':
      'Only a conversation that is over can be merged, into another of the same contact.',
    'message.answered': 'The message was already answered; the first answer counts.',
    'attachment.missing': 'The file is not there; choose it again.',
    'agent.absent': 'The agent is not at the desk: they have no console open.',
    'mail.not_configured': 'No mail server is configured, so an answer cannot be sent by e-mail.',
    'transcript.sent': 'The conversation was already sent by e-mail.',
    'transcript.not_offered': 'This conversation is not sent by e-mail.',
  }),
  ...final(403, null, {
    'conversation.not_yours': 'The conversation belongs to another agent.',
    'attachment.off': 'Files are not accepted here.',
    'call.off': 'Calls are not offered here.',
    'callback.off': 'Nobody is called back here.',
    'callback.way': 'Nobody is called back by telephone here; choose another way.',
    'call.emergency':
      'Emergency and other short numbers cannot be called from here; use a telephone.',
    'call.number':
      'This number cannot be called: it is withheld, or not a number with a country code.',
    'call.country': 'Numbers of this country are not allowed; an administrator can allow them.',
  }),
  ...final(422, null, {
    'message.too_long': 'The message is longer than allowed.',
    'message.empty': 'The message has no text.',
    'message.not_answerable': 'The message does not offer this answer.',
    'message.answer_invalid': 'A field of the form is missing or not valid.',
  }),
  ...again(503, null, {
    'message.no_room':
      'No more messages can be left at the moment, because too many wait for an answer.',
    'attachment.unreachable': 'The file store does not answer; try again shortly.',
  }),
  ...final(415, null, { 'attachment.type': 'Files of this type are not accepted.' }),
  ...final(413, null, { 'attachment.too_large': 'The file is larger than allowed.' }),
  ...final(429, null, { 'attachment.too_many': 'Too many files in one day; try again tomorrow.' }),
  ...again(408, null, {
    'attachment.too_slow': 'The file arrived too slowly; try again on a faster connection.',
  }),
  ...again(503, null, {
    'call.no_sound': 'The media host does not take this connection; try again shortly.',
  }),
  ...again(503, null, {
    'callback.full': 'Too many people wait for a call back at the moment; leave a message.',
  }),
  ...again(409, null, { 'agent.no_room': 'The agent has no room or is not online.' }),
  ...again(502, null, {
    'call.carrier': 'The carrier did not take the call; try again, or check the channel.',
    'mail.failed': 'The mail server did not accept the e-mail; try again later.',
  }),
  // operations
  ...final(500, null, {
    'start.port_taken': 'The port is taken by another program.',
    'start.folder_in_use': 'Another server uses this data folder.',
    'start.split_data':
      'This mix of engines would split the data; see the configuration reference.',
    'start.engine_missing':
      'The embedded engine has no build for this machine; give the URL of your own.',
    'start.engine_failed': 'An engine did not start; the log says why.',
    'start.engine_unusable':
      'Your own database cannot be used; the message names the option and the reason.',
    'start.folder_closed': 'The process that must write to the data folder has no access to it.',
    'start.migration_changed': 'A migration that was applied has changed since; restore its file.',
    'start.option_invalid': 'A start option has a value that is not allowed.',
    'facts.failed': 'The store of facts refused the query or the rows; the log has the details.',
    'facts.unscoped': 'A report names a fact table without its account.',
  }),
  ...again(503, 1013, {
    'engine.unavailable': 'The database is being restarted; try again shortly.',
  }),
} as const;

export type ErrorCode = keyof typeof errorTable;

const OneProblem = z.object({
  code: z.string() as z.ZodType<ErrorCode>,
  message: z.string(),
  /** The field at fault, as a dotted path such as `events.3.properties.total`. */
  path: z.string().optional(),
  retry: z.boolean(),
  /** ms after which a retry makes sense, if known. */
  retryAfterMs: z.number().int().positive().optional(),
  requestId: z.string().optional(),
});
/** The form of every refusal, on REST, intake and sockets alike. */
export const Problem = OneProblem.extend({
  /** All problems of the request, if there is more than one. */
  problems: z.array(OneProblem).optional(),
});
export type Problem = z.infer<typeof Problem>;

export interface ProblemAt {
  /** The field at fault. */
  readonly path?: string;
  /** Replaces the table's sentence with a more specific one. */
  readonly detail?: string;
  readonly retryAfterMs?: number;
}

/** The problem for a code. */
export function problem(code: ErrorCode, at: ProblemAt = {}): Problem {
  const { retry, sentence } = errorTable[code];
  const made: Problem = { code, message: at.detail ?? sentence, retry };
  if (at.path !== undefined) made.path = at.path;
  if (at.retryAfterMs !== undefined) made.retryAfterMs = Math.max(1, Math.ceil(at.retryAfterMs));
  return made;
}
