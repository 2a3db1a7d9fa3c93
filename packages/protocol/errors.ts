// The one table of every error the product answers with: stable code, HTTP status, socket close
// code, whether the same call may succeed later, and a sentence for people. It raises nothing.
import { z } from 'zod';

interface Row {
  readonly status: number;
  /** Close code, where the error ends a socket. */
  readonly close?: number;
  readonly retry: boolean;
  readonly sentence: string;
}

function row(status: number, retry: boolean, sentence: string, close?: number): Row {
  return close === undefined ? { status, retry, sentence } : { status, retry, sentence, close };
}

export const errorTable = {
  // requests in general
  'request.malformed': row(
    400,
    false,
    'The request is not valid JSON or not of the documented form.',
    4400,
  ),
  'request.invalid': row(422, false, 'A field has a value that is not allowed; see `path`.'),
  'request.too_large': row(413, false, 'The request is larger than the limit.', 1009),
  'request.too_slow': row(408, true, 'The request took too long to arrive.', 1008),
  'request.not_found': row(404, false, 'There is nothing here, or it is not yours to see.'),
  'request.method': row(405, false, 'This address does not take the method; see Allow.'),
  'request.conflict': row(409, false, 'It was changed by somebody else meanwhile; load it again.'),
  'request.key_reused': row(422, false, 'This idempotency key was used for a different request.'),
  'request.under_way': row(
    409,
    true,
    'A request with this idempotency key is being performed; ask again shortly for its answer.',
  ),
  'request.outcome_unknown': row(
    409,
    false,
    'The request with this idempotency key was cut short, and whether it took effect is not known: look, and use another key to send it again.',
  ),
  'account.full': row(409, false, 'The account holds as many of these as it may.'),
  'user.accounts_full': row(
    409,
    false,
    'The e-mail address belongs to users of as many accounts as it may.',
  ),
  // who may
  'auth.required': row(401, false, 'Sign in first.', 4401),
  'auth.wrong': row(401, false, 'The e-mail address or the password is wrong.'),
  'auth.forbidden': row(403, false, 'Your role does not allow this.', 4403),
  'auth.expired': row(401, false, 'The session or the link has expired; sign in again.', 4401),
  'auth.link_used': row(401, false, 'This link was used already or has expired.'),
  'auth.weak_password': row(
    422,
    false,
    'The password needs at least 12 characters, and more than common words, years and your own names. Four random words are good.',
  ),
  'auth.password_required': row(
    403,
    false,
    'You came by a one-time link: choose a password first.',
    4403,
  ),
  'auth.cross_site': row(403, false, 'The request came from another site.'),
  'key.unknown': row(401, false, 'The write key or secret key is not known.', 4401),
  'key.revoked': row(401, false, 'The secret key was revoked.', 4401),
  'key.trust_too_low': row(403, false, 'This call needs a secret key; a write key is public.'),
  'origin.not_allowed': row(
    403,
    false,
    "The page's origin is not among the site's allowed origins.",
    4403,
  ),
  'consent.missing': row(
    403,
    false,
    'The site takes nothing before the visitor consents; nothing was stored.',
    4403,
  ),
  'visitor.token_invalid': row(
    401,
    false,
    'The visitor token does not belong to this visitor.',
    4401,
  ),
  'visitor.blocked': row(403, false, 'This visitor was blocked from starting conversations.'),
  'visitor.gone': row(409, false, 'The visitor is not on the site any more.'),
  'visitor.bot': row(409, false, 'The visitor was recognised as a bot.'),
  'visitor.muted': row(409, false, 'The visitor asked not to be spoken to.'),
  'visitor.in_conversation': row(409, false, 'The visitor has a conversation already.'),
  'visitor.in_control': row(
    409,
    false,
    'The visitor is in a control group: begin or reopen only once it is confirmed that this blurs the proof.',
  ),
  // rates and room
  'rate.visitor': row(429, true, 'Too many events from this visitor; try again shortly.'),
  'rate.address': row(429, true, 'Too many requests from this address; try again shortly.', 1013),
  'rate.key': row(429, true, 'Too much at once with this key; try again shortly.', 1013),
  'rate.account': row(429, true, 'Too much at once for this account; try again shortly.', 1013),
  'rate.sign_in': row(429, true, 'Too many attempts to sign in; wait a little.'),
  'rate.messages': row(429, true, 'Too many messages at once; wait a few seconds.'),
  'rate.chats': row(
    429,
    true,
    'Too many conversations or messages from here at the moment; try again later.',
  ),
  'proof.required': row(
    429,
    true,
    'Many conversations begin here at the moment, so the browser has to solve the challenge first.',
  ),
  'rate.mail': row(429, true, 'Too many letters were tried; try again in a while.'),
  'rate.files': row(429, true, 'Too many files are on their way at once; try again shortly.'),
  'rate.transcripts': row(429, true, 'Too many conversations sent by e-mail; try again later.'),
  'queue.full': row(503, true, 'The queue is full; leave a message instead.'),
  'server.overloaded': row(503, true, 'The server is at its limit; try again shortly.', 1013),
  'server.stopping': row(503, true, 'The server is restarting; try again shortly.', 1012),
  'server.storage_full': row(
    507,
    true,
    'The disk is full; nothing is accepted until there is room.',
    1013,
  ),
  'server.failed': row(500, true, 'Something failed on our side; the log has the details.', 1011),
  'socket.too_slow': row(
    408,
    true,
    'The reader fell too far behind; resume from the last sequence.',
    4008,
  ),
  'socket.silent': row(408, true, 'Nothing was heard for too long.', 4009),
  // events
  'event.invalid': row(400, false, 'The event is not of the documented form; see `path`.'),
  'event.name_missing': row(400, false, 'A track call needs an event name.'),
  'event.id_missing': row(400, false, 'The event needs a client id and a visitor or user id.'),
  'event.too_large': row(400, false, 'The event is larger than the limit.'),
  'event.too_deep': row(400, false, 'The properties are nested more deeply than allowed.'),
  'event.too_many_properties': row(400, false, 'The event has more properties than allowed.'),
  'event.too_old': row(
    400,
    false,
    'The event happened too long ago for the live intake; send history to /v1/history.',
  ),
  'event.property_type': row(
    400,
    false,
    'A property of a standard event has the wrong type; see `path`.',
  ),
  'batch.too_long': row(400, false, 'The batch holds more events than allowed.'),
  // what is told, not refused
  'event.repeat': row(200, false, 'This event was received before and is counted once.'),
  'event.late': row(
    200,
    false,
    'The event is older than a minute: facts are updated, nothing fires.',
  ),
  'event.token_invalid': row(
    200,
    false,
    'The customer token does not hold; the identify counts as a claim.',
  ),
  'event.attribute_undeclared': row(
    200,
    false,
    'A custom attribute that is not declared: it is kept, and no condition reads it.',
  ),
  'event.attribute_type': row(
    200,
    false,
    'A custom attribute has another type than declared: it is kept, and is no fact.',
  ),
  'event.bot': row(
    200,
    false,
    'The sender was recognised as a bot and is kept out of decisions and results.',
  ),
  'goal.trust_too_low': row(
    200,
    false,
    'The event is stored, but the goal accepts only events of higher trust.',
  ),
  'goal.other_currency': row(
    200,
    false,
    'The goal counts as reached, without a value: that is in another currency than the account’s.',
  ),
  // conditions and campaigns
  'condition.invalid': row(
    422,
    false,
    'The condition is not of the documented grammar; see `path`.',
  ),
  'condition.unknown_fact': row(422, false, 'There is no such fact.'),
  'condition.operator': row(422, false, 'This operator does not fit the type of the fact.'),
  'condition.value': row(422, false, 'The value does not fit the operator.'),
  'condition.too_deep': row(422, false, 'The condition is nested or long beyond the limit.'),
  'exclusion.too_late': row(
    422,
    false,
    'Visitors are excluded only by what was known before they were eligible.',
  ),
  'campaign.incomplete': row(
    422,
    false,
    'The campaign cannot go live yet; see `path` for what is missing.',
  ),
  'campaign.state': row(409, false, 'The campaign is not in a state that allows this.'),
  // conversations
  'conversation.ended': row(409, false, 'The conversation has ended; start or reopen it to write.'),
  'conversation.disposition_missing': row(
    409,
    false,
    'Say how the conversation came out before it is put away.',
  ),
  'conversation.closed': row(409, false, 'The conversation ended too long ago to be reopened.'),
  'conversation.merged': row(
    409,
    false,
    'The conversation belongs to another one; write there, or separate them.',
  ),
  'conversation.not_mergeable': row(
    409,
    false,
    'Only a conversation that is over can be merged, into another of the same visitor or customer.',
  ),
  'conversation.not_yours': row(403, false, 'The conversation belongs to another agent.'),
  'message.too_long': row(422, false, 'The message is longer than allowed.'),
  'message.empty': row(422, false, 'The message has no text.'),
  'message.no_room': row(
    503,
    true,
    'No more messages can be left at the moment, because too many wait for an answer.',
  ),
  'message.not_answerable': row(
    422,
    false,
    'The message that this answers offers nothing like it.',
  ),
  'message.answered': row(409, false, 'It was answered already; the first answer stands.'),
  'message.answer_invalid': row(422, false, 'A field of the form is missing or not as asked.'),
  'attachment.off': row(403, false, 'No files are taken here.'),
  'attachment.type': row(415, false, 'Files of this type are not taken.'),
  'attachment.too_large': row(413, false, 'The file is larger than is taken.'),
  'attachment.too_many': row(429, false, 'Too many files in one day; try again tomorrow.'),
  'attachment.too_slow': row(408, true, 'The file arrived too slowly; try again on a faster line.'),
  'attachment.missing': row(409, false, 'The file is not there; choose it again.'),
  'attachment.unreachable': row(
    503,
    true,
    'The store of files does not answer; try again shortly.',
  ),
  'agent.no_room': row(409, true, 'The agent has no room or is not online.'),
  'agent.absent': row(409, false, 'The agent is not at the desk: they have no console open.'),
  'mail.not_configured': row(
    409,
    false,
    'No mail server is configured, so an answer cannot be sent by e-mail.',
  ),
  'mail.failed': row(502, true, 'The mail server did not take the letter; try again later.'),
  'transcript.sent': row(409, false, 'The conversation was sent by e-mail already.'),
  'transcript.not_offered': row(409, false, 'This conversation is not sent by e-mail.'),
  // operations
  'start.port_taken': row(500, false, 'The port is taken by another program.'),
  'start.folder_in_use': row(500, false, 'Another server uses this data folder.'),
  'start.split_data': row(
    500,
    false,
    'This mix of engines would split the data; see the configuration reference.',
  ),
  'start.engine_missing': row(
    500,
    false,
    'The embedded engine has no build for this machine; give the URL of your own.',
  ),
  'start.engine_failed': row(500, false, 'An engine did not start; the log says why.'),
  'start.engine_unusable': row(
    500,
    false,
    'A database of your own cannot be used; the sentence names the option and the reason.',
  ),
  'start.folder_closed': row(
    500,
    false,
    'The data folder cannot be used by the one who must write there.',
  ),
  'start.migration_changed': row(
    500,
    false,
    'A migration that was applied has changed since; restore its file.',
  ),
  'start.option_invalid': row(500, false, 'A start option has a value that is not allowed.'),
  'engine.unavailable': row(503, true, 'The database is being restarted; try again shortly.', 1013),
  'facts.failed': row(
    500,
    false,
    'The store of facts refused the query or the rows; the log has the details.',
  ),
  'facts.unscoped': row(500, false, 'A report names a fact table without its account.'),
} as const satisfies Record<string, Row>;

export type ErrorCode = keyof typeof errorTable;

const OneProblem = z.object({
  code: z.string() as z.ZodType<ErrorCode>,
  message: z.string(),
  /** The field at fault, as a dotted path such as `events.3.properties.total`. */
  path: z.string().optional(),
  retry: z.boolean(),
  /** ms after which it is worth trying again, where that is known. */
  retryAfterMs: z.number().int().positive().optional(),
  requestId: z.string().optional(),
});
/** What every refusal looks like, on REST, intake and sockets alike. */
export const Problem = OneProblem.extend({
  /** Everything that is wrong with the request, where it is more than one thing. */
  problems: z.array(OneProblem).optional(),
});
export type Problem = z.infer<typeof Problem>;

export interface ProblemAt {
  /** The field at fault. */
  readonly path?: string;
  /** Replaces the table's sentence where it can say more. */
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
