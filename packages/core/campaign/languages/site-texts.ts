// The texts of a site that visitors read, by name: the contact button and the form before its
// chats, the greeting, links and answers of the window's home. The site's name is not one.
import type { SiteSettings } from '@opportune/protocol/campaign/configuration.ts';
import { type HomeItem, homeLimits } from '@opportune/protocol/conversation/home.ts';
import { withFormTexts } from './campaign-texts.ts';
import { said, type Say } from './text-unit.ts';

/** What of a site has texts. */
export type SiteWords = Pick<SiteSettings, 'contactButton' | 'home' | 'translations'>;

/** The site with each text as `say` returns it. */
export function withSiteTexts<Site extends SiteWords>(site: Site, say: Say): Site {
  const { contactButton, home } = site;
  const { label, before } = contactButton;
  return {
    ...site,
    contactButton: {
      ...contactButton,
      label: said(say, { id: 'button', kind: 'button', text: label, limit: 40 }),
      ...(before && { before: withFormTexts(before, 'before', say) }),
    },
    ...(home && { home: { ...home, ...withHomeTexts(home, say) } }),
  };
}

function withHomeTexts({ greeting, items }: NonNullable<SiteWords['home']>, say: Say) {
  return {
    greeting: said(say, {
      id: 'home/greeting',
      kind: 'greeting',
      text: greeting,
      limit: homeLimits.greetingLength,
    }),
    items: items.map((item) => withItemTexts(item, say)),
  };
}

/** An item without an id cannot be named, so it has one text for everybody. */
function withItemTexts(item: HomeItem, say: Say): HomeItem {
  if (item.id === undefined) return item;
  const under = `home/${item.id}`;
  const title = said(say, {
    id: `${under}/title`,
    kind: 'title',
    text: item.title,
    limit: homeLimits.titleLength,
  });
  if (item.type === 'answer') {
    const { answerLength: limit } = homeLimits;
    const text = said(say, { id: `${under}/text`, kind: 'answer', text: item.text, limit });
    return { ...item, title, text };
  }
  const link = { id: `${under}/link`, kind: 'link', text: item.address, limit: 1024 } as const;
  return { ...item, title, address: said(say, link) };
}

/** The site with an id for each item of its home. Ids that are there stay. */
export function withItemIds<Site extends Pick<SiteWords, 'home'>>(site: Site): Site {
  const { home } = site;
  if (home === undefined) return site;
  const taken = new Set(home.items.map(({ id }) => id));
  let next = 1;
  const fresh = (): string => {
    while (taken.has(`item-${next}`)) next += 1;
    taken.add(`item-${next}`);
    return `item-${next}`;
  };
  const seen = new Set<string>();
  const items = home.items.map((item) => {
    const id = item.id === undefined || seen.has(item.id) ? fresh() : item.id;
    seen.add(id);
    return { ...item, id };
  });
  return { ...site, home: { ...home, items } };
}
