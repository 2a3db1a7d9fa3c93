// The page views of a tab: which one is shown now, and what the server is told of it: that it began,
// went out of sight and came back, and that it ended.
import { later, listen } from '../core/safe.ts';
import type { ClientEvent, Properties } from '../wire.ts';
import { watchClicks, watchErrors, watchIdle, watchScroll } from './attention.ts';
import { watchForms } from './forms.ts';
import { beginView, readPage, type PageView } from './page-view.ts';

/** An event without what all events of a page view have in common. */
export type Telling = Omit<ClientEvent, 'id' | 'at' | 'pageView'>;

export interface Views {
  current(): PageView;
  /** Tells the server of the one that is shown. */
  tell(properties?: Properties): void;
  /** Another one of the page as it is; the server is told of neither. */
  renew(): void;
  /** Where the server knows of it, and not yet of its end. */
  end(): void;
  /** Ends it and shows another, a route; `left` clears the page between them. */
  follow(left: () => void, properties?: Properties): void;
}

/** `hidden`: nobody sees the page any more, and it may be gone next. */
export function createViews(
  send: (event: Telling) => void,
  note: (name: string, properties?: Properties) => void,
  hidden: () => void,
): Views {
  let view = beginView(document.referrer);
  /** The server knows of this page view, and not yet of its end. */
  let told = false;
  const leaveForms = watchForms(note);
  const restartScroll = watchScroll(note);
  const tell = (properties?: Properties): void => {
    told = true;
    const { page, sections } = view;
    // A page that opens in a background tab is in front once it is shown.
    const background = document.hidden && { background: true };
    send({
      kind: 'page',
      name: 'Page',
      page,
      sections,
      properties: { ...properties, ...background },
    });
  };
  const end = (): void => {
    if (!told) return;
    told = false;
    leaveForms();
    note('Page Left', { seconds: Math.round((Date.now() - view.since) / 1000) });
  };
  listen(document, 'visibilitychange', () => {
    // A page that goes away is hidden after it was left: that is no news.
    if (!told) return;
    if (document.hidden) {
      note('Page Hidden');
      return hidden();
    }
    const page = readPage(view.page.referrer);
    send({ kind: 'track', name: 'Page Shown', page, properties: {} });
  });
  later(() => {
    watchIdle(note);
    watchClicks(note);
    watchErrors(note);
  });
  return {
    current: () => view,
    tell,
    renew() {
      view = beginView(view.page.referrer);
    },
    end,
    follow(left, properties) {
      end();
      view = beginView(view.page.url);
      restartScroll();
      left();
      tell(properties);
    },
  };
}
