// Parts: nested, related, signed, malformed, and files of every kind.
import {
  base64,
  type Case,
  caseOf,
  composed,
  html,
  message,
  multipart,
  part,
  plain,
  utf8,
} from './build.test-support.ts';

const nested = (type: string, parts: readonly string[], boundary: string): string => {
  const [fields, body] = multipart(type, parts, { boundary });
  return part(fields, body);
};
const file = (fields: Readonly<Record<string, string>>, bytes: string): string =>
  part({ 'Content-Transfer-Encoding': 'base64', ...fields }, base64(bytes));
const pdf = (disposition: string): string =>
  file({ 'Content-Type': 'application/pdf', 'Content-Disposition': disposition }, '%PDF-1.4');
const named = (name: string, disposition: string, said: string): Case =>
  caseOf(name, composed('mixed', [plain('See'), pdf(disposition)]), {
    text: 'See',
    files: [
      { name: said, type: 'application/pdf', sizeBytes: 8, inline: false, words: '%PDF-1.4' },
    ],
  });
const png = '\x89PNG\r\n\x1a\n';
const picture = (id: string): string =>
  file(
    {
      'Content-Type': 'image/png; name="tea.png"',
      'Content-ID': `<${id}>`,
      'Content-Disposition': 'inline',
    },
    png,
  );
const both = nested('alternative', [plain('Plain'), html('<p>Rich</p>')], 'b2');

export const parts: readonly Case[] = [
  caseOf('both forms', composed('alternative', [plain('Plain'), html('<p>Rich</p>')]), {
    text: 'Rich',
    html: '<p>Rich</p>',
    files: [],
  }),
  caseOf(
    'forms in the wrong order',
    composed('alternative', [html('<p>Rich</p>'), plain('Plain')]),
    { text: 'Rich' },
  ),
  caseOf(
    'HTML of pictures alone',
    composed('alternative', [plain('Plain'), html('<img src="https://x.example/a.png">')]),
    { text: 'Plain', remoteImages: true },
  ),
  caseOf('forms and a file', composed('mixed', [both, pdf('attachment; filename="a.pdf"')]), {
    text: 'Rich',
    files: [{ name: 'a.pdf' }],
  }),
  caseOf(
    'three levels',
    composed('mixed', [
      nested('related', [both, picture('p1')], 'b3'),
      pdf('attachment; filename=a.pdf'),
    ]),
    {
      text: 'Rich',
      files: [{ name: 'tea.png', contentId: 'p1', inline: false }, { name: 'a.pdf' }],
    },
  ),
  caseOf(
    'an inline picture',
    composed('related', [html('<p>See <img src="cid:p1" alt="the pot"></p>'), picture('p1')]),
    {
      text: 'See the pot',
      files: [{ name: 'tea.png', type: 'image/png', contentId: 'p1', inline: true }],
      has: ['data-cid="p1"'],
    },
  ),
  caseOf(
    'an inline picture in a mixed letter',
    composed('mixed', [html('<img src="cid:p%401">'), picture('p@1')]),
    { files: [{ contentId: 'p@1', inline: true }] },
  ),
  caseOf(
    'a root that is named',
    composed(
      'related',
      [picture('p1'), part({ 'Content-Type': 'text/html', 'Content-ID': '<root>' }, '<p>Root</p>')],
      { more: '; start="<root>"' },
    ),
    { text: 'Root', files: [{ name: 'tea.png' }] },
  ),
  caseOf(
    'texts between files',
    composed('mixed', [plain('One'), pdf('attachment; filename=a.pdf'), plain('Two')]),
    { text: 'One\n\nTwo', files: [{ name: 'a.pdf' }] },
  ),
  caseOf(
    'a text that is a file',
    composed('mixed', [
      plain('See'),
      part(
        { 'Content-Type': 'text/plain', 'Content-Disposition': 'attachment; filename=log.txt' },
        'a log',
      ),
    ]),
    { text: 'See', files: [{ name: 'log.txt', words: 'a log' }] },
  ),
  caseOf(
    'a page that is a file',
    composed('mixed', [
      plain('See'),
      part({ 'Content-Type': 'text/html; name=page.html' }, '<p>x</p>'),
    ]),
    { text: 'See', files: [{ name: 'page.html' }], html: null },
  ),
  caseOf(
    'a file alone',
    message(
      { 'Content-Type': 'application/pdf; name=a.pdf', 'Content-Transfer-Encoding': 'base64' },
      base64('%PDF-1.4'),
    ),
    { text: '', files: [{ name: 'a.pdf', words: '%PDF-1.4' }] },
  ),
  caseOf(
    'a forwarded letter',
    composed('mixed', [
      plain('See'),
      part({ 'Content-Type': 'message/rfc822' }, message({ Subject: 'The old one' }, 'Old')),
    ]),
    { text: 'See', files: [{ name: 'The old one.eml', type: 'message/rfc822' }] },
  ),
  caseOf(
    'a digest',
    composed('digest', [
      `\r\n${message({ Subject: 'One' }, 'x')}`,
      `\r\n${message({ Subject: 'Two' }, 'y')}`,
    ]),
    { files: [{ name: 'One.eml' }, { name: 'Two.eml' }] },
  ),
  named('a plain name', 'attachment; filename=order.pdf', 'order.pdf'),
  named('a quoted name', 'attachment; filename="order; 7.pdf"', 'order; 7.pdf'),
  named('a name with an escaped quote', 'attachment; filename="a\\"b.pdf"', 'a"b.pdf'),
  named('a name of RFC 2231', "attachment; filename*=utf-8''Gr%C3%B6%C3%9Fe.pdf", 'Größe.pdf'),
  named(
    'a name in pieces',
    'attachment; filename*0="a long "; filename*1="name.pdf"',
    'a long name.pdf',
  ),
  named(
    'a name in encoded pieces',
    'attachment; filename*0*=utf-8\'\'Gr%C3%B6; filename*1*=%C3%9Fe; filename*2=".pdf"',
    'Größe.pdf',
  ),
  named(
    'a name as an encoded word',
    'attachment; filename="=?utf-8?q?Gr=C3=B6=C3=9Fe.pdf?="',
    'Größe.pdf',
  ),
  named('a name of raw bytes', `attachment; filename="${utf8('Größe.pdf')}"`, 'Größe.pdf'),
  named('a name with a path', 'attachment; filename="C:\\\\tmp\\\\..\\\\a.pdf"', 'a.pdf'),
  named('a name of another system', 'attachment; filename="../../etc/a.pdf"', 'a.pdf'),
  caseOf(
    'a preamble and an epilogue',
    composed('mixed', [plain('Hello')])
      .replace('--b1\r\n', 'This is MIME.\r\n--b1\r\n')
      .concat('The end.'),
    { text: 'Hello' },
  ),
  caseOf('no end', composed('mixed', [plain('Hello')]).replace('--b1--\r\n', ''), {
    text: 'Hello',
  }),
  caseOf('an empty multipart', composed('mixed', []), { text: '', files: [] }),
  caseOf('no boundary', message({ 'Content-Type': 'multipart/mixed' }, 'Just text'), {
    text: 'Just text',
  }),
  caseOf(
    'a boundary that never comes',
    message({ 'Content-Type': 'multipart/mixed; boundary=zz' }, 'Just text'),
    { text: 'Just text' },
  ),
  caseOf(
    'a boundary that begins like another',
    composed('mixed', [nested('alternative', [plain('A'), html('<p>B</p>')], 'b1x'), plain('C')]),
    { text: 'B\n\nC' },
  ),
  caseOf(
    'a boundary with spaces behind it',
    composed('mixed', [plain('Hello')]).replace('--b1\r\n', '--b1 \t\r\n'),
    { text: 'Hello' },
  ),
  caseOf(
    'a boundary of special signs',
    (() => {
      const [fields, body] = multipart('mixed', [plain('Hello')], { boundary: "=_(x)+'?:.b" });
      return message(fields, body);
    })(),
    { text: 'Hello' },
  ),
  caseOf('a type without a subtype', message({ 'Content-Type': 'text' }, 'Hello'), {
    text: 'Hello',
  }),
  caseOf('an unknown multipart', composed('x-strange', [plain('Hello')]), { text: 'Hello' }),
  caseOf(
    'flowing lines',
    message(
      { 'Content-Type': 'text/plain; format=flowed' },
      'One long \r\nparagraph.\r\n> Quoted \r\n> line\r\n-- \r\nBea',
    ),
    { text: 'One long paragraph.', quoted: '> Quoted line', signature: '-- \nBea' },
  ),
  caseOf(
    'flowing lines without spaces',
    message({ 'Content-Type': 'text/plain; format=flowed; delsp=yes' }, 'Donaudampf \r\nschiff'),
    { text: 'Donaudampfschiff' },
  ),
  caseOf(
    'stuffed lines',
    message({ 'Content-Type': 'text/plain; format=flowed' }, ' From here\r\n  indented'),
    { text: 'From here\n indented' },
  ),
  caseOf(
    'enriched text',
    message({ 'Content-Type': 'text/enriched' }, '<bold>Tea</bold> <<3\r\n\r\npot'),
    { text: 'Tea <3\n\npot' },
  ),
  caseOf(
    'a signed letter',
    composed(
      'signed',
      [
        plain('Hello'),
        file({ 'Content-Type': 'application/pkcs7-signature; name=smime.p7s' }, 'sig'),
      ],
      { more: '; protocol="application/pkcs7-signature"; micalg=sha-256' },
    ),
    { text: 'Hello', signed: true, files: [], unread: [] },
  ),
  caseOf(
    'a PGP signature',
    composed('signed', [
      plain('Hello'),
      part({ 'Content-Type': 'application/pgp-signature' }, '-----BEGIN PGP SIGNATURE-----'),
    ]),
    { text: 'Hello', signed: true, files: [] },
  ),
  caseOf(
    'a letter encrypted by S/MIME',
    message(
      {
        'Content-Type': 'application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m',
        'Content-Transfer-Encoding': 'base64',
      },
      base64('secret'),
    ),
    {
      text: '',
      files: [{ name: 'smime.p7m' }],
      unread: [{ what: 'encrypted', name: 'smime.p7m' }],
    },
  ),
  caseOf(
    'an opaque signature',
    message(
      {
        'Content-Type': 'application/x-pkcs7-mime; smime-type=signed-data; name=smime.p7m',
        'Content-Transfer-Encoding': 'base64',
      },
      base64('signed'),
    ),
    { signed: true, unread: [{ what: 'encrypted', name: 'smime.p7m' }] },
  ),
  caseOf(
    'a letter encrypted by PGP',
    composed('encrypted', [
      part({ 'Content-Type': 'application/pgp-encrypted' }, 'Version: 1'),
      part(
        { 'Content-Type': 'application/octet-stream; name=encrypted.asc' },
        '-----BEGIN PGP MESSAGE-----',
      ),
    ]),
    { unread: [{ what: 'encrypted', name: '' }] },
  ),
  caseOf(
    'PGP within the text',
    message({}, '-----BEGIN PGP MESSAGE-----\r\nabc\r\n-----END PGP MESSAGE-----'),
    { unread: [{ what: 'encrypted', name: '' }] },
  ),
  caseOf(
    'a file of Outlook',
    composed('mixed', [
      plain('See'),
      file({ 'Content-Type': 'application/ms-tnef; name=winmail.dat' }, 'x\x9f>"'),
    ]),
    {
      text: 'See',
      files: [{ name: 'winmail.dat', type: 'application/ms-tnef' }],
      unread: [{ what: 'tnef', name: 'winmail.dat' }],
    },
  ),
  caseOf(
    'a file of Outlook under another type',
    composed('mixed', [
      plain('See'),
      file({ 'Content-Type': 'application/octet-stream; name=WINMAIL.DAT' }, 'x'),
    ]),
    { unread: [{ what: 'tnef', name: 'WINMAIL.DAT' }] },
  ),
  caseOf(
    'a piece of a letter',
    message(
      { 'Content-Type': 'message/partial; id=a; number=1; total=2' },
      'Subject: x\r\n\r\nHalf',
    ),
    { unread: [{ what: 'partial', name: '' }] },
  ),
  caseOf(
    'an external body',
    composed('mixed', [
      plain('See'),
      part(
        { 'Content-Type': 'message/external-body; access-type=URL; URL="http://169.254.169.254/"' },
        'Content-Type: image/png\r\n\r\n',
      ),
    ]),
    { text: 'See', files: [{ type: 'message/external-body' }] },
  ),
  caseOf(
    'an empty file',
    composed('mixed', [plain('See'), pdf('attachment').replace('JVBERi0xLjQ=', '')]),
    { text: 'See', files: [] },
  ),
  caseOf(
    'two files of one name',
    composed('mixed', [pdf('attachment; filename=a.pdf'), pdf('attachment; filename=a.pdf')]),
    { files: [{ name: 'a.pdf' }, { name: 'a.pdf' }] },
  ),
];
