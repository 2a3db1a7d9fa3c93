// What the host reads of an offer, and what a browser reads of its answer.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mediaLimits } from '@opportune/protocol/limits/calls.ts';
import { readOffer, withAddress } from './sdp.ts';

const audio = 'm=audio 9 UDP/TLS/RTP/SAVPF 111';
const key = 'a=fingerprint:sha-256 AB:CD';
/** Of a microphone and some places, with further lines at its end. */
const offer = (places = 1, ...lines: readonly string[]) => {
  const mids = Array.from({ length: places + 1 }, (_, at) => String(at));
  const sections = mids.flatMap((mid) => [audio, `a=mid:${mid}`]);
  const group = `a=group:BUNDLE ${mids.join(' ')}`;
  return ['v=0', group, key, ...sections, ...lines, ''].join('\r\n');
};

describe('an offer', () => {
  it('[CX10.7] loses its candidates, so that nobody has the host probe a network', () => {
    const read = readOffer(offer(1, 'a=candidate:1 1 udp 1 10.0.0.7 22 typ host', 'a=x:0'));
    assert.equal(read, offer(1, 'a=x:0'));
  });

  it('[CX10.4] is refused beyond its bounds', () => {
    assert.equal(readOffer('v=0\r\n'), null);
    assert.equal(readOffer(offer(0)), null);
    assert.equal(readOffer(offer(1, 'm=application 9 UDP/DTLS/SCTP webrtc-datachannel')), null);
    assert.equal(readOffer(offer(mediaLimits.sections)), null);
    assert.ok(readOffer(offer(mediaLimits.sections - 1)));
    assert.equal(readOffer(offer(1, 'a=x'.padEnd(mediaLimits.offerBytes, 'x'))), null);
    assert.equal(readOffer(offer(1, 'a=\u0000')), null);
    assert.equal(readOffer(offer().replace(key, 'a=fingerprint:sha-1 AB')), null);
  });

  it('[CX10.4] has one connection for all its sections', () => {
    assert.equal(readOffer(offer().replace(/a=group.*/, 'a=x')), null);
    assert.equal(readOffer(offer().replace('BUNDLE 0 1', 'BUNDLE 0')), null);
    assert.equal(readOffer(offer().replace('a=mid:1', 'a=mid:2')), null);
  });
});

describe('an answer', () => {
  const answer = [
    'a=candidate:1 1 udp 2130706431 10.0.0.2 40100 typ host',
    'a=candidate:2 1 udp 2130706431 172.17.0.1 40100 typ host',
    'a=candidate:3 1 udp 2130706431 10.0.0.2 40102 typ host',
    'a=mid:0',
  ].join('\r\n');

  it('[CX10.8] names the address that browsers reach, once for each port', () => {
    assert.deepEqual(withAddress(answer, '203.0.113.9').split('\r\n'), [
      'a=candidate:1 1 udp 2130706431 203.0.113.9 40100 typ host',
      'a=candidate:3 1 udp 2130706431 203.0.113.9 40102 typ host',
      'a=mid:0',
    ]);
    assert.equal(withAddress(answer, null), answer);
  });
});
