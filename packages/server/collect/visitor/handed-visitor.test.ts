// What a server tells its successor about a browser, across versions.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HandedVisitor } from './handed-visitor.ts';

const told = {
  account: 'a',
  site: 's',
  visitor: 'v',
  pageView: 'p',
  trial: null,
  owned: true,
  claimed: true,
  agentsOnline: false,
  sender: {
    device: {
      ...{ type: 'desktop', browser: 'Firefox', os: 'Linux' },
      ...{ language: 'en', timeZone: 'UTC', viewportWidth: 1280 },
    },
    place: null,
    bot: false,
  },
};

test('[RS6] the payer of a browser is kept in the successor', () => {
  assert.equal(HandedVisitor.parse({ ...told, payer: '192.0.2.7' }).payer, '192.0.2.7');
});

test('[RS6] browsers of a server that tells no payer are one payer together', () => {
  assert.equal(HandedVisitor.parse(told).payer, 'unknown');
});
