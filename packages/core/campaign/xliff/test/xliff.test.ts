import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { TextUnit } from '../../languages/text-unit.ts';
import { importXliff } from '../import-xliff.ts';
import { xliffId } from '../names.ts';
import { writeXliff } from '../write-xliff.ts';

const units: readonly TextUnit[] = [
  { id: 'v/headline', kind: 'headline', text: 'Need a <hand> & more?', limit: 120 },
  { id: 'v/text', kind: 'text', text: 'Two\nlines, {name}', limit: 400 },
  { id: 'v/action', kind: 'action', text: 'Chat', limit: 10 },
  { id: 'v/link', kind: 'link', text: 'https://shop.example/', limit: 2048 },
];
const subject = { document: 'campaign/c1', title: 'Help “&” more', written: 'en', language: 'de' };
const blank = writeXliff(subject, units);
const of = { document: 'campaign/c1', language: 'de' };
const taken = (file: string) => importXliff(file, of, units);

/** The blank file with these targets. */
function translated(targets: Readonly<Record<string, string>>): string {
  return blank.replace(
    /(<unit id="([^"]+)"[^]*?)<segment state="initial">([^]*?)(\s*<\/segment>)/g,
    (whole, head: string, id: string, source: string, end: string) =>
      targets[id] === undefined
        ? whole
        : `${head}<segment state="translated">${source}<target>${targets[id]}</target>${end}`,
  );
}

test('[LG14] a file names its document, both languages and every text, and leaves addresses out', () => {
  assert.match(blank, /version="2\.1" srcLang="en" trgLang="de"/);
  assert.match(blank, /<file id="campaign\.c1" original="Help “&amp;” more"/);
  assert.match(blank, /<unit id="v\.headline" name="v\/headline">/);
  assert.match(blank, /<source>Need a &lt;hand&gt; &amp; more\?<\/source>/);
  assert.doesNotMatch(blank, /shop\.example|<target>/);
});

test('[LG14] what is translated in a file is taken by its name, and a text without a target is left out', () => {
  assert.deepEqual(taken(translated({ 'v.headline': 'Hilfe &amp; mehr?', 'v.action': 'Chat' })), {
    type: 'taken',
    texts: { 'v/headline': 'Hilfe & mehr?', 'v/action': 'Chat' },
  });
  assert.deepEqual(taken(blank), { type: 'taken', texts: {} });
});

test('[LG14] any text comes back as it went, whatever characters it has', () => {
  const text = fc
    .string({ minLength: 1, maxLength: 60, unit: 'grapheme' })
    .filter((each) => each.trim() !== '' && !/[{}\r]/.test(each));
  fc.assert(
    fc.property(text, text, (source, target) => {
      const one: TextUnit[] = [{ id: 'v/a@b.c', kind: 'text', text: source, limit: 1000 }];
      const file = writeXliff(subject, one, { 'v/a@b.c': target });
      assert.deepEqual(importXliff(file, of, one), {
        type: 'taken',
        texts: { 'v/a@b.c': target },
      });
    }),
  );
});

test('[LG14] different names have different ids', () => {
  const names = ['a/b', 'a.b', 'a:2eb', 'a@b', 'a:40b', 'a-b', 'a_b'];
  assert.equal(new Set(names.map(xliffId)).size, names.length);
  for (const name of names) assert.match(xliffId(name), /^[A-Za-z0-9_:.-]+$/);
});

test('[LG14] a file of another document or in another language is refused', () => {
  const file = translated({ 'v.action': 'Los' });
  assert.equal(importXliff(file, { ...of, document: 'campaign/c2' }, units).type, 'other');
  assert.equal(importXliff(file, { ...of, document: 'site/c1' }, units).type, 'other');
  assert.equal(importXliff(file, { ...of, language: 'fr' }, units).type, 'other');
});

test('[LG14] what cannot be taken is listed by text, and then nothing is taken', () => {
  const good = translated({ 'v.headline': 'Hilfe?', 'v.action': 'Los' });
  const cases: readonly (readonly [string, string, string])[] = [
    ['unknown', good.replace('"v.action"', '"v.gone"'), 'v.gone'],
    ['unknown', good.replace('"v.action"', '"v.link"'), 'v/link'],
    ['repeated', good.replace('"v.action"', '"v.headline"'), 'v/headline'],
    ['stale', good.replace('<source>Chat', '<source>Talk'), 'v/action'],
    ['too-long', good.replace('Los<', 'Jetzt sofort plaudern<'), 'v/action'],
    ['placeholders', translated({ 'v.text': 'Zwei Zeilen' }), 'v/text'],
    ['markup', good.replace('Los<', 'L<ph id="1"/>os<'), 'v/action'],
  ];
  for (const [why, file, unit] of cases)
    assert.deepEqual(taken(file), { type: 'refused', faults: [{ unit, why }] }, why);
});

test('[LG14] what tools add is passed over: their own elements, annotations, states, split segments', () => {
  const file = translated({ 'v.headline': 'Hilfe?' })
    .replace('<xliff ', '<xliff xmlns:mda="urn:oasis:names:tc:xliff:metadata:2.0" ')
    .replace(
      '<unit id="v.text"',
      '<mda:metadata><mda:meta type="x">&lt;y</mda:meta></mda:metadata><!-- seen --><unit mda:x="1" id="v.text"',
    )
    .replace(
      '<target>Hilfe?',
      '<target xml:lang="de"><mrk id="m1" type="term">Hil</mrk><![CDATA[fe?]]>',
    )
    .replace(
      /<segment state="initial">\s*<source>Chat<\/source>\s*<\/segment>/,
      `<segment id="s1" state="final"><source>Ch</source><target>Lo</target></segment>
       <ignorable><source>a</source></ignorable>
       <segment id="s2" state="reviewed" subState="x:y"><source>t</source><target>s</target></segment>`,
    );
  assert.deepEqual(taken(file), {
    type: 'taken',
    texts: { 'v/headline': 'Hilfe?', 'v/action': 'Loas' },
  });
});

test('[LG14] a target that the tool calls initial is not a translation yet', () => {
  const file = translated({ 'v.action': 'Chat' }).replace('state="translated"', 'state="initial"');
  assert.deepEqual(taken(file), { type: 'taken', texts: {} });
});

test('[LG15] hostile and broken files are refused, with the place', () => {
  const good = translated({ 'v.action': 'Los' });
  const bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">]>';
  const head = '<?xml version="1.0" encoding="UTF-8"?>';
  const hostile: readonly (readonly [string, string])[] = [
    ['a document type', good.replace(head, `${head}${bomb}`)],
    ['an entity', good.replace('Los<', '&b;<')],
    ['an external entity', good.replace(head, `${head}<!DOCTYPE x SYSTEM "file:///etc/passwd">`)],
    ['an instruction', good.replace('<file', '<?php x ?><file')],
    ['another encoding', good.replace('UTF-8', 'UTF-7')],
    ['an invalid character', good.replace('Los<', '\u0001<')],
    ['a reference to one', good.replace('Los<', '&#0;<')],
    ['half a surrogate', good.replace('Los<', '&#xd800;<')],
    ['a bare ampersand', good.replace('Los<', 'A & B<')],
    ['text between elements', good.replace('<file', 'words<file')],
    ['an unknown element', good.replace('<unit', '<group/><unit')],
    ['an unknown attribute', good.replace('<unit ', '<unit onload="x" ')],
    ['an attribute twice', good.replace('<unit ', '<unit name="x" ')],
    ['an unclosed element', good.replace('</xliff>', '')],
    ['a crossed element', good.replace('</file>', '</xliff>')],
    ['something after the end', `${good}<more/>`],
    ['XLIFF 1.2', good.replace('version="2.1"', 'version="1.2"')],
    ['another namespace', good.replace('document:2.0', 'document:9.0')],
    ['two files', good.replace(/(<file[^]*<\/file>)/, '$1$1')],
    ['deep nesting', `${'<a>'.repeat(200)}${'</a>'.repeat(200)}`],
    ['many elements', `<a>${'<b/>'.repeat(20_001)}</a>`],
    ['many attributes', `<a ${Array.from({ length: 40 }, (_, at) => `a${at}="x"`).join(' ')}/>`],
    ['a long file', good.replace('Los<', `${'x'.repeat(1_000_000)}<`)],
    ['no file', ''],
    ['no XML', 'Los'],
  ];
  for (const [what, file] of hostile) {
    const read = taken(file);
    assert.equal(read.type, 'unreadable', what);
    assert.ok(read.type === 'unreadable' && read.why.length > 10, what);
  }
});

test('[LG15] any text is read without an error', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '<',
      '</',
      '>',
      '/>',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '&',
      ';',
      '"',
      '=',
      '<?',
    ),
    fc.constantFrom('xliff', 'file', 'unit', ' id="v.action"', '&#x41;', 'xmlns'),
    fc.string({ maxLength: 5 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), fc.nat(blank.length), (pieces, at) => {
      const noise = pieces.join('');
      for (const file of [noise, blank.slice(0, at) + noise + blank.slice(at)])
        assert.ok(['taken', 'unreadable', 'refused', 'other'].includes(taken(file).type));
    }),
  );
});
