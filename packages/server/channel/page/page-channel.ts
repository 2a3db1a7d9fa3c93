// The kinds *messenger* and *instagram*. An Instagram account is reached through the Facebook page that
// it is linked to, or by Instagram's own sign-in, with another address, token and secret.
import type { ChannelAdapter, Opened } from '@opportune/core/ports/channel.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import { InstagramSettings, PageSettings } from '@opportune/protocol/channel/meta-pages.ts';
import { channelLimits } from '@opportune/protocol/limits/channels.ts';
import { z } from 'zod';
import { callGraph } from '../meta/graph-api.ts';
import { verifyMeta } from '../meta/meta-webhook.ts';
import { fetchFile } from '../provider/fetch-file.ts';
import { secretSettings } from '../provider/settings.ts';
import type { Reach } from '../reach.ts';
import { checkPage } from './check-page.ts';
import { controlPage } from './control-page.ts';
import { pageCapabilities, pageRates } from './page-capabilities.ts';
import { pageEntries, pageItems } from './page-items.ts';
import { type Page, sendPage, signalPage } from './send-page.ts';

type Kind = 'messenger' | 'instagram';

/** What both ways of signing in come to. */
interface SignedIn {
  readonly id: string;
  readonly token: string;
  readonly appSecret: string;
  readonly verifyToken: string;
  readonly humanAgent: string | undefined;
  readonly base: string;
  readonly of: 'page' | 'account';
  /** How entries name it. Null: all entries are its own. */
  readonly route: string | null;
}

export function createPageKind(kind: Kind, reach: Reach, clock: Clock): ChannelAdapter {
  return {
    kind,
    open({ settings, secret, capabilities }) {
      const signedIn = signedInBy(kind, secretSettings(settings, secret));
      if (signedIn === null) return null;
      const { id, token, base, of, route } = signedIn;
      const page: Page = { reach, base, token, id, isOwn: of === 'account' };
      return {
        capabilities: capabilities ?? pageCapabilities(kind, signedIn.humanAgent),
        rates: pageRates,
        refers: true,
        requestBytes: channelLimits.metaRequestBytes,
        route,
        signedWith: signedIn.appSecret,
        verify: (request) =>
          verifyMeta(request, signedIn, objects[kind], (entry) =>
            pageEntries(entry, route !== null),
          ),
        items: pageItems,
        send: (order) => sendPage(page, clock, order),
        // Meta names an address that needs no token, and expires.
        fetchMedia: async (reference, bounds) =>
          URL.canParse(reference) ? fetchFile(reach, reference, {}, bounds) : { type: 'gone' },
        signal: (address, told) => signalPage(page, address, told),
        check: () => checkPage(page, of),
        // Meta describes it for pages, not for Instagram's own sign-in.
        ...(of === 'page' && { control: (...asked) => controlPage(page, kind, ...asked) }),
        nameOf: (address) => nameOf(page, address),
      } satisfies Opened;
    },
  };
}

const objects = { messenger: 'page', instagram: 'instagram' } as const;

function signedInBy(kind: Kind, settings: Readonly<Record<string, unknown>>): SignedIn | null {
  const own = kind === 'instagram' ? InstagramSettings.safeParse(settings).data : undefined;
  if (own?.userId !== undefined && own.userToken !== undefined)
    return {
      ...{ id: own.userId, token: own.userToken, appSecret: own.instagramAppSecret ?? '' },
      ...{ verifyToken: own.verifyToken, humanAgent: own.humanAgent, of: 'account' },
      route: own.userId,
      base: own.apiBase ?? 'https://graph.instagram.com',
    };
  const page = PageSettings.safeParse(settings).data;
  if (page === undefined) return null;
  return {
    ...{ id: page.pageId, token: page.pageToken, appSecret: page.appSecret },
    ...{ verifyToken: page.verifyToken, humanAgent: page.humanAgent, of: 'page' },
    // Entries of Instagram name the account, which the page's settings need not.
    route: kind === 'messenger' ? page.pageId : (own?.userId ?? null),
    base: page.apiBase ?? 'https://graph.facebook.com',
  };
}

const Profile = z.object({ name: z.string().optional(), username: z.string().optional() });
/** A message waits for the name, and can do without. */
const nameMs = 3000;

async function nameOf(page: Page, address: string): Promise<string | null> {
  const path = `${encodeURIComponent(address)}?fields=name`;
  const asked = await callGraph(page, { method: 'GET', path, withinMs: nameMs });
  if (asked.type !== 'ok') return null;
  const { name, username } = Profile.safeParse(asked.json).data ?? {};
  return name ?? username ?? null;
}
