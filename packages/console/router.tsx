// All routes of the console. Each area is a chunk of its own, loaded when it is first opened.
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { ChannelId } from '@opportune/protocol/ids.ts';
import { z } from 'zod';
import { NotFound } from './shell/not-found.tsx';
import { ContactPlace } from './contacts/contact-place.ts';
import { SearchPlace } from './inbox/search/search-place.ts';
import { Shell } from './shell/shell.tsx';
import { HistoryPlace } from './team/history/history-place.ts';
import { forManagers, forVisits } from './words/language.ts';
import { Crashed } from './ui/states.tsx';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyRouteComponent(() => import('./home/home-page.tsx'), 'HomePage'),
});

/** Somebody who is signed in has nothing to do here. */
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in/{-$way}',
  beforeLoad: () => {
    throw redirect({ to: '/' });
  },
});

export const visitorsRoute = createRoute({
  getParentRoute: () => root,
  path: '/visitors',
  validateSearch: z.object({
    visitor: z.string().optional().catch(undefined),
    site: z.string().optional().catch(undefined),
    tab: z.enum(['visit', 'profile', 'conversations', 'decisions']).optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => forVisits(import('./visitors/routes.tsx')), 'VisitorsPage'),
});
const contacts = createRoute({
  getParentRoute: () => root,
  path: '/contacts/{-$contact}',
  validateSearch: ContactPlace,
  component: lazyRouteComponent(
    () => forManagers(import('./contacts/contacts-page.tsx')),
    'ContactsPage',
  ),
});
const contactImports = createRoute({
  getParentRoute: () => root,
  path: '/contacts/imports/{-$import}',
  component: lazyRouteComponent(
    () => forManagers(import('./contacts/transfer/import-page.tsx')),
    'ImportPage',
  ),
});
export const inboxRoute = createRoute({
  getParentRoute: () => root,
  path: '/inbox/{-$conversation}',
  validateSearch: z.object({ channel: ChannelId.optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./inbox/routes.tsx'), 'InboxPage'),
});
const search = createRoute({
  getParentRoute: () => root,
  path: '/search',
  validateSearch: SearchPlace,
  component: lazyRouteComponent(() => import('./inbox/search/search-page.tsx'), 'SearchPage'),
});
/** The answers that agents insert. Managers also find them under settings. */
const answers = createRoute({
  getParentRoute: () => root,
  path: '/answers',
  component: lazyRouteComponent(
    () => forManagers(import('./settings/answers/answers-page.tsx')),
    'MyAnswersPage',
  ),
});
const team = createRoute({
  getParentRoute: () => root,
  path: '/team/{-$view}',
  validateSearch: HistoryPlace,
  component: lazyRouteComponent(() => forManagers(import('./team/routes.tsx')), 'TeamPage'),
});

const campaigns = createRoute({
  getParentRoute: () => root,
  path: '/campaigns',
  component: lazyRouteComponent(
    () => forManagers(import('./campaigns/routes.tsx')),
    'CampaignsPage',
  ),
});
/** The id `new` starts a campaign. */
const campaign = createRoute({
  getParentRoute: () => root,
  path: '/campaigns/$campaign',
  component: lazyRouteComponent(
    () => forManagers(import('./campaigns/routes.tsx')),
    'CampaignPage',
  ),
});
const results = createRoute({
  getParentRoute: () => root,
  path: '/results',
  component: lazyRouteComponent(() => forManagers(import('./results/routes.tsx')), 'ResultsPage'),
});
/** The ids `funnel`, `intent`, `holdout` and `definitions` open pages of their own. */
const campaignResults = createRoute({
  getParentRoute: () => root,
  path: '/results/$campaign',
  validateSearch: z.object({
    period: z.number().int().optional().catch(undefined),
    site: z.string().optional().catch(undefined),
  }),
  component: lazyRouteComponent(
    () => forManagers(import('./results/routes.tsx')),
    'CampaignResultsPage',
  ),
});
const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings/{-$page}/{-$item}',
  component: lazyRouteComponent(() => forManagers(import('./settings/routes.tsx')), 'SettingsPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    signIn,
    visitorsRoute,
    contacts,
    contactImports,
    inboxRoute,
    answers,
    search,
    team,
    campaigns,
    campaign,
    results,
    campaignResults,
    settings,
  ]),
  defaultPreload: 'intent',
  defaultErrorComponent: Crashed,
  scrollRestoration: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
