// Nobody comes by the link of an offer, for tests of other things.
import type { CameBy } from './came-by.ts';

export const noOffers: CameBy = {
  of: async (_account, content) => ({ content, from: null }),
  opened: async () => {},
  plain: (content) => content,
  plainText: (text) => text,
  used: async () => {},
};
