import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cardsOnly, compileMask } from '@opportune/core/masking/mask.ts';
import { maskSegmentCall } from '@opportune/core/masking/ways-in.ts';
import { isObject } from '../reading/json.ts';
import { instant, readSegmentCall, sentAtOf, sharedContext } from './segment-call.ts';

test('[I12] a timestamp is read as its sender wrote it, and an invalid one is left for admission to refuse', () => {
  const at = Date.UTC(2026, 1, 28, 9, 30);
  for (const text of ['2026-02-28T09:30:00Z', '2026-02-28T10:30:00.000+01:00'])
    assert.equal(instant(text), at);
  assert.equal(instant('2024-02-29'), Date.UTC(2024, 1, 29));
  for (const text of ['2026-02-30T09:30:00Z', '2026-02-29', '2026-04-31T00:00:00+02:00', 'soon'])
    assert.equal(instant(text), text);
});

const reading = { newId: () => 'new', mask: compileMask(cardsOnly) };
const call = (raw: Record<string, unknown>, kind = 'track') =>
  readSegmentCall({ messageId: 'm', event: 'E', ...raw }, kind, reading).event;

test('[I4] what the caller says of the time goes before when its library was called', () => {
  const timestamp = '2026-11-20T09:00:00Z';
  const originalTimestamp = '2026-11-21T09:00:00Z';
  assert.equal(call({ timestamp, originalTimestamp })['at'], Date.parse(timestamp));
  assert.equal(call({ originalTimestamp })['at'], Date.parse(originalTimestamp));
});

test('[I4] a call that a server passes on is corrected only by that server’s clock', () => {
  const sentAt = '2026-11-20T09:00:00Z';
  assert.equal(sentAtOf({ sentAt }), Date.parse(sentAt));
  assert.equal(sentAtOf({ sentAt, receivedAt: '2026-11-20T10:00:00Z' }), undefined);
});

test('[I4] a clock is not corrected by an instant without a time zone', () => {
  assert.equal(sentAtOf({ sentAt: 'Nov 18, 2021, 2:45:07 PM' }), undefined);
});

test('[I12] an identify without traits of its own has those of its context', () => {
  const context = { traits: { plan: 'gold' } };
  assert.deepEqual(call({ context }, 'identify')['properties'], { plan: 'gold' });
  assert.deepEqual(call({ context, traits: {} }, 'identify')['properties'], {});
  assert.deepEqual(call({ context })['properties'], {});
});

test('[I12] a time without a zone is in UTC, wherever the server is', () => {
  const zone = process.env['TZ'];
  process.env['TZ'] = 'America/New_York';
  try {
    const at = Date.UTC(2026, 6, 1, 9, 30, 15, 250);
    for (const text of [
      ...['2026-07-01T09:30:15.250', '2026-07-01 09:30:15.250', '2026-07-01T09:30:15.250000'],
      ...['2026-07-01T09:30:15.2500000Z', '2026-07-01T11:30:15.25+02:00'],
    ])
      assert.equal(instant(text), at, text);
    assert.equal(instant('2026-07-01T09:30'), Date.UTC(2026, 6, 1, 9, 30));
  } finally {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  }
});

test('[I12] what a batch says for all its calls is read by name, however much it says', () => {
  const refuses: ProxyHandler<Record<string, unknown>> = {
    ownKeys: () => assert.fail('it is copied for each call'),
  };
  const page = new Proxy<Record<string, unknown>>({ url: 'https://shop.example/a?b=1' }, refuses);
  const shared = sharedContext(
    new Proxy<Record<string, unknown>>({ page, locale: 'de' }, refuses),
    reading.mask,
  );
  for (const kind of ['track', 'page', 'identify']) {
    const raw = { messageId: 'm', event: 'E', context: { locale: 'en' } };
    const { event, context } = readSegmentCall(raw, kind, { ...reading, shared });
    assert.equal(context['locale'], 'en');
    assert.deepEqual(event['page'], {
      ...{ url: 'https://shop.example/a?b=1', path: '/a', search: '?b=1' },
      ...{ title: '', referrer: '' },
    });
  }
});

test('[MK7] text that is cut or taken from an address is masked again', () => {
  const card = '4111111111111111';
  const page = (said: object) =>
    call({ context: { page: said } })['page'] as { [of: string]: string };
  // A number of twenty digits is not a card number until it is cut.
  const url = 'https://shop.example/?'.padEnd(2048 - card.length, 'x') + card + '1111';
  assert.ok(page({ url })['url']?.endsWith('x[•••• 1111]'));
  const split = page({
    url: `https://shop.example/4111\t${card.slice(4)}?q=4111\t${card.slice(4)}`,
  });
  assert.equal(split['path'], '/[•••• 1111]');
  assert.equal(split['search'], '?q=[•••• 1111]');
});

test('[MK7] a marketing source holds no card once its texts are one address', () => {
  const piece = fc.constantFrom(
    ...['4111111111111111', '4111 1111 1111 1111', '4111', '1111', '4', ' ', '-', '.', '+', '%34'],
    ...[
      '٤١١١',
      '４１１１',
      '\u200b',
      '\u2022',
      '\u00a0',
      'é',
      '"',
      ',',
      '3782 822463 10005',
      '%2534',
    ],
    ...['DE89370400440532013000', '/', '?', '&', '=', '#', '%25', 'x', '0'],
  );
  const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(text, text, (source, name) => {
      for (const mask of [compileMask(cardsOnly), compileMask({ ...cardsOnly, ibans: true })]) {
        const said = { page: { url: 'https://a.example/' }, campaign: { source, name } };
        const raw = maskSegmentCall(mask, { messageId: 'm', event: 'E', context: said });
        assert.ok(isObject(raw));
        const { event } = readSegmentCall(raw, 'track', { newId: () => 'id', mask });
        const page = event['page'] as { search: string };
        assert.equal(mask.event(page.search), page.search);
      }
    }),
    { numRuns: 3000 },
  );
});
