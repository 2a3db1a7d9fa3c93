// The page views of a tab: which one is shown now, and what the server is told of it: that it
// began, was hidden, was shown again, and ended.
import { later, listen } from '../core/safe.ts';
import type { ClientEvent, Properties } from '../wire.ts';
import { watchClicks, watchErrors, watchIdle, watchScroll } from './attention.ts';
import { watchForms } from './forms.ts';
import { beginView, readPage, type PageView } from './page-view.ts';

/** An event without the fields that all events of a page view share. */
export type Telling = Omit<ClientEvent, 'id' | 'at' | 'pageView'>;

export interface Views {
  current(): PageView;
  /** Reports the shown page view to the server. */
  tell(properties?: Properties): void;
  /** Starts another view of the same page without reporting either. */
  renew(): void;
  /** If the server knows of it, and not yet of its end. */
  end(): void;
  /** Ends it and shows another, a route. `left` clears the page in between. */
  follow(left: () => void, properties?: Properties): void;
}

/** `hidden`: the page is not visible any more, and may be gone next. */
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
    // A page that goes away is hidden after it was left: nothing to report.
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
