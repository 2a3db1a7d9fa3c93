// Character sets and transfer encodings. Where the runtime decodes a set, iconv-lite encodes it; the others
// are given as bytes.
import iconv from 'iconv-lite';
import { base64, type Case, caseOf, composed, message, part, utf8 } from './build.test-support.ts';

const encoded: readonly (readonly [string, string])[] = [
  ['ISO-8859-1', 'Größe für Zoë: 5 £'],
  ['ISO-8859-2', 'Zażółć gęślą jaźń'],
  ['ISO-8859-5', 'Чайник сломан'],
  ['ISO-8859-7', 'Καλημέρα σας'],
  ['ISO-8859-8', 'שלום רב'],
  ['ISO-8859-9', 'İğne ve şişe'],
  ['ISO-8859-15', 'Das kostet 5 €'],
  ['windows-1250', 'Žluťoučký kůň'],
  ['windows-1251', 'Где мой заказ?'],
  ['windows-1252', '“Quoted” – 5 €…'],
  ['windows-1253', 'Πού είναι;'],
  ['windows-1254', 'Çaydanlık kırıldı'],
  ['windows-1255', 'איפה ההזמנה'],
  ['windows-1256', 'أين طلبي'],
  ['windows-1257', 'Kur yra mano užsakymas'],
  ['windows-1258', 'Dâu'],
  ['KOI8-R', 'Спасибо за чай'],
  ['KOI8-U', 'Дякую за їжу'],
  ['macintosh', 'Café à l’eau'],
  ['GBK', '茶壶坏了'],
  ['GB18030', '茶壶坏了㐀'],
  ['Big5', '茶壺壞了'],
  ['Shift_JIS', '急須が壊れた'],
  ['EUC-JP', '急須が壊れた'],
  ['EUC-KR', '찻주전자가 깨졌어요'],
  ['UTF-16LE', 'Tee für Zoë'],
  ['TIS-620', 'กาน้ำชาแตก'],
  ['IBM866', 'Чайник'],
  ['cp936', '茶壶'],
  ['ks_c_5601-1987', '주전자'],
];

const given: readonly (readonly [string, string, string])[] = [
  ['ISO-2022-JP', '1b2442355e3f5c1b2842', '急須'],
  ['ISO-2022-KR', '1b2429430e30210f', '가'],
  ['HZ-GB-2312', '7e7b32683a787e7d', '茶壶'],
  ['UTF-7', '5a6f2b414f732d', 'Zoë'],
  ['cp437', '4d8174', 'Müt'],
  ['cp850', '4d8174', 'Müt'],
  ['us-ascii', '5a6fc3ab', 'Zoë'],
  ['utf-8', 'efbbbf5a6fc3ab', 'Zoë'],
];

function inCharset(charset: string, bytes: Uint8Array): string {
  const fields = {
    'Content-Type': `text/plain; charset=${charset}`,
    'Content-Transfer-Encoding': 'base64',
  };
  return message(fields, base64(bytes));
}

const quoted = (encoding: string, body: string, type = 'text/plain; charset=utf-8'): string =>
  message({ 'Content-Type': type, 'Content-Transfer-Encoding': encoding }, body);

const transfers: readonly Case[] = [
  caseOf(
    'quoted-printable with soft breaks',
    quoted('quoted-printable', 'Gr=C3=B6=\r\n=C3=9Fe 5=20=\r\n=E2=82=AC'),
    { text: 'Größe 5 €' },
  ),
  caseOf('quoted-printable with faults', quoted('Quoted-Printable', 'A =ZZ and = and =e2=82=ac'), {
    text: 'A =ZZ and = and €',
  }),
  caseOf(
    'quoted-printable with spaces that a relay added',
    quoted('quoted-printable', 'soft=  \r\nbreak  \r\nend'),
    { text: 'softbreak\nend' },
  ),
  caseOf('base64 with rubbish', quoted('base64', 'R3L!DtsOf\r\n *ZQ=='), { text: 'Größe' }),
  caseOf('base64 that is padded twice', quoted('base64', 'VGVh\r\nIHA=\r\nb3Q='), {
    text: 'Tea pot',
  }),
  caseOf('base64 that is cut off', quoted('BASE64', 'VGVhIHBvdA'), { text: 'Tea pot' }),
  caseOf('8bit', quoted('8bit', utf8('Größe')), { text: 'Größe' }),
  caseOf('binary', quoted('binary', utf8('Größe')), { text: 'Größe' }),
  caseOf('an unknown transfer encoding', quoted('x-none-such', 'As it is'), { text: 'As it is' }),
  caseOf('uuencode', quoted('x-uuencode', 'begin 644 a.txt\r\n#0V%T\r\n`\r\nend\r\n'), {
    text: 'Cat',
  }),
  caseOf('a transfer encoding with a comment', quoted('base64 (of course)', 'VGVh'), {
    text: 'Tea',
  }),
  caseOf('no character set and UTF-8', message({}, utf8('Größe')), { text: 'Größe', unread: [] }),
  caseOf('no character set and Latin', message({}, 'Gr\xf6\xdfe'), { text: 'Größe', unread: [] }),
  caseOf('a wrong character set', quoted('8bit', 'Gr\xf6\xdfe'), {
    text: 'Größe',
    unread: [{ what: 'charset', name: 'utf-8' }],
  }),
  caseOf(
    'an unknown character set',
    quoted('8bit', utf8('Größe'), 'text/plain; charset=x-klingon'),
    { text: 'Größe', unread: [{ what: 'charset', name: 'x-klingon' }] },
  ),
  caseOf(
    'the character set of a page',
    message({ 'Content-Type': 'text/html' }, '<meta charset="windows-1251"><p>\xd7\xe0\xe9</p>'),
    { text: 'Чай' },
  ),
  caseOf(
    'the part of a page with its own set',
    composed('alternative', [
      part({ 'Content-Type': 'text/plain; charset=iso-8859-1' }, 'Gr\xf6\xdfe'),
      part({ 'Content-Type': 'text/html; charset=utf-8' }, utf8('<p>Größe</p>')),
    ]),
    { text: 'Größe', html: '<p>Größe</p>' },
  ),
  caseOf('UTF-16 with a mark', inCharset('utf-16', Buffer.from('fffe540065006100', 'hex')), {
    text: 'Tea',
  }),
  caseOf('UTF-16 without a mark', inCharset('utf-16', Buffer.from('005400650061', 'hex')), {
    text: 'Tea',
  }),
];

export const charsets: readonly Case[] = [
  ...encoded.map(([charset, text]) =>
    caseOf(`characters of ${charset}`, inCharset(charset, iconv.encode(text, charset)), { text }),
  ),
  ...given.map(([charset, hex, text]) =>
    caseOf(`bytes of ${charset}`, inCharset(charset, Buffer.from(hex, 'hex')), { text }),
  ),
  ...transfers,
];
