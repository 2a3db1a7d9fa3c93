// Shows engagements in the visitor's page and reports what became of each as ordinary events, with
// the decision's id. One a zone; never over a field in use; nothing that belongs to another page view.
import { keepClear, typingInto } from '@opportune/content/keep-clear.ts';
import { renderEngagement } from '@opportune/content/engagement/render-engagement.ts';
import { chatEn } from '@opportune/words/en/chat.ts';
import type { Bridge, EngagePart } from '../core/bridge.ts';
import type { Heard } from '../core/line/line.ts';
import { safe } from '../core/safe.ts';
import type { EngagementContent } from '../wire.ts';
import { withWords, type Words } from '../speech.ts';
import { keepFoot, placeFor } from './placement.ts';

interface Shown {
  readonly engagement: EngagementContent;
  remove(): void;
}

const waitMs = 1000;

export function start(bridge: Bridge): EngagePart {
  const shown = new Map<string, Shown>();
  const waiting = new Map<string, EngagementContent>();
  let words: Pick<Words['chat'], 'engagement' | 'contact'> = chatEn;
  let early: (() => void)[] | null = [];
  /** In a task of its own, so that the page's other work gets its turn between; once it can speak. */
  const soon = (work: () => void): void => {
    if (early) early.push(work);
    else setTimeout(work, 0);
  };
  withWords((other) => {
    words = other?.chat ?? words;
    const works = early ?? [];
    early = null;
    works.forEach(soon);
  });
  let chatting = false;
  let contact: { remove(): void; focus(): void } | null = null;

  const report = (
    name: string,
    { decision, campaign, zone, creative }: EngagementContent,
    more: Record<string, string> = {},
  ): void => bridge.note(name, { decision, campaign, zone, format: creative.format, ...more });
  const remove = (zone: string): void => {
    shown.get(zone)?.remove();
    shown.delete(zone);
    showContact();
  };
  const click = (engagement: EngagementContent): void => {
    report('Engagement Clicked', engagement);
    remove(engagement.zone);
    const { action, decision, asks } = engagement;
    if (action !== 'content')
      bridge.openChat({ decision, asks, [action === 'chat' ? 'start' : 'leave']: true });
  };
  const put = (engagement: EngagementContent): void => {
    const target = placeFor(engagement);
    const look = bridge.welcome()?.settings.look;
    if (!target || !look) return report('Engagement Missed', engagement, { reason: 'no-slot' });
    const end = (name: string) => (): void => {
      report(name, engagement);
      remove(engagement.zone);
    };
    const drawn = renderEngagement(target, engagement, look, words.engagement, {
      clicked: () => click(engagement),
      dismissed: end('Engagement Dismissed'),
      muted: end('Engagement Muted'),
    });
    const { format } = engagement.creative;
    const floats = target === document.documentElement;
    const stops =
      floats && format !== 'overlay'
        ? [keepClear(drawn.box, (away) => drawn.box.classList.toggle('away', away))]
        : [];
    if (floats && format === 'banner') stops.push(keepFoot(drawn.box));
    shown.set(engagement.zone, {
      engagement,
      remove() {
        for (const stop of stops) stop();
        drawn.remove();
      },
    });
    report('Engagement Shown', engagement);
    soon(showContact);
  };
  /** Shows it once somebody looks at the page; an overlay also waits until no field is in use. */
  const show = (engagement: EngagementContent): void => {
    const { decision, zone, creative } = engagement;
    if (!waiting.has(decision)) return;
    if (document.hidden || (creative.format === 'overlay' && typingInto()))
      return void setTimeout(() => show(engagement), waitMs);
    waiting.delete(decision);
    if (shown.has(zone)) return report('Engagement Missed', engagement, { reason: 'zone-taken' });
    try {
      put(engagement);
    } catch {
      report('Engagement Missed', engagement, { reason: 'renderer-failed' });
    }
  };
  /** Called from everywhere, where a page may have taken away what drawing needs. */
  const showContact = safe((): void => {
    const settings = bridge.welcome()?.settings;
    const corner = [...shown.values()].some(
      ({ engagement }) => engagement.zone === 'corner' || engagement.zone === 'edge',
    );
    const wanted = settings?.contactButton.shown && !chatting && !corner;
    if (!wanted || contact) {
      if (!wanted) contact?.remove();
      return;
    }
    const drawn = renderEngagement(
      document.documentElement,
      {
        action: 'chat',
        trial: false,
        creative: {
          format: 'sticky-button',
          headline: '',
          text: '',
          action: settings.contactButton.label || words.contact.open,
          image: null,
          link: null,
          slot: null,
          side: 'right',
          mutable: false,
        },
      },
      settings.look,
      { ...words.engagement, region: words.contact.open },
      { clicked: () => bridge.openChat({}) },
    );
    const stop = keepClear(drawn.box, (away) => drawn.box.classList.toggle('away', away));
    contact = {
      remove() {
        contact = null;
        stop();
        drawn.remove();
      },
      focus: () => drawn.box.querySelector('button')?.focus(),
    };
  });

  const hear = (frame: Heard): void => {
    if (frame.type === 'welcome') soon(showContact);
    if (frame.type === 'withdraw') {
      waiting.delete(frame.decision);
      for (const [zone, { engagement }] of shown)
        if (engagement.decision === frame.decision) remove(zone);
    }
    if (frame.type !== 'engage') return;
    const { engagement } = frame;
    const view = bridge.pageView();
    if ((engagement.pageView ?? view) !== view)
      return report('Engagement Missed', engagement, { reason: 'page-gone' });
    if (
      waiting.has(engagement.decision) ||
      shown.get(engagement.zone)?.engagement.decision === engagement.decision
    )
      return;
    waiting.set(engagement.decision, engagement);
    soon(() => show(engagement));
  };
  // An engagement is handed over by the core, which loads this part for it.
  bridge.hear((frame) => frame.type !== 'engage' && hear(frame));
  soon(showContact);
  return {
    hear,
    chatting(open) {
      chatting = open === true;
      showContact();
      if (open === 'left') contact?.focus();
    },
    clear() {
      for (const engagement of waiting.values())
        report('Engagement Missed', engagement, { reason: 'page-gone' });
      waiting.clear();
      for (const zone of [...shown.keys()]) remove(zone);
    },
  };
}
