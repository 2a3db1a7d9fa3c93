// Contacts that never join, for tests of verification without conversations.
import type { JoinContacts } from './customers.ts';

export const noContacts: JoinContacts = {
  join: async () => [],
  joinCustomers: async () => [],
  moved: async () => {},
};
