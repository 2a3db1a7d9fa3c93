// The tag: captures what the visitor does, sends it, and shows engagements and the chat window when
// the server says so. It never throws into the page, never blocks rendering, and stores and sends
// nothing before consent if consent is required.
import { watchRoutes } from '../capture/routes.ts';
import { createViews, type Telling, type Views } from '../capture/views.ts';
import type { Properties } from '../wire.ts';
import { createCommands } from './commands.ts';
import { greet, learnTimeZone, sender, trialCode, type Sender } from './greeting.ts';
import { createHearing } from './hearing.ts';
import { createIdentity } from './identity.ts';
import { newId } from './id.ts';
import { json } from './json.ts';
import { createLine, type Line } from './line/line.ts';
import { createOutbox } from './line/outbox.ts';
import { createPrivacy } from './privacy.ts';
import { later, listen, say } from './safe.ts';
import { createSession, type Session } from './session.ts';
import { createStore } from './store.ts';

function start(script: HTMLScriptElement | null): void {
  const attribute = (name: string): string | null => script?.getAttribute(`data-${name}`) ?? null;
  const key = attribute('site') ?? attribute('key');
  if (!script || !key || Reflect.get(window, `opportune ${key}`)) return;
  Reflect.set(window, `opportune ${key}`, true);
  run(key, (attribute('host') ?? new URL(script.src).origin).replace(/\/$/, ''), attribute);
}

/** `attribute`: reads an attribute of the script's element. */
function run(key: string, base: string, attribute: (name: string) => string | null): void {
  /** The tag itself detects pages and routes. */
  const ownPages = attribute('pages') !== 'manual';
  const tab = newId();
  const store = createStore(key);
  const honours = attribute('privacy-signals') !== null;
  const privacy = createPrivacy(store, attribute('consent') === 'wait', honours);
  const identity = createIdentity(store);
  const from = (): Sender => sender(key, identity, privacy);
  const outbox = createOutbox(store, tab, () => session.runs());
  const send = (event: Telling): void => {
    if (!session.runs()) return;
    say(event.name, event.properties);
    outbox.add({ id: newId(), at: Date.now(), pageView: pageView(), ...event }, tab);
    line.flush();
  };
  const note = (name: string, properties: Properties = {}): void =>
    send({ kind: 'track', name, properties });
  const views = createViews(send, note, outbox.save);
  const pageView = (): string => views.current().id;
  const session = createSession(store, privacy, identity, {
    begun() {
      if (ownPages) views.tell();
      line.begin();
    },
    end() {
      line.stop();
      hearing.stop();
      outbox.clear();
    },
    another: () => line.begin(),
  });
  const line = createLine({
    base,
    key,
    name: () => `opportune.${key}.${identity.person()}.${trialCode()}`,
    tab,
    outbox,
    hello: () => greet(from(), views.current()),
    shownView: pageView,
    heard: (frame) => hearing.heard(frame),
    missed: ({ decision, campaign }) =>
      note('Engagement Missed', { decision, campaign, reason: 'page-gone' }),
  });
  const sending = { store, newId, json, note, send: line.send, pageView };
  const hearing = createHearing(base, sending, privacy, identity, session, line.again);
  const beacon = (): void => {
    const events = session.runs() ? outbox.takeAll() : [];
    if (events.length)
      navigator.sendBeacon(`${base}/v1/events`, json({ ...from(), sentAt: Date.now(), events }));
  };
  const route = (properties?: Properties): void => views.follow(hearing.clearView, properties);
  const reset = (): void => {
    session.stop();
    views.renew();
    session.begin();
  };
  // A route sets its title after its address.
  if (ownPages) watchRoutes(attribute('hash') !== null, () => void later(route, 30));
  followPage(views, session, line, beacon);
  later(learnTimeZone);
  later(session.begin);
  later(() =>
    createCommands({
      send,
      note,
      page: route,
      openChat: hearing.openChat,
      visitor: () => (privacy.allowed() ? identity.id() : null),
      consent(granted) {
        if (granted) session.choose(granted);
        note('Consent Changed', { granted });
        if (granted) return;
        beacon();
        session.choose(granted);
      },
      reset,
    }),
  );
}

/** The page goes, comes back from the cache, or another tab changes the storage. */
function followPage(views: Views, session: Session, line: Line, beacon: () => void): void {
  listen(window, 'storage', session.left);
  listen(window, 'pagehide', () => {
    views.end();
    beacon();
    line.stop();
  });
  listen(window, 'pageshow', (event) => {
    if (!Reflect.get(event, 'persisted') || !session.runs()) return;
    views.renew();
    views.tell({ restored: true });
    line.begin();
  });
}

// In tasks of its own, here and below: none of them blocks the page for long.
const script = document.currentScript;
later(() =>
  start(
    script instanceof HTMLScriptElement
      ? script
      : document.querySelector('script[data-site],script[data-key]'),
  ),
);
