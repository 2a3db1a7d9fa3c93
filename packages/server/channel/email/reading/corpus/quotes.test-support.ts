// Quotes and signatures as mail programs write them, in plain text and in HTML, in several languages.
import { type Case, htmlCase, plainCase } from './build.test-support.ts';

const attributed = (language: string, line: string): Case =>
  plainCase(`an attribution in ${language}`, `Thank you.\n\n${line}\n> The pot is on its way.\n`, {
    text: 'Thank you.',
    quoted: `${line}\n> The pot is on its way.`,
  });
const below = (name: string, lines: string): Case =>
  plainCase(`a header ${name}`, `Thank you.\n\n${lines}\n\nThe pot is on its way.\n`, {
    text: 'Thank you.',
    quoted: `${lines}\n\nThe pot is on its way.`,
  });
const device = (name: string, line: string): Case =>
  plainCase(`a device: ${name}`, `Thank you.\n\n${line}\n`, {
    text: 'Thank you.',
    signature: line,
  });

const plain: readonly Case[] = [
  attributed('English', 'On Wed, Nov 25, 2026 at 9:15 AM Ada <help@aldermoor.example> wrote:'),
  attributed(
    'English, over two lines',
    'On Wed, Nov 25, 2026 at 9:15 AM Ada of Aldermoor\n<help@aldermoor.example> wrote:',
  ),
  attributed('German', 'Am 25.11.26 um 09:15 schrieb Ada:'),
  attributed(
    'German, of Gmail',
    'Ada <help@aldermoor.example> schrieb am Mi., 25. Nov. 2026, 09:15:',
  ),
  attributed('French', 'Le mer. 25 nov. 2026 à 09:15, Ada <help@aldermoor.example> a écrit :'),
  attributed('Spanish', 'El mié, 25 nov 2026 a las 9:15, Ada (<help@aldermoor.example>) escribió:'),
  attributed(
    'Portuguese',
    'Em qua., 25 de nov. de 2026 às 09:15, Ada <help@aldermoor.example> escreveu:',
  ),
  attributed(
    'Italian',
    'Il giorno mer 25 nov 2026 alle ore 09:15 Ada <help@aldermoor.example> ha scritto:',
  ),
  attributed('Dutch', 'Op wo 25 nov 2026 om 09:15 schreef Ada <help@aldermoor.example>:'),
  attributed('Polish', 'śr., 25 lis 2026 o 09:15 Ada <help@aldermoor.example> napisał(a):'),
  attributed('Swedish', 'Den ons 25 nov. 2026 kl 09:15 skrev Ada <help@aldermoor.example>:'),
  attributed('Danish', 'Den ons. 25. nov. 2026 kl. 09.15 skrev Ada <help@aldermoor.example>:'),
  attributed('Finnish', 'ke 25. marrask. 2026 klo 9.15 Ada (help@aldermoor.example) kirjoitti:'),
  attributed('Czech', 'st 25. 11. 2026 v 9:15 odesílatel Ada <help@aldermoor.example> napsal:'),
  attributed('Russian', 'ср, 25 нояб. 2026 г. в 09:15, Ada <help@aldermoor.example> написал:'),
  attributed('Ukrainian', 'ср, 25 лист. 2026 р. о 09:15 Ada <help@aldermoor.example> пише:'),
  attributed('Turkish', '25 Kas 2026 Çar 09:15 tarihinde Ada <help@aldermoor.example> şunu yazdı:'),
  attributed(
    'Hungarian',
    'Ada <help@aldermoor.example> ezt írta (időpont: 2026. nov. 25., Sze, 9:15):',
  ),
  attributed('Romanian', 'mie., 25 nov. 2026, 09:15 Ada <help@aldermoor.example> a scris:'),
  attributed(
    'Greek',
    'Στις Τετ 25 Νοε 2026 στις 9:15 π.μ., ο Ada <help@aldermoor.example> έγραψε:',
  ),
  attributed('Japanese', '2026年11月25日(水) 9:15 Ada <help@aldermoor.example>:'),
  attributed('Chinese', 'Ada <help@aldermoor.example> 于2026年11月25日周三 09:15写道：'),
  attributed('Korean', '2026년 11월 25일 (수) 오전 9:15, Ada <help@aldermoor.example>님이 작성:'),
  attributed(
    'Vietnamese',
    'Vào Th 4, 25 thg 11, 2026 vào lúc 09:15 Ada <help@aldermoor.example> đã viết:',
  ),
  below(
    'of Outlook in English',
    'From: Ada <help@aldermoor.example>\nSent: Wednesday, 25 November 2026 09:15\nTo: Bea\nSubject: A tea pot',
  ),
  below(
    'of Outlook in German',
    'Von: Ada <help@aldermoor.example>\nGesendet: Mittwoch, 25. November 2026 09:15\nAn: Bea\nBetreff: Eine Kanne',
  ),
  below(
    'of Outlook in French',
    'De : Ada <help@aldermoor.example>\nEnvoyé : mercredi 25 novembre 2026 09:15\nÀ : Bea\nObjet : Une théière',
  ),
  below(
    'of Outlook in Spanish',
    'De: Ada <help@aldermoor.example>\nEnviado: miércoles, 25 de noviembre de 2026 9:15\nPara: Bea\nAsunto: Una tetera',
  ),
  below(
    'of Outlook in Chinese',
    '发件人: Ada <help@aldermoor.example>\n发送时间: 2026年11月25日 9:15\n收件人: Bea\n主题: 茶壶',
  ),
  below(
    'below a separator',
    '-----Original Message-----\nFrom: Ada\nSent: 25 November 2026\nTo: Bea\nSubject: x',
  ),
  below(
    'below a line',
    '________________________________\nFrom: Ada\nSent: 25 November 2026\nTo: Bea\nSubject: x',
  ),
  below(
    'below a German separator',
    '-----Ursprüngliche Nachricht-----\nVon: Ada\nGesendet: 25. November 2026\nAn: Bea\nBetreff: x',
  ),
  plainCase(
    'a forwarded letter with words',
    'See below.\n\n---------- Forwarded message ---------\nFrom: Kim <kim@example.com>\nDate: Wed, 25 Nov 2026\nSubject: x\nTo: Bea\n\nOld words.\n',
    {
      text: 'See below.',
      quoted:
        '---------- Forwarded message ---------\nFrom: Kim <kim@example.com>\nDate: Wed, 25 Nov 2026\nSubject: x\nTo: Bea\n\nOld words.',
    },
  ),
  plainCase(
    'a forwarded letter without words',
    '---------- Forwarded message ---------\nFrom: Kim <kim@example.com>\nDate: Wed, 25 Nov 2026\nSubject: x\nTo: Bea\n\nOld words.\n',
    { text: 'Old words.' },
  ),
  plainCase(
    'an answer below the quote',
    'On 25 Nov 2026, Ada wrote:\n> Is it green?\n\nNo, blue.\n',
    { text: 'No, blue.', quoted: 'On 25 Nov 2026, Ada wrote:\n> Is it green?' },
  ),
  plainCase(
    'answers between quotes',
    'Hello,\n\nOn 25 Nov 2026, Ada wrote:\n> Is it green?\n\nNo, blue.\n\n> How big?\n\nSmall.\n',
    { text: 'Hello,\n\n> Is it green?\n\nNo, blue.\n\n> How big?\n\nSmall.' },
  ),
  plainCase('a quote alone', '> Only this.\n', { text: '> Only this.' }),
  plainCase(
    'a letter that only looks quoted',
    'On Monday I wrote a poem.\nIt was long: 5 pages.\n',
    { text: 'On Monday I wrote a poem.\nIt was long: 5 pages.' },
  ),
  plainCase('a list of labels', 'From: the shop\nI want three.\n', {
    text: 'From: the shop\nI want three.',
  }),
  plainCase('code with quotes', 'Try\n```\n> a\n-- \nb\n```\n', {
    text: 'Try\n```\n> a\n-- \nb\n```',
  }),
  plainCase('a signature', 'Hello\n\n-- \nBea Winter\nTea Ltd\n', {
    text: 'Hello',
    signature: '-- \nBea Winter\nTea Ltd',
  }),
  plainCase(
    'a signature above a quote',
    'Hello\n\n-- \nBea Winter\n\nOn 25 Nov 2026, Ada wrote:\n> Hi\n',
    { text: 'Hello', signature: '-- \nBea Winter', quoted: 'On 25 Nov 2026, Ada wrote:\n> Hi' },
  ),
  plainCase('a dash that is no signature', `Before\n--\n${'A line of a long text.\n'.repeat(20)}`, {
    text: `Before\n--\n${'A line of a long text.\n'.repeat(20)}`.trim(),
  }),
  device('English', 'Sent from my iPhone'),
  device('German', 'Von meinem iPhone gesendet'),
  device('French', 'Envoyé de mon iPhone'),
  device('Spanish', 'Enviado desde mi iPhone'),
  device('Dutch', 'Verstuurd vanaf mijn iPad'),
  device('Italian', 'Inviato da iPhone'),
  device('Outlook', 'Get Outlook for iOS'),
  device('Chinese', '发自我的 iPhone'),
  device('Japanese', 'iPhoneから送信'),
];

const quoted = (name: string, markup: string, said = 'Hi'): Case =>
  htmlCase(`HTML of ${name}`, `<p>Thank you.</p>${markup}`, { text: 'Thank you.', quoted: said });

const marked: readonly Case[] = [
  htmlCase(
    'HTML of Gmail',
    '<div dir="ltr">Thank you.</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Wed, Ada wrote:<br></div><blockquote class="gmail_quote" style="margin:0">Hi</blockquote></div>',
    { text: 'Thank you.', quoted: 'On Wed, Ada wrote:\nHi' },
  ),
  quoted(
    'Apple Mail',
    '<div><br><blockquote type="cite"><div>On 25 Nov 2026, at 09:15, Ada &lt;help@aldermoor.example&gt; wrote:</div><br><div>Hi</div></blockquote></div>',
    'On 25 Nov 2026, at 09:15, Ada <help@aldermoor.example> wrote:\n\nHi',
  ),
  htmlCase(
    'HTML of Thunderbird',
    '<p>Thank you.</p><div class="moz-cite-prefix">Ada said:</div><blockquote type="cite">Hi</blockquote>',
    { text: 'Thank you.', quoted: 'Ada said:\nHi' },
  ),
  htmlCase(
    'HTML of Outlook on the web',
    '<div>Thank you.</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>From:</b> Ada</div><div>Hi</div>',
    { text: 'Thank you.', quoted: '--------\nFrom: Ada\nHi' },
  ),
  htmlCase(
    'HTML of Outlook',
    '<p class=MsoNormal>Thank you.</p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p><b>From:</b> Ada<br><b>Sent:</b> today<br><b>To:</b> Bea</p></div></div><p>Hi</p>',
    { text: 'Thank you.', quoted: 'From: Ada\nSent: today\nTo: Bea\n\nHi' },
  ),
  quoted('Yahoo', '<div class="yahoo_quoted">Hi</div>'),
  quoted('Proton', '<div class="protonmail_quote">Hi</div>'),
  quoted('GMX', '<div name="quote">Hi</div>'),
  quoted('Zimbra', '<hr id="x" data-marker="__DIVIDER__"><div>Hi</div>', '--------\nHi'),
  quoted('Outlook for Mac', '<span id="OLK_SRC_BODY_SECTION"><p>Hi</p></span>'),
  quoted('Outlook that was quoted', '<div id="x_divRplyFwdMsg">Hi</div>'),
  htmlCase(
    'HTML with words below the quote',
    '<blockquote type="cite">Is it green?</blockquote><p>No, blue.</p>',
    { text: 'Is it green?\n\nNo, blue.' },
  ),
  htmlCase(
    'HTML with a signature of Gmail',
    '<div>Hello</div><div class="gmail_signature">Bea<br>Tea Ltd</div>',
    { text: 'Hello', signature: 'Bea\nTea Ltd' },
  ),
  htmlCase(
    'HTML with a signature of Thunderbird',
    '<p>Hello</p><pre class="moz-signature">-- \nBea</pre>',
    { text: 'Hello', signature: '--\nBea' },
  ),
  htmlCase(
    'HTML with a signature of Outlook',
    '<div>Hello</div><div id="Signature"><p>Bea</p></div>',
    { text: 'Hello', signature: 'Bea' },
  ),
  htmlCase(
    'HTML without marks',
    '<div>Thank you.</div><div>On 25 Nov 2026, Ada &lt;help@aldermoor.example&gt; wrote:</div><div>Hi</div>',
    { text: 'Thank you.', quoted: 'On 25 Nov 2026, Ada <help@aldermoor.example> wrote:\nHi' },
  ),
  htmlCase(
    'HTML as text',
    '<h1>Order</h1><ul><li>One</li><li>Two</li></ul><table><tr><td>Tea</td><td>5 €</td></tr></table><pre>a\n  b</pre>',
    { text: 'Order\n\n- One\n- Two\n\nTea 5 €\n\na\n  b' },
  ),
  htmlCase('HTML with entities and breaks', 'A &amp; B&nbsp;C<br>D<br><br>E &#8364;', {
    text: 'A & B C\nD\n\nE €',
  }),
];

export const quotes: readonly Case[] = [...plain, ...marked];
