// Kinds of letters: automatic answers in several languages and of several products, reports, lists,
// invitations, loops, and what the account's own server found out.
import {
  type Case,
  caseOf,
  composed,
  type Expected,
  message,
  part,
  plain,
  utf8,
} from './build.test-support.ts';

const kind = (
  name: string,
  fields: Readonly<Record<string, string>>,
  expected: Expected,
  body = 'I am away.',
): Case => caseOf(name, message(fields, body), expected);
const answered = (name: string, field: string, value: string): Case =>
  kind(
    name,
    { [field]: value },
    { kind: { type: 'auto-reply', why: field.toLowerCase() }, automatic: true },
  );
const away = (language: string, subject: string): Case =>
  kind(
    `an absence in ${language}`,
    { Subject: utf8(subject) },
    { kind: { type: 'auto-reply', why: 'Subject' }, automatic: true },
  );
const person: Expected = { kind: { type: 'person' }, automatic: false, loop: false };

const automatic: readonly Case[] = [
  kind(
    'Auto-Submitted of an absence',
    { 'Auto-Submitted': 'auto-replied; owner-email="bea@example.com"' },
    { kind: { type: 'auto-reply', why: 'Auto-Submitted' }, automatic: true },
  ),
  kind(
    'Auto-Submitted of a machine',
    { 'Auto-Submitted': 'auto-generated' },
    { kind: { type: 'automatic', why: 'Auto-Submitted' }, automatic: true },
  ),
  kind('Auto-Submitted of a person', { 'Auto-Submitted': 'no' }, person),
  answered('X-Autoreply', 'X-Autoreply', 'yes'),
  answered('X-Autorespond', 'X-Autorespond', 'Re: tea'),
  answered('Precedence of an answer', 'Precedence', 'auto_reply'),
  answered('a rule of Exchange', 'X-MS-Exchange-Inbox-Rules-Loop', 'bea@example.com'),
  answered(
    'an absence of Exchange',
    'X-MS-Exchange-Generated-Message-Source',
    'Mailbox Rules Agent',
  ),
  answered('an absence of Freshdesk', 'X-Autoresponder', 'freshdesk'),
  answered('an absence of GroupWise', 'X-Mail-Autoreply', 'vacation'),
  kind(
    'bulk',
    { Precedence: 'bulk' },
    { kind: { type: 'automatic', why: 'precedence' }, automatic: true },
  ),
  kind(
    'one that asks for no answer',
    { 'X-Auto-Response-Suppress': 'OOF, AutoReply' },
    { kind: { type: 'person' }, automatic: true },
  ),
  kind(
    'one without a return path',
    { 'Return-Path': '<>' },
    { kind: { type: 'person' }, automatic: true },
  ),
  away('English', 'Automatic reply: A tea pot'),
  away('English, of Gmail', 'Out of office Re: A tea pot'),
  away('German', 'Automatische Antwort: A tea pot'),
  away('German, of Lotus Notes', 'Abwesenheitsnotiz: bis Montag'),
  away('French', 'Réponse automatique : A tea pot'),
  away('Spanish', 'Respuesta automática: A tea pot'),
  away('Portuguese', 'Resposta automática: A tea pot'),
  away('Italian', 'Risposta automatica: A tea pot'),
  away('Dutch', 'Automatisch antwoord: A tea pot'),
  away('Polish', 'Odpowiedź automatyczna: A tea pot'),
  away('Swedish', 'Autosvar: A tea pot'),
  away('Russian', 'Автоматический ответ: A tea pot'),
  away('Japanese', '自動応答: A tea pot'),
  away('Chinese', '自动回复: A tea pot'),
  away('Korean', '자동 회신: A tea pot'),
  away('Turkish', 'Otomatik Yanıt: A tea pot'),
  kind('a person who writes of an answer', { Subject: 'Your automatic reply was wrong' }, person),
  kind('a person', {}, person),
];

const status = (fields: string): string =>
  part(
    { 'Content-Type': 'message/delivery-status' },
    `Reporting-MTA: dns; mx.example\r\n\r\n${fields}`,
  );
const original = part(
  { 'Content-Type': 'message/rfc822' },
  message({ 'Message-ID': '<ours.1@aldermoor.example>' }, 'Hello'),
);
const report = (
  type: string,
  parts: readonly string[],
  fields: Readonly<Record<string, string>> = {},
): string =>
  composed('report', parts, {
    fields: {
      From: 'MAILER-DAEMON@mx.example',
      'Return-Path': '<>',
      Subject: 'Undelivered Mail',
      ...fields,
    },
    more: `; report-type=${type}`,
  });
const failed =
  'Final-Recipient: rfc822; bea@example.com\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 no such user';
const bounced = {
  recipient: 'bea@example.com',
  status: '5.1.1',
  action: 'failed',
  diagnostic: '550 5.1.1 no such user',
} as const;
const ours = '<ours.1@aldermoor.example>';

const reports: readonly Case[] = [
  caseOf(
    'a delivery report',
    report('delivery-status', [plain('It failed.'), status(failed), original]),
    {
      kind: { type: 'bounce', bounce: { reports: [bounced], original: ours } },
      automatic: true,
      text: 'It failed.',
    },
  ),
  caseOf(
    'a delay',
    report('delivery-status', [
      plain('Later.'),
      status(
        'Final-Recipient: rfc822;bea@example.com\r\nAction: delayed\r\nStatus: 4.4.1\r\nWill-Retry-Until: Thu, 26 Nov 2026 09:15:00 +0100',
      ),
    ]),
    {
      kind: {
        type: 'bounce',
        bounce: {
          reports: [
            { recipient: 'bea@example.com', status: '4.4.1', action: 'delayed', diagnostic: '' },
          ],
          original: null,
        },
      },
    },
  ),
  caseOf(
    'a report of two recipients',
    report('delivery-status', [
      plain('x'),
      status(
        `${failed}\r\n\r\nFinal-Recipient: rfc822; kim@example.com\r\nAction: relayed\r\nStatus: 2.0.0`,
      ),
      part({ 'Content-Type': 'text/rfc822-headers' }, `Message-ID: ${ours}\r\nSubject: x\r\n`),
    ]),
    {
      kind: {
        type: 'bounce',
        bounce: {
          reports: [
            bounced,
            { recipient: 'kim@example.com', status: '2.0.0', action: 'relayed', diagnostic: '' },
          ],
          original: ours,
        },
      },
    },
  ),
  caseOf(
    'a report without a type',
    report('', [plain('x'), status(failed)], { From: 'postmaster@mx.example' }),
    { kind: { type: 'bounce', bounce: { reports: [bounced], original: null } } },
  ),
  caseOf(
    'a report with a folded reason',
    report('delivery-status', [
      plain('x'),
      status(failed.replace('550 5.1.1 no', '550 5.1.1\r\n   no')),
    ]),
    { kind: { type: 'bounce', bounce: { reports: [bounced], original: null } } },
  ),
  caseOf(
    'a report of Exim',
    message(
      {
        From: 'Mailer-Daemon@mx.example',
        'X-Failed-Recipients': 'bea@example.com',
        'Auto-Submitted': 'auto-replied',
        Subject: 'Mail delivery failed',
      },
      `The mail server responded:\r\n550 5.1.1 no such user\r\n\r\nMessage-ID: ${ours}`,
    ),
    {
      kind: { type: 'bounce', bounce: { reports: [bounced], original: ours } },
    },
  ),
  caseOf(
    'a report of qmail',
    message(
      { From: 'MAILER-DAEMON@mx.example', 'Return-Path': '<>', Subject: 'failure notice' },
      '<bea@example.com>:\r\nSorry, no mailbox here by that name. (#5.1.1)',
    ),
    {
      kind: {
        type: 'bounce',
        bounce: { reports: [{ ...bounced, diagnostic: '' }], original: null },
      },
    },
  ),
  caseOf(
    'a report in German',
    message(
      { From: 'postmaster@mx.example', Subject: 'Unzustellbar: A tea pot' },
      'bea@example.com\r\n550 5.1.1 no such user',
    ),
    {
      kind: { type: 'bounce', bounce: { reports: [bounced], original: null } },
    },
  ),
  caseOf(
    'a person who writes of a failure',
    message({ Subject: 'Mail delivery is slow' }, 'Hello'),
    person,
  ),
  caseOf(
    'a receipt of reading',
    report(
      'disposition-notification',
      [
        plain('Read.'),
        part(
          { 'Content-Type': 'message/disposition-notification' },
          `Original-Message-ID: ${ours}\r\nDisposition: manual-action/MDN-sent-manually; displayed`,
        ),
      ],
      { From: 'bea@example.com', 'Return-Path': 'bea@example.com' },
    ),
    {
      kind: { type: 'read-receipt', original: ours },
      automatic: true,
    },
  ),
  caseOf(
    'a complaint',
    report('feedback-report', [
      plain('Spam.'),
      part({ 'Content-Type': 'message/feedback-report' }, 'Feedback-Type: abuse\r\nVersion: 1'),
      original,
    ]),
    {
      kind: { type: 'complaint', original: ours },
      automatic: true,
    },
  ),
];

const lists: readonly Case[] = [
  kind(
    'a list',
    { 'List-Id': 'Tea talk <tea.lists.example>', Precedence: 'list' },
    { kind: { type: 'list', list: 'tea.lists.example' }, automatic: true },
  ),
  kind(
    'an announcement',
    { 'List-Unsubscribe': '<mailto:u@lists.example>' },
    { kind: { type: 'list', list: '' }, automatic: true },
  ),
  caseOf(
    'a footer of a list',
    message(
      { 'List-Id': '<tea.lists.example>' },
      'Hello\r\n\r\n_______________________________________________\r\ntea mailing list\r\nhttps://lists.example/tea',
    ),
    {
      text: 'Hello',
      signature:
        '_______________________________________________\ntea mailing list\nhttps://lists.example/tea',
    },
  ),
];

const event = (method: string, more = ''): string =>
  [
    `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:${method}\r\nBEGIN:VEVENT\r\nUID:1`,
    'DTSTART;TZID="Europe/Berlin":20261201T100000\r\nDTEND;TZID=Europe/Berlin:20261201T110000',
    'SUMMARY:Tea\\, and\r\n  cake\r\nLOCATION:Room 1\r\nORGANIZER;CN=Bea:mailto:bea@example.com',
    `${more}END:VEVENT\r\nEND:VCALENDAR\r\n`,
  ].join('\r\n');
const calendar = {
  ...{ summary: 'Tea, and cake', start: '20261201T100000', end: '20261201T110000' },
  ...{ zone: 'Europe/Berlin', location: 'Room 1', organizer: 'bea@example.com' },
} as const;
const invitation = (method: string, more = ''): string =>
  composed('alternative', [
    plain('Come?'),
    part({ 'Content-Type': `text/calendar; method=${method}; charset=utf-8` }, event(method, more)),
  ]);

const calendars: readonly Case[] = [
  caseOf('an invitation', invitation('REQUEST'), {
    text: 'Come?',
    kind: { type: 'calendar', calendar: { ...calendar, method: 'request', answer: null } },
    files: [{ name: 'calendar.ics' }],
    automatic: false,
  }),
  caseOf('a cancelled invitation', invitation('CANCEL'), {
    kind: { type: 'calendar', calendar: { ...calendar, method: 'cancel', answer: null } },
  }),
  caseOf(
    'an accepted invitation',
    invitation('REPLY', 'ATTENDEE;PARTSTAT=ACCEPTED:mailto:ada@aldermoor.example\r\n'),
    { kind: { type: 'calendar', calendar: { ...calendar, method: 'reply', answer: 'accepted' } } },
  ),
  caseOf(
    'a calendar file',
    composed('mixed', [
      plain('See'),
      part(
        {
          'Content-Type': 'text/calendar; name=tea.ics',
          'Content-Disposition': 'attachment; filename=tea.ics',
        },
        event('PUBLISH'),
      ),
    ]),
    {
      text: 'See',
      kind: { type: 'calendar', calendar: { ...calendar, method: 'publish', answer: null } },
      files: [{ name: 'tea.ics' }],
    },
  ),
  caseOf(
    'a calendar without an event',
    composed('mixed', [
      plain('See'),
      part({ 'Content-Type': 'text/calendar' }, 'BEGIN:VCALENDAR\r\nEND:VCALENDAR'),
    ]),
    { kind: { type: 'person' } },
  ),
];

const loops: readonly Case[] = [
  kind('one of ours', { From: 'Help <help@aldermoor.example>' }, { loop: true }),
  kind('one of ours with a token', { From: 'help+abc@aldermoor.example' }, { loop: true }),
  kind(
    'one that carries our mark',
    { 'X-Loop': 'help@aldermoor.example' },
    { loop: true, automatic: true },
  ),
  kind(
    'one that goes round',
    { Received: Array.from({ length: 60 }, () => 'from a by b').join('\r\nReceived: ') },
    { loop: true },
  ),
  kind(
    'one that passed some servers',
    { Received: Array.from({ length: 9 }, () => 'from a by b').join('\r\nReceived: ') },
    { loop: false },
  ),
];

const verdict = (name: string, value: string, dmarc: 'pass' | 'fail' | 'none'): Case =>
  caseOf(`authentication: ${name}`, `Authentication-Results: ${value}\r\n${message({}, 'x')}`, {
    authenticated: { dmarc, dkim: dmarc, spf: dmarc },
  });
const all = (result: string): string =>
  `spf=${result} smtp.mailfrom=bea@example.com; dkim=${result} (2048) header.d=example.com; dmarc=${result} header.from=example.com`;

const verdicts: readonly Case[] = [
  verdict('passed', `mx.aldermoor.example; ${all('pass')}`, 'pass'),
  verdict('failed', `mx.aldermoor.example; ${all('fail')}`, 'fail'),
  verdict('with a version', `MX.Aldermoor.Example 1; ${all('pass')}`, 'pass'),
  verdict('of another server', `mx.evil.example; ${all('pass')}`, 'none'),
  verdict(
    'of a server with a longer name',
    `mx.aldermoor.example.evil.example; ${all('pass')}`,
    'none',
  ),
  verdict('within a comment', `mx.evil.example (mx.aldermoor.example); ${all('pass')}`, 'none'),
  verdict('none', 'mx.aldermoor.example; none', 'none'),
  caseOf(
    'authentication: a forged field below',
    message({}, 'x').replace(
      'Subject:',
      `Authentication-Results: mx.aldermoor.example; ${all('fail')}\r\nAuthentication-Results: mx.aldermoor.example; ${all('pass')}\r\nSubject:`,
    ),
    { authenticated: { dmarc: 'fail', dkim: 'fail', spf: 'fail' } },
  ),
];

export const kinds: readonly Case[] = [
  ...automatic,
  ...reports,
  ...lists,
  ...calendars,
  ...loops,
  ...verdicts,
];
