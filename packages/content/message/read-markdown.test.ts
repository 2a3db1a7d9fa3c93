// The small Markdown: what it parses, what it leaves as text, and that no text takes long.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { plainText } from './message-text.ts';
import { readMarkdown, readPlain } from './read-markdown.ts';
import type { Block, Inline } from './read-markdown.ts';
import { safeLink, writtenWithHost } from './safe-link.ts';

/** A short notation for what was parsed. */
function told(blocks: readonly Block[]): string {
  return blocks
    .map((block) =>
      block.type === 'lines'
        ? inline(block.inside)
        : `${block.from ?? '•'}{${block.items.map(inline).join('|')}}`,
    )
    .join('¶');
}
function inline(inside: readonly Inline[]): string {
  return inside
    .map((each) => {
      if (each.type === 'text') return each.text;
      if (each.type === 'code') return `‹${each.text}›`;
      if (each.type === 'link') return `<${inline(each.inside)}→${each.link.href}>`;
      return `${each.type === 'bold' ? 'B' : 'I'}(${inline(each.inside)})`;
    })
    .join('');
}

for (const [source, expected] of [
  ['plain & <b>text</b>', 'plain & <b>text</b>'],
  ['**bold** and *soft* and _so_', 'B(bold) and I(soft) and I(so)'],
  ['***both***', 'B(I(both))'],
  ['*a **b** c*', 'I(a B(b) c)'],
  ['**a *b* c**', 'B(a I(b) c)'],
  ['2*3*4, a * b * c, snake_case_name', '2*3*4, a * b * c, snake_case_name'],
  ['**open, *open, _open, [open', '**open, *open, _open, [open'],
  ['***** and ** and __init__', '***** and ** and __init__'],
  ['**a *b** c*', 'B(a *b) c*'],
  ['这是**重要**的', '这是B(重要)的'],
  ['`**code** <i>` and `open', '‹**code** <i>› and `open'],
  ['\\*kept\\* \\q', '*kept* \\q'],
  ['one\ntwo\n\nthree', 'one\ntwo\n\nthree'],
  ['List:\n- a\n- **b**\nafter', 'List:¶•{a|B(b)}¶after'],
  ['3. c\n4. d', '3{c|d}'],
  ['[Terms](https://shop.example/t)', '<Terms→https://shop.example/t>'],
  [
    '[**a** https://b.example](https://shop.example)',
    '<B(a) https://b.example→https://shop.example/>',
  ],
  ['[x](javascript:alert(1))', '[x](javascript:alert(1))'],
  ['[x](https://a.example b)', '[x](<https://a.example→https://a.example/> b)'],
  ['[x](//a.example)', '[x](//a.example)'],
  ['[mail](mailto:a@b.example) [call](tel:+4930)', '<mail→mailto:a@b.example> <call→tel:+4930>'],
  ['(https://a.example/b).', '(<https://a.example/b→https://a.example/b>).'],
  ['https://a.example/x_(y)!', '<https://a.example/x_(y)→https://a.example/x_(y)>!'],
  ['**https://a.example**', 'B(<https://a.example→https://a.example/>)'],
  ['https://paypal.example@evil.example/', 'https://paypal.example@evil.example/'],
  ['xhttps://a.example', 'xhttps://a.example'],
] as const)
  test(`[RM2] parses ${JSON.stringify(source)}`, () => {
    assert.equal(told(readMarkdown(source)), expected);
  });

test('[RM2] a visitor’s words stay as written; only addresses become links', () => {
  assert.equal(
    told(readPlain('**no** [x](https://a.example) - y\n- z')),
    '**no** [x](<https://a.example→https://a.example/>) - y\n- z',
  );
});

test('[RM2] no written text is lost: the words come back, except marks', () => {
  const piece = fc.constantFrom(
    '*',
    '**',
    '_',
    '`',
    '[',
    '](',
    ')',
    'a',
    ' ',
    '\n',
    '- ',
    '1. ',
    '\\',
    'https://a.example',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const source = pieces.join('');
      const letters = (text: string): number => text.split('a').length;
      // The list's own numbers and a link's address may be added.
      assert.ok(letters(plainText(source)) >= letters(source), JSON.stringify(source));
    }),
    { numRuns: 3000 },
  );
});

test('[RM2] 400,000 characters of any mark are parsed in seconds of processor time; quadratic would take minutes', () => {
  for (const unit of [
    '*',
    '**a ',
    '[',
    '[](',
    '`',
    '_a',
    'https://a.example/)',
    ')',
    '[a](b',
    '*_`[',
    '\n',
    '\\',
  ]) {
    const source = unit.repeat(400_000 / unit.length);
    const before = process.threadCpuUsage();
    plainText(source);
    const { user, system } = process.threadCpuUsage();
    const tookMs = (user - before.user + system - before.system) / 1000;
    assert.ok(tookMs < 5000, `${unit}: ${tookMs} ms`);
  }
});

for (const address of [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'java\nscript:alert(1)',
  ' javascript:alert(1)',
  'data:text/html,<script>1</script>',
  'vbscript:msgbox(1)',
  'file:///etc/passwd',
  'blob:https://a.example/1',
  '//evil.example',
  '/path',
  'https://shop.example@evil.example/',
  'https://a:b@evil.example/',
  'https://a.example/\u202egpj.exe',
  'https://a\u200b.example/',
  'https:\\\\evil.example',
  'https://',
])
  test(`[RM2] does not follow ${JSON.stringify(address)}`, () => {
    assert.equal(safeLink(address), null);
  });

test('[RM2] an address with look-alike letters is drawn with its host in ASCII', () => {
  const address = 'https://аррӏе.com/login';
  const link = safeLink(address);
  assert.equal(link?.leadsTo, 'xn--80ak6aa92e.com');
  assert.equal(link && writtenWithHost(address, link), 'https://xn--80ak6aa92e.com/login');
});
