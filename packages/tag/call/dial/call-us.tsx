// Calling by telephone: the number, and the code that the visitor types on it.
import { Button } from '../../window/view/fields.tsx';
import { type OfCall, Sheet } from '../view/ask.tsx';

export function CallUs({ own }: OfCall) {
  const { dial, words, window } = own;
  const { told, until } = dial.state();
  const { number, code } = told ?? {};
  return (
    <Sheet
      own={own}
      title={words.dial.title}
      sub={window.bridge.welcome()?.settings.look.name ?? ''}
    >
      <a class="c-when" dir="ltr" href={`tel:${number}`} data-first>
        {number}
      </a>
      {code && (
        <>
          <p class="p">{words.dial.why}</p>
          <p class="c-code" role="status" dir="ltr">
            {grouped(code.digits)}
          </p>
          <p class="fine">{words.dial.until(window.bridge.timeOf(until))}</p>
        </>
      )}
      <Button look="opt c-out" label={words.back.close} act={dial.close} />
    </Sheet>
  );
}

/** As people read digits aloud. */
function grouped(digits: string): string {
  const half = digits.length / 2;
  return `${digits.slice(0, half)} ${digits.slice(half)}`;
}
