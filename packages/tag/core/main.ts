// The tag: captures what the visitor does, sends it, and brings engagements and the chat window to
// the page when the server says so. It never throws into the page, never blocks rendering, stores
// and sends nothing before consent where consent is asked for.
import { watchClicks, watchErrors, watchIdle, watchScroll } from '../capture/attention.ts';
import { watchForms } from '../capture/forms.ts';
import { beginView, readPage } from '../capture/page-view.ts';
import { watchRoutes } from '../capture/routes.ts';
import type { ClientEvent, EngagementContent, Hello, Properties, Welcome } from '../wire.ts';
import type { Bridge, EngagePart, WindowPart } from './bridge.ts';
import { createCommands } from './commands.ts';
import { greet, learnTimeZone, sender, trialCode } from './greeting.ts';
import { createIdentity } from './identity.ts';
import { json } from './json.ts';
import { newId } from './id.ts';
import { createLine, remember } from './line/line.ts';
import type { Heard } from './line/line.ts';
import { createOutbox } from './line/outbox.ts';
import { createLoader } from './parts.ts';
import { createPrivacy } from './privacy.ts';
import { later, listen, safe, say } from './safe.ts';
import { createStore } from './store.ts';

declare const engageFile: string;
declare const windowFile: string;

function start(script: HTMLScriptElement | null): void {
  const attribute = (name: string): string | null => script?.getAttribute(`data-${name}`) ?? null;
  const key = attribute('site') ?? attribute('key');
  if (!script || !key || Reflect.get(window, `opportune ${key}`)) return;
  Reflect.set(window, `opportune ${key}`, true);

  const base = (attribute('host') ?? new URL(script.src).origin).replace(/\/$/, '');
  /** The tag itself notices pages and routes. */
  const ownPages = attribute('pages') !== 'manual';
  const tab = newId();
  const store = createStore(key);
  const privacy = createPrivacy(
    store,
    attribute('consent') === 'wait',
    attribute('privacy-signals') !== null,
  );
  const identity = createIdentity(store);
  const outbox = createOutbox(store, tab, () => (gone(), running));
  const ears = new Set<(frame: Heard) => void>();
  let view = beginView(document.referrer);
  let welcome: Welcome | null = null;
  let online = false;
  let running = false;
  /** The server knows of this page view, and not yet of its end. */
  let told = false;

  /** Whether what was said in another tab ends this one's line: no consent, or another person. */
  const gone = (): boolean => {
    if (!running) return false;
    if (!privacy.allowed()) stop();
    else if (identity.left()) {
      end();
      line.begin();
    } else return false;
    return true;
  };
  const send = (event: Omit<ClientEvent, 'id' | 'at' | 'pageView'>): void => {
    gone();
    if (!running) return;
    say(event.name, event.properties);
    outbox.add({ id: newId(), at: Date.now(), pageView: view.id, ...event }, tab);
    line.flush();
  };
  const note = (name: string, properties: Properties = {}): void =>
    send({ kind: 'track', name, properties });
  const sendPage = (properties: Properties = {}): void => {
    told = true;
    // A page that opens in a background tab is in front once it is shown.
    send({
      kind: 'page',
      name: 'Page',
      page: view.page,
      sections: view.sections,
      properties: { ...properties, ...(document.hidden && { background: true }) },
    });
  };

  const hello = (): Hello => greet(sender(key, identity, privacy), view);
  const missed = ({ decision, campaign }: EngagementContent): void =>
    note('Engagement Missed', { decision, campaign, reason: 'page-gone' });

  const heard = (frame: Heard): void => {
    const { type } = frame;
    if (gone()) return;
    if (type === 'offline') online = false;
    if (type === 'welcome') {
      privacy.tighten(frame.settings);
      if (gone()) return;
      identity.welcomed(frame.visitor, frame.token);
      online = true;
      welcome = frame;
      if (frame.settings.contactButton.shown) engage.with(() => {});
      if (frame.conversations.length || store.get('w')) chat.with(() => {});
    }
    if (type === 'problem' && frame.problem.code === 'visitor.token_invalid') {
      identity.renew();
      line.stop();
      line.begin();
    }
    if (welcome) welcome = remember(welcome, frame);
    for (const ear of ears) safe(ear)(frame);
    if (type === 'engage') engage.with((part) => part.hear(frame));
    if (type.startsWith('chat')) chat.with(() => {});
  };

  const line = createLine({
    base,
    name: () => `opportune.${key}.${identity.person()}`,
    tab,
    outbox,
    hello,
    view: () => view.id,
    heard,
    missed,
  });
  const bridge: Bridge = {
    store,
    newId,
    json,
    note,
    send: line.send,
    hear: (ear) => (ears.add(ear), () => void ears.delete(ear)),
    welcome: () => welcome,
    online: () => online,
    pageView: () => view.id,
    openChat: (wish) => chat.with((part) => part.open(wish)),
    chatting: (open) => engage.now()?.chatting(open),
  };
  const engage = createLoader<EngagePart>(`${base}/tag/${engageFile}`, bridge);
  const chat = createLoader<WindowPart>(`${base}/tag/${windowFile}`, bridge);

  const leaveForms = watchForms(note);
  const restartScroll = watchScroll(note);
  const endView = (): void => {
    if (!told) return;
    told = false;
    leaveForms();
    note('Page Left', { seconds: Math.round((Date.now() - view.since) / 1000) });
  };
  const newView = (properties?: Properties): void => {
    endView();
    view = beginView(view.page.url);
    restartScroll();
    engage.now()?.clear();
    sendPage(properties);
  };
  const run = (): void => {
    if (running || !privacy.allowed()) return;
    running = true;
    trialCode();
    if (ownPages) sendPage();
    line.begin();
  };
  /** Ends what this page has of its visitor. */
  const end = (): void => {
    line.stop();
    online = false;
    engage.now()?.clear();
    chat.now()?.clear();
    outbox.clear();
  };
  /** Ends everything and erases what was stored, but for a refusal. */
  const stop = (): void => {
    running = false;
    end();
    for (const name of store.names('')) if (name !== 'c') store.set(name, null);
    identity.forget();
  };
  const beacon = (): void => {
    if (!running) return;
    outbox.again();
    const events = outbox.take();
    outbox.save();
    if (!events.length) return;
    navigator.sendBeacon(
      `${base}/v1/events`,
      json({ ...sender(key, identity, privacy), sentAt: Date.now(), events }),
    );
  };

  later(() => {
    watchIdle(note);
    watchClicks(note);
    watchErrors(note);
  });
  if (ownPages) {
    // The title of a route is set after its address.
    watchRoutes(attribute('hash') !== null, () => void later(() => newView(), 30));
  }
  listen(document, 'visibilitychange', () => {
    // A page that goes away is hidden after it was left: that is no news.
    if (!told) return;
    if (!document.hidden)
      return send({
        kind: 'track',
        name: 'Page Shown',
        page: readPage(view.page.referrer),
        properties: {},
      });
    note('Page Hidden');
    outbox.save();
  });
  listen(window, 'storage', gone);
  listen(window, 'pagehide', () => {
    endView();
    beacon();
    line.stop();
  });
  listen(window, 'pageshow', (event) => {
    if (!Reflect.get(event, 'persisted') || !running) return;
    view = beginView(view.page.referrer);
    sendPage({ restored: true });
    line.begin();
  });

  later(learnTimeZone);
  later(run);
  later(() =>
    createCommands({
      send,
      note,
      page: newView,
      openChat: bridge.openChat,
      visitor: () => (privacy.allowed() ? identity.id() : null),
      consent(granted) {
        const tell = (): void => note('Consent Changed', { granted });
        if (!granted) {
          tell();
          beacon();
        }
        privacy.choose(granted);
        if (!granted) return stop();
        run();
        tell();
      },
      reset() {
        stop();
        view = beginView(view.page.referrer);
        run();
      },
    }),
  );
}

// In tasks of its own, here and below: none of them holds the page up for long.
const script = document.currentScript;
later(() =>
  start(
    script instanceof HTMLScriptElement
      ? script
      : document.querySelector('script[data-site],script[data-key]'),
  ),
);
