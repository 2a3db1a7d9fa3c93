// Headers: encoded words, addresses, dates, ids, and what is malformed.
import { type Case, caseOf, message, plainCase, utf8 } from './build.test-support.ts';

const withField = (name: string, value: string, body = 'Hello'): string =>
  message({ [name]: value }, body);
const subject = (name: string, value: string, said: string): Case =>
  caseOf(name, withField('Subject', value), { subject: said });
const bea = { name: 'Bea Winter', address: 'bea@example.com' };
const from = (name: string, value: string, said: { name: string; address: string } | null): Case =>
  caseOf(name, withField('From', value), { from: said });
const date = (name: string, value: string, at: number | null): Case =>
  caseOf(name, withField('Date', value), { at });
const nine = Date.UTC(2026, 10, 25, 8, 15);

export const headers: readonly Case[] = [
  subject('an encoded word', '=?utf-8?q?Gr=C3=B6=C3=9Fe_5?=', 'Größe 5'),
  subject('a base64 word', '=?UTF-8?B?R3LDtsOfZQ==?=', 'Größe'),
  subject('words with a space between', '=?utf-8?q?Tea?= =?utf-8?q?pot?=', 'Teapot'),
  subject('a character split over two words', '=?utf-8?b?R3LD?= =?utf-8?b?tsOfZQ==?=', 'Größe'),
  subject('words of two sets', '=?iso-8859-1?q?Gr=F6?= =?utf-8?q?=C3=9Fe?=', 'Größe'),
  subject('a word beside text', 'Re: =?utf-8?q?Caf=C3=A9?= is closed', 'Re: Café is closed'),
  subject('a word with a language', '=?utf-8*de?q?Gr=C3=B6=C3=9Fe?=', 'Größe'),
  subject('a word with spaces', '=?utf-8?q?Tea pot?=', 'Tea pot'),
  subject('a word that is none', '=?utf-8?x?Tea?= and =?broken', '=?utf-8?x?Tea?= and =?broken'),
  subject('a subject of raw UTF-8', utf8('Größe'), 'Größe'),
  subject('a subject of raw Latin', 'Gr\xf6\xdfe', 'Größe'),
  subject('Japanese words', '=?ISO-2022-JP?B?GyRCNV4/XBsoQg==?=', '急須'),
  subject('a folded subject', 'A long\r\n subject\r\n\tgoes on', 'A long subject goes on'),
  subject('an empty subject', ' ', ''),
  from('a name and an address', 'Bea Winter <bea@example.com>', bea),
  from('a sender in quotes', '"Winter, Bea" <bea@example.com>', { ...bea, name: 'Winter, Bea' }),
  from('a quoted sign', '"Bea \\"B\\" Winter" <bea@example.com>', {
    ...bea,
    name: 'Bea "B" Winter',
  }),
  from('an encoded name', '=?utf-8?q?Zo=C3=AB?= <bea@example.com>', { ...bea, name: 'Zoë' }),
  from('an encoded name in quotes', '"=?utf-8?q?Zo=C3=AB?=" <bea@example.com>', {
    ...bea,
    name: 'Zoë',
  }),
  from('an address alone', 'bea@example.com', { ...bea, name: '' }),
  from('a name in a comment', 'bea@example.com (Bea Winter)', bea),
  from('comments everywhere', '(x(y)z) Bea Winter (a, b) <bea@example.com> (c)', bea),
  from('an address as its name', '"bea@example.com" <bea@example.com>', { ...bea, name: '' }),
  from('a route', 'Bea Winter <@relay.example,@b.example:bea@example.com>', bea),
  from('a missing bracket', 'Bea Winter <bea@example.com', bea),
  from('an address in quotes', "'bea@example.com'", { ...bea, name: '' }),
  from('an address with spaces', 'Bea Winter < bea@example.com >', bea),
  from('no sender', '', null),
  from('a sender without an address', 'Bea Winter', null),
  from('two senders', 'Bea Winter <bea@example.com>, kim@example.com', bea),
  caseOf('only a Sender', message({ From: '', Sender: 'Bea Winter <bea@example.com>' }, 'x'), {
    from: bea,
  }),
  caseOf('a group', withField('To', 'Team: ada@aldermoor.example, Ben <ben@aldermoor.example>;'), {
    to: [
      { name: '', address: 'ada@aldermoor.example' },
      { name: 'Ben', address: 'ben@aldermoor.example' },
    ],
  }),
  caseOf('an empty group', withField('To', 'undisclosed-recipients:;'), { to: [] }),
  caseOf('semicolons between addresses', withField('Cc', 'a@example.com; b@example.com'), {
    cc: [
      { name: '', address: 'a@example.com' },
      { name: '', address: 'b@example.com' },
    ],
  }),
  caseOf(
    'where it was delivered',
    message(
      { 'Delivered-To': 'help+abc@aldermoor.example', 'X-Original-To': 'x@aldermoor.example' },
      'x',
    ),
    {
      recipients: ['help@aldermoor.example', 'help+abc@aldermoor.example', 'x@aldermoor.example'],
    },
  ),
  caseOf('another address for replies', withField('Reply-To', 'Bea <bea@home.example>'), {
    replyTo: [{ name: 'Bea', address: 'bea@home.example' }],
  }),
  date('a date with a zone', 'Wed, 25 Nov 2026 09:15:00 +0100', nine),
  date('a date without a day', '25 Nov 2026 08:15 GMT', nine),
  date('a date of two digits', 'Wed, 25 Nov 26 03:15:00 EST', nine),
  date('a date with comments', 'Wed, 25 Nov 2026 09:15:00 +0100 (CET)', nine),
  date('a date in ISO form', '2026-11-25T08:15:00Z', nine),
  date('a date that is none', 'yesterday', null),
  date('no date', '', null),
  caseOf(
    'ids that it refers to',
    message({ 'In-Reply-To': '<a@x> (yours)', References: '<r1@x>\r\n <r2@x><r3@x>' }, 'x'),
    {
      inReplyTo: ['<a@x>'],
      references: ['<r1@x>', '<r2@x>', '<r3@x>'],
    },
  ),
  caseOf('an id without brackets', message({ 'Message-ID': 'bare@example.com' }, 'x'), {
    messageId: '<bare@example.com>',
  }),
  caseOf('no id', message({ 'Message-ID': '' }, 'x'), { messageId: null }),
  caseOf('a language', message({ 'Content-Language': 'de-AT' }, 'x'), { language: 'de-AT' }),
  caseOf('line feeds alone', message({}, 'Hello\r\nyou').replaceAll('\r\n', '\n'), {
    text: 'Hello\nyou',
    subject: 'A tea pot',
  }),
  caseOf('carriage returns alone', message({}, 'Hello').replaceAll('\r\n', '\r'), {
    text: 'Hello',
  }),
  caseOf(
    'the line of a mailbox',
    `From bea@example.com Wed Nov 25 09:15:00 2026\r\n${message({}, 'Hello')}`,
    { text: 'Hello', from: bea },
  ),
  caseOf(
    'a line that is no field',
    message({}, 'Hello').replace('To:', 'this is no field\r\nTo:'),
    { text: 'Hello', to: [{ name: '', address: 'help@aldermoor.example' }] },
  ),
  caseOf('a field twice', message({}, 'Hello').replace('Subject:', 'Subject: First\r\nSubject:'), {
    subject: 'First',
  }),
  caseOf('no header', '\r\nHello', { text: 'Hello', from: null }),
  caseOf('nothing', '', { text: '', from: null, files: [], kind: { type: 'person' } }),
  caseOf('a header alone', 'Subject: Only this', { subject: 'Only this', text: '' }),
  caseOf('a null character', message({ Subject: 'a\0b' }, 'x\0y'), {
    subject: 'a\0b',
    text: 'x\0y',
  }),
  plainCase('invisible characters', 'Tea\u200b pot\u202e', { text: 'Tea\u200b pot\u202e' }),
];
