// Random messages and capabilities: texts of several scripts with graphemes of many characters,
// words longer than any limit, SMS characters that take two places, and channels from the simplest
// to the richest.
import { Capabilities } from '@opportune/protocol/channel/capabilities.ts';
import fc from 'fast-check';
import type { LayableMessage } from '../lay/lay.ts';

const word = fc.oneof(
  { weight: 6, arbitrary: fc.stringMatching(/^[a-zA-Z]{1,12}$/) },
  fc.constantFrom('Grüße', 'naïve', '€5', '[x]', '{~}', '1.', '2)', 'Yes.', 'No!', '…'),
  fc.constantFrom('👨‍👩‍👧‍👦', '🇩🇪🇫🇷', 'e\u0301', 'क्षि', 'नमस्ते', '👍🏽', 'z\u0335\u0327\u0308', '\ufeff'),
  fc.constantFrom('日本語の文章です。', 'สวัสดีครับ', 'こんにちは世界', '안녕하세요', 'مرحبا'),
  fc.constantFrom('https://shop.example/a/very/long/path?with=many&values=in-it'),
  fc.stringMatching(/^[a-z]{40,90}$/),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }),
);
const gap = fc.constantFrom(' ', ' ', ' ', '\n', '. ', '  ', '\r\n', '\n\n', '\t');

/** A well-formed text, as messages are stored. */
export function text(most: number): fc.Arbitrary<string> {
  return fc
    .array(fc.tuple(word, gap), { maxLength: most })
    .map((pieces) => pieces.flat().join('').toWellFormed());
}
const short = fc
  .tuple(word, text(4))
  .map(([first, more]) => `${first} ${more}`.slice(0, 60).toWellFormed());
const choice = fc.record({ text: short });
const withIds = <Item extends object>(items: readonly Item[]) =>
  items.map((item, at) => ({ ...item, id: `c${at}` }));

const reply = fc.record({ type: fc.constant('reply' as const), text: short });
const link = fc.record({
  type: fc.constant('link' as const),
  text: short,
  url: fc.constantFrom('https://a.example/x', 'tel:+4930901820'),
});
const card = fc.record(
  {
    title: short,
    text: text(30),
    image: fc.record({
      url: fc.constant('https://a.example/p.png'),
      alt: short,
      shape: fc.constant('wide' as const),
    }),
    buttons: fc.array(fc.oneof(reply, link), { maxLength: 3 }),
  },
  { requiredKeys: ['title', 'buttons'] },
);
const field = fc.oneof(
  fc.record({ type: fc.constantFrom('email' as const, 'consent' as const), label: short }),
  fc.record({
    type: fc.constant('text' as const),
    lines: fc.constant('one' as const),
    label: short,
  }),
  fc.record({
    type: fc.constant('choice' as const),
    label: short,
    options: fc.array(choice, { minLength: 2, maxLength: 6 }).map(withIds),
  }),
);

export const message: fc.Arbitrary<LayableMessage> = fc.oneof(
  fc.record({ type: fc.constant('text' as const), text: text(200) }),
  fc.record({
    type: fc.constant('replies' as const),
    text: text(60),
    replies: fc.array(choice, { minLength: 1, maxLength: 10 }).map(withIds),
  }),
  fc.record(
    {
      type: fc.constant('cards' as const),
      text: text(40),
      cards: fc.array(card, { minLength: 1, maxLength: 5 }).map((cards) =>
        cards.map((each, at) => ({
          ...each,
          buttons: each.buttons.map((button, place) =>
            button.type === 'reply' ? { ...button, id: `b${at}-${place}` } : button,
          ),
        })),
      ),
    },
    { requiredKeys: ['type', 'cards'] },
  ),
  fc.record({
    type: fc.constant('form' as const),
    text: text(40),
    fields: fc
      .array(field, { minLength: 1, maxLength: 6 })
      .map((fields) => withIds(fields).map((each) => ({ ...each, required: false }))),
    submit: short,
  }),
  fc.record({
    type: fc.constant('file' as const),
    file: fc.record({
      name: fc.constantFrom('photo of the broken part.jpeg', 'a.pdf'),
      mediaType: fc.constantFrom('image/jpeg', 'application/pdf'),
      sizeBytes: fc.integer({ min: 1, max: 2000 }),
      link: fc.constant('https://talk.example/f/abc'),
    }),
  }),
  fc.record({
    type: fc.constant('location' as const),
    latitude: fc.double({ min: -90, max: 90, noNaN: true }),
    longitude: fc.double({ min: -180, max: 180, noNaN: true }),
    name: text(20),
  }),
);

const most = fc.integer({ min: 1, max: 13 });
const label = fc.integer({ min: 8, max: 60 });
const body = fc.option(fc.integer({ min: 20, max: 1024 }), { nil: undefined });
const length = fc.oneof(fc.integer({ min: 20, max: 100 }), fc.integer({ min: 100, max: 5000 }));

export const capabilities: fc.Arbitrary<Capabilities> = fc
  .record(
    {
      text: fc.oneof(
        fc.record({ count: fc.constantFrom('utf16', 'code-points', 'bytes'), most: length }),
        fc.record({ count: fc.constant('segments'), most: fc.integer({ min: 1, max: 10 }) }),
      ),
      replies: fc.record({ most, label, text: body }),
      buttons: fc.record({ most, label, text: body, links: fc.boolean() }),
      list: fc.record({ most, title: label, more: fc.integer({ min: 0, max: 72 }), text: body }),
      cards: fc.record({
        most,
        title: label,
        text: fc.integer({ min: 0, max: 200 }),
        picture: fc.boolean(),
        buttons: fc.integer({ min: 0, max: 4 }),
        label,
        links: fc.boolean(),
      }),
      form: fc.record({
        most,
        label,
        fields: fc.subarray(['text', 'email', 'choice', 'consent'], { minLength: 1 }),
        options: most,
        text: body,
      }),
      location: fc.boolean(),
      files: fc.record({
        types: fc.constantFrom(['*'], ['image/*'], ['application/pdf']),
        mostBytes: fc.integer({ min: 1, max: 2000 }),
      }),
    },
    { requiredKeys: ['text'] },
  )
  .map((given) => Capabilities.parse(given));
