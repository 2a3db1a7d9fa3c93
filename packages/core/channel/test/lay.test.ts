// Laying out: what a channel shows as it is, what becomes words, and properties over random
// messages and channels.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Capabilities, type GivenCapabilities } from '@opportune/protocol/channel/capabilities.ts';
import fc from 'fast-check';
import { lay, type LayableMessage } from '../lay/lay.ts';
import { choiceOf } from '../numbered.ts';
import { capabilities, message } from './layable.test-support.ts';
import { assertWithin, shownBy } from './measured.test-support.ts';

const able = (given: GivenCapabilities): Capabilities => Capabilities.parse(given);
const wordsOnly = able({ text: { most: 4000 } });
const size: LayableMessage = {
  type: 'replies',
  text: 'Which size?',
  replies: [
    { id: 's', text: 'Small' },
    { id: 'l', text: 'Large, for two people' },
  ],
};

describe('choices', () => {
  test('[CH3] replies, then buttons, then a list, then numbers', () => {
    const replies = { most: 2, label: 25 };
    const list = { most: 10, title: 8, more: 20 };
    const partsOf = (of: Omit<GivenCapabilities, 'text'>) =>
      lay(size, able({ text: { most: 4000 }, ...of })).parts;
    assert.deepEqual(partsOf({ replies, buttons: replies, list })[0], {
      type: 'replies',
      text: 'Which size?',
      replies: [
        { id: 's', label: 'Small' },
        { id: 'l', label: 'Large, for two people' },
      ],
    });
    assert.equal(
      partsOf({ replies: { most: 1, label: 25 }, buttons: replies, list })[0]?.type,
      'buttons',
    );
    assert.deepEqual(partsOf({ replies: { most: 2, label: 20 }, list })[0], {
      type: 'list',
      text: 'Which size?',
      rows: [
        { id: 's', title: 'Small', more: '' },
        { id: 'l', title: 'Large,', more: 'for two people' },
      ],
    });
    assert.deepEqual(partsOf({}), [
      { type: 'text', text: 'Which size?\n1. Small\n2. Large, for two people' },
    ]);
  });

  test('[CH3] a long text gets parts of its own, its end above the choices', () => {
    const long = `${'First this happens. '.repeat(20)}Which size?`;
    const { parts } = lay(
      { ...size, text: long },
      able({ text: { most: 300 }, buttons: { most: 3, label: 25, text: 60 } }),
    );
    assert.deepEqual(
      parts.map(({ type }) => type),
      ['text', 'text', 'buttons'],
    );
  });

  test('[CH3] links that no button opens are in the words', () => {
    const card = {
      title: 'Tent',
      buttons: [
        { type: 'reply', id: 'buy', text: 'Buy' },
        { type: 'link', text: 'Look', url: 'https://shop.example/tent' },
      ],
    } as const;
    const { parts } = lay(
      { type: 'cards', cards: [card] },
      able({ text: { most: 200 }, buttons: { most: 3, label: 20 } }),
    );
    assert.deepEqual(parts, [
      {
        type: 'buttons',
        text: 'Tent\n- Look: https://shop.example/tent',
        buttons: [{ type: 'reply', id: 'buy', label: 'Buy' }],
      },
    ]);
  });

  test('[CH3] cards without a means for their buttons are numbered throughout', () => {
    const cards = ['Tent', 'Lamp'].map((title) => ({
      title,
      buttons: [{ type: 'reply', id: title, text: `Buy the ${title}` }] as const,
    }));
    const { parts, choices } = lay({ type: 'cards', cards }, wordsOnly);
    assert.deepEqual(parts, [
      { type: 'text', text: 'Tent\n1. Buy the Tent' },
      { type: 'text', text: 'Lamp\n2. Buy the Lamp' },
    ]);
    assert.deepEqual(
      choices.map(({ number, id }) => [number, id]),
      [
        [1, 'Tent'],
        [2, 'Lamp'],
      ],
    );
  });
});

test('[CH3] cards are side by side, as many as the channel shows', () => {
  const cards = ['a', 'b', 'c'].map((title) => ({ title, buttons: [] }));
  const { parts } = lay(
    { type: 'cards', cards },
    able({ text: { most: 200 }, cards: { most: 2, title: 20, text: 0, buttons: 0, label: 8 } }),
  );
  assert.deepEqual(
    parts.map((part) => part.type === 'cards' && part.cards.map(({ title }) => title)),
    [['a', 'b'], ['c']],
  );
});

test('[CH4] a file that the channel does not accept is a line with a link', () => {
  const file = {
    name: 'plan.pdf',
    mediaType: 'application/pdf',
    sizeBytes: 9,
    link: 'https://x.example/f',
  };
  const partsOf = (of: Omit<GivenCapabilities, 'text'>) =>
    lay({ type: 'file', file }, able({ text: { most: 200 }, ...of })).parts;
  assert.deepEqual(partsOf({ files: { types: ['*'], mostBytes: 9 } }), [{ type: 'file', file }]);
  for (const none of [
    {},
    { files: { types: ['*'], mostBytes: 8 } },
    { files: { types: ['image/*'], mostBytes: 9 } },
  ])
    assert.deepEqual(partsOf(none), [{ type: 'text', text: 'plan.pdf\nhttps://x.example/f' }]);
});

describe('for every message and channel', () => {
  const laid = fc.tuple(message, capabilities);

  test('[CH2] no word is lost', () => {
    fc.assert(
      fc.property(laid, ([given, of]) => {
        const shown = squeezed(lay(given, of).parts.flatMap(shownBy).join(''));
        for (const said of saidBy(given))
          assert.ok(shown.includes(squeezed(said)), `${JSON.stringify(said)} is missing`);
      }),
      { numRuns: 1000 },
    );
  });

  test('[CH2] no limit is exceeded, and no part is empty', () => {
    fc.assert(
      fc.property(laid, ([given, of]) => {
        const { parts } = lay(given, of);
        assert.ok(parts.length > 0);
        for (const part of parts) assertWithin(part, of);
      }),
      { numRuns: 1000 },
    );
  });

  test('[CH2] the same input gives the same parts', () => {
    fc.assert(
      fc.property(laid, ([given, of]) =>
        assert.equal(
          JSON.stringify(lay(structuredClone(given), structuredClone(of))),
          JSON.stringify(lay(given, of)),
        ),
      ),
    );
  });

  test('[CH5] each choice is on a button or has a number that finds it', () => {
    fc.assert(
      fc.property(laid, ([given, of]) => {
        const { parts, choices } = lay(given, of);
        for (const { number, id } of choices)
          assert.equal(choiceOf(` ${number} `, { choices, at: 0 }, 1000)?.id, id);
        const tapped = parts.flatMap(idsOf);
        const offered = choicesOf(given);
        assert.deepEqual(
          [...tapped, ...choices.map(({ id }) => id)].toSorted(),
          offered.toSorted(),
        );
      }),
      { numRuns: 500 },
    );
  });
});

function squeezed(text: string): string {
  return text.replace(/\s+/g, '');
}

/** Every text that must be somewhere in what is shown. */
function saidBy(given: LayableMessage): readonly string[] {
  switch (given.type) {
    case 'text':
      return [given.text];
    case 'template':
      return [given.template.text];
    case 'replies':
      return [given.text, ...given.replies.map(({ text }) => text)];
    case 'cards':
      return [
        given.text ?? '',
        ...given.cards.flatMap(({ title, text = '', image, buttons }) => [
          title,
          text,
          image?.alt ?? '',
          image?.url ?? '',
          ...buttons.flatMap((button) => [button.text, button.type === 'link' ? button.url : '']),
        ]),
      ];
    case 'form':
      return [
        given.text,
        ...given.fields.flatMap((field) => [
          field.label,
          ...(field.type === 'choice' ? field.options.map(({ text }) => text) : []),
        ]),
      ];
    case 'file':
      return [given.file.name];
    case 'location':
      return [given.name ?? ''];
  }
}

function choicesOf(given: LayableMessage): string[] {
  if (given.type === 'replies') return given.replies.map(({ id }) => id);
  if (given.type !== 'cards') return [];
  return given.cards.flatMap(({ buttons }) =>
    buttons.flatMap((button) => (button.type === 'reply' ? [button.id] : [])),
  );
}

function idsOf(part: ReturnType<typeof lay>['parts'][number]): string[] {
  switch (part.type) {
    case 'replies':
      return part.replies.map(({ id }) => id);
    case 'list':
      return part.rows.map(({ id }) => id);
    case 'buttons':
      return part.buttons.flatMap((button) => (button.type === 'reply' ? [button.id] : []));
    case 'cards':
      return part.cards.flatMap(({ buttons }) =>
        buttons.flatMap((button) => (button.type === 'reply' ? [button.id] : [])),
      );
    default:
      return [];
  }
}
