// The contract of every source of places: a place for a known address, nothing for any other, and
// never an error for what a connection may claim as its address.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Place } from '@opportune/protocol/behaviour/event.ts';
import type { Geography } from '../ports/geography.ts';

export interface GeographySubject {
  readonly geography: Geography;
  /** An address with its place, if any is known. */
  readonly known: { readonly address: string; readonly place: Place } | null;
  /** A well-formed address of which nothing is known. */
  readonly unknown: string;
}

/** Runs the suite on what `open` gives. */
export function geographyContract(name: string, open: () => Promise<GeographySubject>): void {
  describe(`geography: ${name}`, () => {
    it('has the place of a known address, and says whether it can know any', async () => {
      const { geography, known } = await open();
      assert.equal(geography.configured, known !== null);
      if (known !== null) assert.deepEqual(geography.locate(known.address), known.place);
    });

    it('has none for any other address, nor for an invalid one', async () => {
      const { geography, unknown } = await open();
      for (const address of [unknown, '2001:db8::1', '::1', '127.0.0.1.', 'not an address', ''])
        assert.equal(geography.locate(address), null, address);
    });
  });
}
