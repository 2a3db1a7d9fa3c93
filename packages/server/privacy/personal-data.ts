// Everything that the product stores, declared: the tables of PostgreSQL and those of ClickHouse.
import type { Declarations } from './declaration.ts';
import { businessTables } from './tables/business.ts';
import { conversationTables } from './tables/conversations.ts';
import { peopleTables } from './tables/people.ts';
import { factTables, visitorTables } from './tables/visitors.ts';

export const recordsData: Declarations = {
  ...peopleTables,
  ...conversationTables,
  ...visitorTables,
  ...businessTables,
};
export const factsData: Declarations = factTables;
