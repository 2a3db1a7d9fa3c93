// The newest events of a site with the result of each, requested from the process that takes events
// in.
import { z } from 'zod';
import { AccountId, SiteId } from '../ids.ts';
import { DebugList } from '../rest/site.ts';
import type { Question } from './topic.ts';

const OfSite = z.object({ account: AccountId, site: SiteId });

export const siteEventsQuestion: Question<z.output<typeof OfSite>, z.output<typeof DebugList>> = {
  name: 'site.events',
  version: 1,
  asked: OfSite,
  answer: DebugList,
};
