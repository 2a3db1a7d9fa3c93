// Colours of a brand from a page and its stylesheets: which are proposed, in which order, and that
// hostile pages cost no more than their length.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brandReading, type BrandCandidate } from '@opportune/protocol/rest/brand.ts';
import { stylesOf } from '../page-styles.ts';
import { coloursOf } from '../site-colours.ts';

interface Example {
  readonly name: string;
  readonly html?: string;
  readonly css?: readonly string[];
  readonly colours: readonly BrandCandidate[];
}

const used = (where: 'button' | 'head' | 'link', colour: string, times = 1) => ({
  ...{ where, colour, times },
});

const examples: readonly Example[] = [
  {
    name: 'the theme colour comes first, then named properties, then what is in use',
    html: `<!DOCTYPE html><META content='#2F5241' name="theme-color">
      <style>.btn { background: #c2185b } :root { --brand: rgb(32 58 143) }</style>`,
    colours: [
      { where: 'theme', colour: '#2f5241' },
      { where: 'property', colour: '#203a8f', name: '--brand' },
      used('button', '#c2185b'),
    ],
  },
  {
    name: 'a colour is named once, where it was found first',
    html: '<meta name=theme-color content=#2f5241><button style="background:#2f5241">Buy</button>',
    colours: [{ where: 'theme', colour: '#2f5241' }],
  },
  {
    name: 'the shortest names come first, at most three of them, and names of texts do not count',
    css: [
      `:root { --primary-100: #e0d0ff; --primary-200: #c0a0ff; --primary-900: #301060;
        --primary: #6020c0; --primary-text: #c00000; --accent-foreground: #00c000 }`,
    ],
    colours: [
      { where: 'property', colour: '#6020c0', name: '--primary' },
      { where: 'property', colour: '#e0d0ff', name: '--primary-100' },
      { where: 'property', colour: '#c0a0ff', name: '--primary-200' },
    ],
  },
  {
    name: 'buttons, the head and links are counted, also through var()',
    css: [
      `:root { --x: var(--y); --y: #c2185b }
       @media (min-width: 600px) { .shop .btn-buy { background-color: var(--x, #00ff00) } }
       button, header a { background: #c2185b !important; color: #00aa00 }`,
      'header.top { background: #203a8f } .card { background: #aa5500 } a:hover { color: #00aa00 }',
    ],
    colours: [used('button', '#c2185b', 2), used('link', '#00aa00', 2), used('head', '#203a8f')],
  },
  {
    name: 'comments, strings and addresses hide nothing and add nothing',
    css: [
      `/* .btn { background: #ff0000 } */ .a::before { content: "} .btn { background: #00ff00"; }
       .b { background: url(data:image/png;base64,#0000ff) } .btn { background: #c2185b }`,
    ],
    html: '<!-- <meta name="theme-color" content="#ff0000"> --><script>"<style>a{color:#ff0000}</style>"</script>',
    colours: [used('button', '#c2185b')],
  },
  {
    name: 'neutral colours are left out',
    html: '<meta name="theme-color" content="#ffffff">',
    css: ['button { background: #333 } a { color: #000 } header { background: #f5f6f7 }'],
    colours: [],
  },
];

for (const { name, html = '', css = [], colours } of examples)
  test(`[BR9.2] ${name}`, () => assert.deepEqual(coloursOf(html, css), colours));

test('[BR9.2] at most six are proposed', () => {
  const css = Array.from({ length: 20 }, (_, at) => `.btn-${at} { background: #c0${at + 10}ff }`);
  assert.equal(coloursOf('', css).length, brandReading.most);
});

test('stylesheets are found in their order, without alternate ones', () => {
  const html = `<link rel="stylesheet" href="/a.css"><link href=b.css rel='preload stylesheet'>
    <link rel="alternate stylesheet" href="c.css"><link rel="icon" href="d.ico">`;
  assert.deepEqual(stylesOf(html).sheets, ['/a.css', 'b.css']);
});

/** The text repeated to the length of the longest page. */
const filled = (text: string, length: number): string =>
  text.repeat(Math.ceil(length / text.length)).slice(0, length);

const junk: readonly string[] = [
  ...[
    '<',
    '<a ',
    '<a b="',
    "<a b='c' ",
    '<!--',
    '<!-- -->',
    '<style>',
    '<style></',
    '<script></scrip',
  ],
  ...['{', '}', '{{}', '(', '"', "'", '/*', '/* */', ';', ':', 'a{', '@media{', 'a,', 'a>b '],
  ...['--primary:var(--primary);', '--brand-:#abc;', 'color:#a1b2c3;', '.btn{background:#c2185b}'],
  ...[`<a style="color:#c2185b;`, 'var(', '\u0130<STYLE>', `${'a,'.repeat(400)}{color:#a1b2c3;`],
];

test('[BR9.5] half a megabyte of nested junk costs no more than its length', () => {
  const size = brandReading.pageBytes;
  const msOf = (text: string, length: number): number => {
    const made = filled(text, length);
    const sheet = `a{${made}`.slice(0, length / 2);
    const from = process.cpuUsage();
    coloursOf(made, [sheet, made.slice(0, length / 2), `<style>${made}`]);
    const { user, system } = process.cpuUsage(from);
    return (user + system) / 1000;
  };
  for (const text of junk) {
    // Work that grew with the square of the length would take minutes.
    const ms = msOf(text, size);
    assert.ok(ms < 2000, `${text.slice(0, 20)}: ${Math.round(ms)} ms`);
  }
});
