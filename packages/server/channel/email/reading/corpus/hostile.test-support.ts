// HTML that tries to run, load, submit or deceive, and letters that try to exhaust who reads them.
import {
  type Case,
  caseOf,
  composed,
  htmlCase,
  message,
  multipart,
  part,
  plain,
} from './build.test-support.ts';

const nothingElse = (name: string, given: string, html: string): Case =>
  htmlCase(`hostile: ${name}`, given, { html });
const without = (name: string, given: string, ...lacks: readonly (string | RegExp)[]): Case =>
  htmlCase(`hostile: ${name}`, given, { lacks });

const runs: readonly Case[] = [
  nothingElse('a script', '<p>A</p><script>alert(1)</script>', '<p>A</p>'),
  nothingElse('a script in capitals', '<SCRIPT SRC=//x.example></SCRIPT>A', 'A'),
  nothingElse('a script without an end', 'A<script>alert(1)', 'A'),
  nothingElse('a handler', '<p onclick="alert(1)" onmouseover=alert(2)>A</p>', '<p>A</p>'),
  nothingElse('a handler of a picture', '<img src=x onerror=alert(1)>A', 'A'),
  nothingElse('a handler between slashes', '<img/src="x"/onerror=alert(1)>A', 'A'),
  nothingElse('an address of script', '<a href="javascript:alert(1)">A</a>', '<a>A</a>'),
  nothingElse(
    'an address of script with a tab',
    '<a href="java\tscript:alert(1)">A</a>',
    '<a>A</a>',
  ),
  nothingElse(
    'an address of script as references',
    '<a href="&#106;avascript&colon;alert(1)">A</a>',
    '<a>A</a>',
  ),
  nothingElse(
    'an address of script behind a control sign',
    '<a href="\u0001javascript:alert(1)">A</a>',
    '<a>A</a>',
  ),
  nothingElse('an address of VBScript', '<a href="vbscript:x">A</a>', '<a>A</a>'),
  nothingElse(
    'an address of data',
    '<a href="data:text/html,<script>1</script>">A</a>',
    '<a>A</a>',
  ),
  nothingElse('an address of a file', '<a href="file:///etc/passwd">A</a>', '<a>A</a>'),
  nothingElse('a picture of data', '<img src="data:image/svg+xml,<svg onload=alert(1)>">A', 'A'),
  nothingElse('a picture of script', '<img src="javascript:alert(1)">A', 'A'),
  nothingElse(
    'SVG',
    '<svg onload=alert(1)><script>1</script><a xlink:href="javascript:1">x</a></svg>A',
    'A',
  ),
  nothingElse('MathML', '<math href="javascript:1"><mtext>x</mtext></math>A', 'A'),
  nothingElse('a frame', '<iframe srcdoc="<script>1</script>"></iframe>A', 'A'),
  nothingElse('an object', '<object data="x.swf"><embed src="x"></object>A', 'A'),
  nothingElse('an applet', '<applet code=x></applet>A', 'A'),
  nothingElse('a base address', '<base href="https://x.example/"><a href="/a">A</a>', '<a>A</a>'),
  nothingElse('a redirect', '<meta http-equiv="refresh" content="0;url=https://x.example">A', 'A'),
  nothingElse(
    'a link to a style sheet',
    '<link rel=stylesheet href="https://x.example/a.css">A',
    'A',
  ),
  nothingElse(
    'a style sheet',
    '<style>@import url(//x.example); p{background:url(//x.example)}</style><p>A</p>',
    '<p>A</p>',
  ),
  nothingElse('a template', '<template><script>1</script></template>A', 'A'),
  nothingElse(
    'a comment',
    '<!-- <script>1</script> -->A<!--[if mso]><script>2</script><![endif]-->',
    'A',
  ),
  nothingElse('CDATA', '<![CDATA[<script>1</script>]]>A', 'A'),
  nothingElse('a processing instruction', '<?xml version="1.0"?><?php x ?>A', 'A'),
];

const submits: readonly Case[] = [
  nothingElse(
    'a form',
    '<form action="https://x.example"><p>A</p><input name=a><textarea>b</textarea><select><option>c</select><button>d</button></form>',
    '<p>A</p>d',
  ),
  nothingElse(
    'a button that submits elsewhere',
    '<input type=image formaction="javascript:1" src=x>A',
    'A',
  ),
  nothingElse(
    'a video',
    '<video src="//x.example" poster="//y.example" autoplay></video><audio src=z></audio>A',
    'A',
  ),
  nothingElse('a map', '<map name=m><area href="javascript:1"></map>A', 'A'),
  nothingElse(
    'a ping',
    '<a href="https://a.example/" ping="https://x.example">A</a>',
    '<a href="https://a.example/" target="_blank" rel="noopener noreferrer nofollow">A</a>',
  ),
  nothingElse(
    'a name in a link',
    '<a href="https://bank.example@evil.example/">A</a>',
    '<a href="https://evil.example/" target="_blank" rel="noopener noreferrer nofollow">A</a>',
  ),
  nothingElse(
    'a mail link',
    '<a href="mailto:bea@example.com">A</a>',
    '<a href="mailto:bea@example.com" target="_blank" rel="noopener noreferrer nofollow">A</a>',
  ),
  nothingElse(
    'ids and classes that clash',
    '<p id="root" class="app" name=x data-x=y>A</p>',
    '<p>A</p>',
  ),
];

const styles: readonly Case[] = [
  nothingElse(
    'a style that is kept',
    '<p style="color:#c00; font-weight:bold">A</p>',
    '<p style="color:#c00;font-weight:bold">A</p>',
  ),
  nothingElse(
    'a style that loads',
    '<p style="background:url(https://x.example/a)">A</p>',
    '<p>A</p>',
  ),
  nothingElse(
    'a style that loads by an escape',
    '<p style="background:\\75rl(https://x.example)">A</p>',
    '<p>A</p>',
  ),
  nothingElse(
    'a style that loads in a comment',
    '<p style="background:u/**/rl(x);color:red">A</p>',
    '<p>A</p>',
  ),
  nothingElse('an expression', '<p style="width:expression(alert(1))">A</p>', '<p>A</p>'),
  nothingElse(
    'a behaviour',
    '<p style="behavior:url(x.htc);-moz-binding:url(x)">A</p>',
    '<p>A</p>',
  ),
  nothingElse(
    'a layer over the page',
    '<p style="position:fixed;top:0;left:0;z-index:9999;width:100%">A</p>',
    '<p style="width:100%">A</p>',
  ),
  nothingElse('a negative distance', '<p style="margin-top:-500px;margin:-5px">A</p>', '<p>A</p>'),
  nothingElse(
    'a style that ends its attribute',
    '<p style="color:red&quot;onload=alert(1)">A</p>',
    '<p>A</p>',
  ),
  nothingElse('a variable', '<p style="--x:url(y);color:var(--x)">A</p>', '<p>A</p>'),
  nothingElse(
    'a picture by image-set',
    '<p style="background:image-set(\'x\' 1x)">A</p>',
    '<p>A</p>',
  ),
  htmlCase(
    'hostile: hidden words',
    'A<div style="display:none">hidden</div><span style="font-size:0">small</span>',
    { text: 'A' },
  ),
];

const images: readonly Case[] = [
  htmlCase(
    'hostile: a picture of another server',
    '<img src="https://x.example/a.png" width=100>A',
    { html: '<img data-remote="https://x.example/a.png" width="100">A', remoteImages: true },
  ),
  nothingElse('a tracking pixel', '<img src="https://x.example/t.gif" width=1 height=1>A', 'A'),
  nothingElse(
    'a pixel by style',
    '<img src="https://x.example/t.gif" style="width:1px;height:1px">A',
    'A',
  ),
  nothingElse('a hidden picture', '<img src="https://x.example/t.gif" style="display:none">A', 'A'),
  nothingElse('a pixel without an address', '<img src="//x.example/t" height="0">A', 'A'),
  htmlCase('hostile: a picture without a scheme', '<img src="//x.example/a.png">A', {
    html: '<img data-remote="https://x.example/a.png">A',
  }),
  nothingElse('several addresses', '<img srcset="https://x.example/a 1x" lowsrc=x dynsrc=y>A', 'A'),
  nothingElse(
    'a background',
    '<table background="https://x.example/a"><tr><td background=y>A</td></tr></table>',
    '<table><tr><td>A</td></tr></table>',
  ),
  without(
    'loads nothing before somebody asks',
    '<img src="http://x.example/a" alt=b><img src=cid:c>',
    /\ssrc=/,
  ),
];

/** What a browser would change on reading it again. */
const mutations: readonly Case[] = [
  without(
    'noscript',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    'onerror=',
  ),
  without(
    'a title',
    '<title><p title="</title><img src=x onerror=alert(1)>">',
    /<img|onerror=[^&]*>/,
  ),
  without(
    'a style within SVG',
    '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    '<img',
    '<style',
  ),
  without(
    'math and a table',
    '<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
    '<img',
    '<math',
  ),
  without('a textarea', '<textarea><p id="</textarea><img src=x onerror=alert(1)>">', '<img'),
  without('a comment that ends early', '<!--><img src=x onerror=alert(1)>-->', '<img'),
  without(
    'a quote that opens an attribute',
    '<p title="a`><img src=x onerror=alert(1)>">A</p>',
    '<img',
  ),
  nothingElse(
    'less and greater',
    '&lt;script&gt;alert(1)&lt;/script&gt;',
    '&lt;script&gt;alert(1)&lt;/script&gt;',
  ),
  nothingElse('a name with a null', '<scr\u0000ipt>alert(1)</scr\u0000ipt>', 'alert(1)'),
  nothingElse('an unknown element', '<x-y onfocus=1 autofocus tabindex=1>A</x-y>', 'A'),
  nothingElse('plaintext', 'A<plaintext><script>1</script>', 'A'),
  without('elements that are not closed', '<p><b><a href="https://x.example/"><i>A', 'script'),
  without('foreign end tags', '</p></div></body>A</html><script>1</script>B', '<script'),
];

const many = (count: number, text: string): string => text.repeat(count);
const deep = (levels: number): string => {
  let body = 'Hello';
  for (let level = 0; level < levels; level++) {
    const [fields, text] = multipart('mixed', [level === 0 ? plain('Hello') : body], {
      boundary: `b${level}`,
    });
    body = part(fields, text);
  }
  return body;
};

const exhausting: readonly Case[] = [
  caseOf('huge: nested parts', `From: bea@example.com\r\n${deep(60)}`, {
    unread: [{ what: 'too-deep', name: '' }],
  }),
  caseOf(
    'huge: many parts',
    composed(
      'mixed',
      Array.from({ length: 2_000 }, () => plain('x')),
    ),
    { unread: [{ what: 'too-many-parts', name: '' }] },
  ),
  caseOf(
    'huge: many files',
    composed(
      'mixed',
      Array.from({ length: 200 }, (_, at) =>
        part({ 'Content-Type': `image/png; name=${at}.png` }, 'x'),
      ),
    ),
    { unread: [{ what: 'too-many-parts', name: '' }] },
  ),
  caseOf('huge: a long header', message({ Subject: 'x'.repeat(300_000) }, 'Hello'), {
    subject: 'x'.repeat(500),
  }),
  caseOf(
    'huge: many fields',
    message({ Subject: `x\r\n${many(5_000, 'X-A: b\r\n')}X-End: y` }, 'Hello'),
    { subject: 'x', text: 'Hello' },
  ),
  caseOf('huge: many addresses', message({ To: many(5_000, 'a@example.com, ') }, 'x'), {
    text: 'x',
  }),
  caseOf('huge: many encoded words', message({ Subject: many(10_000, '=?utf-8?q?a?= ') }, 'x'), {
    text: 'x',
  }),
  caseOf('huge: a long text', message({}, many(60_000, 'All work and no play\r\n')), {
    unread: [{ what: 'too-long', name: '' }],
  }),
  caseOf('huge: many quotes', message({}, many(40_000, '> On 1 May, a@b wrote:\r\nx\r\n')), {
    unread: [{ what: 'too-long', name: '' }],
  }),
  caseOf(
    'huge: almost attributions',
    message({}, many(20_000, 'On 1 May 2026 a@b.example <a@b\r\n')),
    {},
  ),
  caseOf('huge: almost headers', message({}, many(30_000, 'From: \r\n')), {}),
  htmlCase('huge: deep HTML', many(20_000, '<div>') + 'A', {
    html: null,
    unread: [{ what: 'html', name: '' }],
  }),
  htmlCase('huge: deep HTML that closes others', many(200, '<div>') + many(100_000, '</b>'), {}),
  htmlCase(
    'huge: formatting that is never closed',
    many(200, '<b id=x>') + many(20_000, '<p>a'),
    {},
  ),
  htmlCase('huge: long HTML', many(400_000, '<p>a</p>'), { html: null }),
  htmlCase('huge: many attributes', `<p ${many(50_000, 'a=b ')}>A</p>`, { html: '<p>A</p>' }),
  htmlCase('huge: entities', many(100_000, '&amp;lt;'), {}),
  caseOf(
    'huge: a boundary on each line',
    message({ 'Content-Type': 'multipart/mixed; boundary=b' }, many(200_000, '--b\r\n')),
    {},
  ),
  caseOf(
    'huge: parameters',
    message({ 'Content-Type': `text/plain${many(10_000, '; a=b')}` }, 'Hello'),
    { text: 'Hello' },
  ),
  caseOf(
    'huge: a comment without an end',
    message({ From: `a@b.example ${many(30_000, '(')}` }, 'Hello'),
    { text: 'Hello' },
  ),
];

export const hostile: readonly Case[] = [
  ...runs,
  ...submits,
  ...styles,
  ...images,
  ...mutations,
  ...exhausting,
];
