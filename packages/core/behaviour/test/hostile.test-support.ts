// Events of a visitor who sends as much as intake accepts. For tests.
import { eventName, type AcceptedEvent } from '@opportune/protocol/behaviour/event.ts';
import { event, noon } from '../../world/test/shop.test-support.ts';

/** Events that leave something in a profile. */
export const eventNames = [
  eventName.page,
  eventName.productViewed,
  eventName.productsSearched,
  eventName.productAdded,
  eventName.elementClicked,
  eventName.formStarted,
  eventName.formLeft,
  eventName.formSubmitted,
  eventName.errorMet,
  eventName.serviceRequested,
  eventName.sourceReported,
  eventName.orderCompleted,
  eventName.attributesSet,
  eventName.identify,
] as const;

/** Every text is as long as intake accepts, repeats one character, and occurs once. */
export function hostile(at: number, letter = 'x'): AcceptedEvent {
  const name = eventNames[at % eventNames.length] ?? 'A';
  const text = `${at} ${letter.repeat(8000)}`;
  const url = `https://shop.example/${at}/${'y'.repeat(2000)}`.slice(0, 2048);
  const page = {
    url,
    path: url.slice(20, 1044),
    search: text.slice(0, 1024),
    title: text.slice(0, 512),
    referrer: url,
  };
  return event(name, noon + at * 1000, at, {
    page,
    view: `v${at}`,
    trust: at % 3 === 0 ? 'signed' : 'page',
    sections: Array.from({ length: 10 }, (_, part) => `${part} ${text}`.slice(0, 64)),
    properties: {
      product_id: text,
      category: text,
      price: 1,
      query: text,
      mark: text,
      form: text,
      message: text,
      topic: text,
      source: text,
      referrer: text,
      order_id: at,
      total: 1,
      [`trait${at} ${'z'.repeat(50)}`]: text,
    },
  });
}
