// Which forwarding headers determine the client's address.
import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { test } from 'node:test';
import { clientAddressFrom } from './client-address.ts';

const from = (remoteAddress: string, forwarded?: string) =>
  ({
    socket: { remoteAddress },
    headers: { 'x-forwarded-for': forwarded },
  }) as unknown as IncomingMessage;

test('without trusted proxies the header is ignored', () => {
  const addressOf = clientAddressFrom([]);
  assert.equal(addressOf(from('203.0.113.9', '198.51.100.1')), '203.0.113.9');
  assert.equal(addressOf(from('::ffff:203.0.113.9')), '203.0.113.9');
});

test('a trusted proxy is believed, and what the client wrote before it is not', () => {
  const addressOf = clientAddressFrom(['10.0.0.0/8', '::1']);
  assert.equal(addressOf(from('10.1.2.3', '198.51.100.1')), '198.51.100.1');
  assert.equal(addressOf(from('10.1.2.3', 'spoofed, 198.51.100.1')), '198.51.100.1');
  assert.equal(addressOf(from('10.1.2.3', '192.0.2.1, 198.51.100.1, 10.9.9.9')), '198.51.100.1');
  assert.equal(addressOf(from('::1', '2001:db8::7')), '2001:db8::7');
  assert.equal(addressOf(from('203.0.113.9', '198.51.100.1')), '203.0.113.9');
});

test('a chain of nothing but proxies, or of nonsense, ends at the last address that is one', () => {
  const addressOf = clientAddressFrom(['10.0.0.0/8']);
  assert.equal(addressOf(from('10.1.2.3', '10.4.5.6')), '10.4.5.6');
  assert.equal(addressOf(from('10.1.2.3', 'unknown')), '10.1.2.3');
  assert.equal(addressOf(from('10.1.2.3')), '10.1.2.3');
});

test('an entry that is neither address nor range is named', () => {
  for (const wrong of ['proxy.internal', '10.0.0.0/33', '10.0.0', '::/129']) {
    assert.throws(() => clientAddressFrom([wrong]), {
      name: 'RangeError',
      message: new RegExp(wrong.replaceAll('.', '\\.')),
    });
  }
});
