// Encryption of sound: against the vector of its standard, and against the library on both sides, whose
// names of the keys are read elsewhere.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { RtpHeader, SrtpSession } from 'werift';
import { opened, sealed, srtpKeys } from './srtp.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

test('[CX10.11] encrypts as RFC 7714, 16.1.1 does', () => {
  const keys = srtpKeys(
    hex('000102030405060708090a0b0c0d0e0f'),
    hex('51756964 2070726f 2071756f'),
    null,
  );
  const header = hex('8040f17b 8041f8d3 5501a0b2');
  const payload = Buffer.from('Gallia est omnis divisa in partes tres');
  const packet = sealed(keys, header, payload, 0xf17b);
  assert.equal(
    packet.subarray(12).toString('hex'),
    'f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b36de3adf8833' +
      '899d7f27beb16a9152cf765ee4390cce',
  );
  assert.deepEqual(opened(keys, packet, 12, 0xf17b), payload);
});

const profiles = [
  { name: 'AES-GCM', profile: 0x0007, saltBytes: 12 },
  { name: 'AES-CM with HMAC', profile: 0x0001, saltBytes: 14 },
];
for (const { name, profile, saltBytes } of profiles)
  test(`[CX10.11] ${name}: the library reads what is sent and the other way round, past a roll-over`, () => {
    const [masterKey, masterSalt] = [randomBytes(16), randomBytes(saltBytes)];
    const library = new SrtpSession({
      profile,
      keys: {
        ...{ localMasterKey: masterKey, localMasterSalt: masterSalt },
        ...{ remoteMasterKey: masterKey, remoteMasterSalt: masterSalt },
      },
    });
    const { srtpSessionKey, srtpSessionSalt, srtpSessionAuthTag } = library.localContext;
    const tag = profile === 0x0007 ? null : srtpSessionAuthTag;
    const keys = srtpKeys(srtpSessionKey, srtpSessionSalt, tag);
    for (let index = 0xfffe; index < 0x1_0002; index += 1) {
      const header = new RtpHeader({
        ...{
          ssrc: 0xdead_beef,
          sequenceNumber: index & 0xffff,
          timestamp: index,
          payloadType: 111,
        },
      });
      const bytes = header.serialize(header.serializeSize);
      const payload = Buffer.from(`packet ${index}`);
      const ours = sealed(keys, bytes, payload, index);
      assert.deepEqual(library.decrypt(ours).subarray(12), payload);
      const theirs = library.encrypt(payload, header);
      assert.deepEqual(opened(keys, theirs, 12, index), payload);
      const forged = Buffer.from(theirs);
      forged[13] = (forged[13] ?? 0) ^ 1;
      assert.equal(opened(keys, forged, 12, index), null);
      assert.equal(opened(keys, theirs.subarray(0, 20), 12, index), null);
    }
  });
