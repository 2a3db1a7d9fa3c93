// What a laid-out part shows, and whether it is within a channel's limits. Counted here in the
// simplest way, independently of the tested code.
import assert from 'node:assert/strict';
import type { Capabilities } from '@opportune/protocol/channel/capabilities.ts';
import type { Part } from '@opportune/protocol/channel/parts.ts';
import { segmentsOf } from '../lay/segments.ts';

/** Everything that a part shows, in reading order. */
export function shownBy(part: Part): readonly string[] {
  switch (part.type) {
    case 'text':
      return [part.text];
    case 'replies':
      return [part.text, ...part.replies.map(({ label }) => label)];
    case 'buttons':
      return [part.text, ...part.buttons.flatMap(shownByButton)];
    case 'list':
      return [part.text, ...part.rows.flatMap(({ title, more }) => [title, more])];
    case 'cards':
      return part.cards.flatMap(({ title, text, picture, buttons }) => [
        title,
        text,
        picture?.alt ?? '',
        picture?.url ?? '',
        ...buttons.flatMap(shownByButton),
      ]);
    case 'form':
      return [
        part.text,
        ...part.fields.flatMap(({ label, options = [] }) => [
          label,
          ...options.map((each) => each.label),
        ]),
        part.submit ?? '',
      ];
    case 'location':
      return [part.name ?? ''];
    case 'file':
      return [part.file.name];
    case 'template':
      return [part.template.text];
  }
}

function shownByButton(button: {
  readonly label: string;
  readonly url?: string;
}): readonly string[] {
  return [button.label, button.url ?? ''];
}

export function assertWithin(part: Part, of: Capabilities): void {
  const within = (text: string, most: number, what: string): void =>
    assert.ok(lengthOf(text, of) <= most, `${what}: ${JSON.stringify(text)} is over ${most}`);
  const short = (text: string, most: number, what: string): void =>
    assert.ok(labelLength(text, of) <= most, `${what}: ${JSON.stringify(text)} is over ${most}`);
  const above = (text: string, most: number | undefined): void => {
    assert.notEqual(text, '');
    within(text, of.text.most, 'text above');
    if (most !== undefined) short(text, most, 'text above');
  };
  switch (part.type) {
    case 'text':
      assert.notEqual(part.text, '');
      return within(part.text, of.text.most, 'text');
    case 'replies':
      assert.ok(of.replies !== undefined && part.replies.length <= of.replies.most);
      above(part.text, of.replies.text);
      for (const { label } of part.replies) short(label, of.replies.label, 'reply');
      return;
    case 'buttons':
      assert.ok(of.buttons !== undefined && part.buttons.length <= of.buttons.most);
      above(part.text, of.buttons.text);
      for (const { type, label } of part.buttons) {
        assert.ok(type === 'reply' || of.buttons.links);
        short(label, of.buttons.label, 'button');
      }
      return;
    case 'list':
      assert.ok(of.list !== undefined && part.rows.length <= of.list.most);
      above(part.text, of.list.text);
      for (const { title, more } of part.rows) {
        short(title, of.list.title, 'title of a row');
        short(more, of.list.more, 'words of a row');
      }
      return;
    case 'cards':
      assert.ok(of.cards !== undefined && part.cards.length <= of.cards.most);
      for (const { title, text, picture, buttons } of part.cards) {
        short(title, of.cards.title, 'title of a card');
        short(text, of.cards.text, 'text of a card');
        assert.ok(picture === undefined || of.cards.picture);
        assert.ok(buttons.length <= of.cards.buttons);
        for (const { type, label } of buttons) {
          assert.ok(type === 'reply' || of.cards.links);
          short(label, of.cards.label, 'button of a card');
        }
      }
      return;
    case 'form':
      assert.ok(of.form !== undefined && part.fields.length <= of.form.most);
      above(part.text, of.form.text);
      for (const { type, label, options = [] } of part.fields) {
        assert.ok(of.form.fields.includes(type) && options.length <= of.form.options);
        for (const words of [label, part.submit ?? '', ...options.map((each) => each.label)])
          short(words, of.form.label, 'label of a form');
      }
      return;
    case 'location':
      assert.ok(of.location);
      return within(part.name ?? '', of.text.most, 'name of a place');
    case 'file':
      assert.ok(of.files !== undefined && part.file.sizeBytes <= of.files.mostBytes);
  }
}

function lengthOf(text: string, { text: { count } }: Capabilities): number {
  if (count === 'segments') return segmentsOf(text);
  if (count === 'bytes') return new TextEncoder().encode(text).length;
  return count === 'utf16' ? text.length : Array.from(text).length;
}

function labelLength(text: string, capabilities: Capabilities): number {
  return capabilities.text.count === 'segments' ? text.length : lengthOf(text, capabilities);
}
