// A template that is filled in: its fields, and what is sent and shown of it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChannelTemplate } from '@opportune/protocol/channel/templates.ts';
import { contentOf, fieldsOf, isFilled, matching, previewOf } from './template-draft.ts';

const template: ChannelTemplate = {
  ...{ name: 'order_shipped', language: 'en_US', category: 'utility', state: 'approved' },
  ...{ header: 'Order {{1}}', body: 'Hello {{name}}, {{1}} left.', footer: 'Aldermoor' },
  buttons: [
    { text: 'Track it', url: 'https://shop.example/t/{{1}}' },
    { text: 'Thanks', url: '' },
  ],
  isSendable: true,
};
const values = {
  ...{ 'header 1': '7', 'body name': ' Ada ', 'body 1': 'your order' },
  'button 0': '7',
};

test('[RW3] each variable of each part is a field of its own', () => {
  const keys = fieldsOf(template).map(({ key }) => key);
  assert.deepEqual(keys, ['header 1', 'body name', 'body 1', 'button 0']);
  assert.equal(isFilled(template, values), true);
  assert.equal(isFilled(template, { ...values, 'body name': '  ' }), false);
});

test('[RW3] the content carries the words, and what was filled in', () => {
  const { header, body, buttons } = contentOf(template, values);
  assert.deepEqual(header?.values, [{ name: '1', value: '7' }]);
  assert.deepEqual(body.values, [
    { name: 'name', value: 'Ada' },
    { name: '1', value: 'your order' },
  ]);
  assert.deepEqual(
    buttons.map(({ value }) => value),
    ['7', ''],
  );
});

test('[RW3] the preview shows what was filled in, and what is still missing', () => {
  const { 'body 1': _, ...some } = values;
  assert.equal(
    previewOf(template, some),
    'Order 7\nHello Ada, {{1}} left.\nAldermoor\n- Track it: https://shop.example/t/7\n- Thanks',
  );
});

test('[RW3] templates that can be sent come first', () => {
  const waits = { ...template, name: 'waits', state: 'pending' } as const;
  const found = matching([waits, template], '');
  assert.deepEqual(
    found.map(({ name }) => name),
    ['order_shipped', 'waits'],
  );
  assert.deepEqual(matching([waits, template], 'WAITS'), [waits]);
});
