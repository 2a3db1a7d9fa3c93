// Forms started, left and submitted, by name. Never a value of a field, and not even the length of
// a password.
import { listen } from '../core/safe.ts';
import type { Properties } from '../wire.ts';

type Note = (name: string, properties: Properties) => void;

function nameOf(form: HTMLFormElement): string {
  const attribute = (name: string): string | null => form.getAttribute(name);
  return (
    attribute('data-opportune') ??
    attribute('id') ??
    attribute('name') ??
    attribute('action') ??
    'form'
  ).slice(0, 100);
}

/**
 * The returned function ends the page view: a form that was started and not submitted counts as
 * left.
 */
export function watchForms(note: Note): () => void {
  const started = new Map<HTMLFormElement, string>();
  listen(document, 'input change', ({ target }) => {
    if (!(target instanceof Element)) return;
    const form = target.closest('form');
    if (!form) return;
    if (!started.has(form)) note('Form Started', { form: nameOf(form) });
    started.set(form, (target.getAttribute('name') ?? target.id).slice(0, 100));
  });
  listen(document, 'submit', ({ target }) => {
    if (!(target instanceof HTMLFormElement)) return;
    started.delete(target);
    note('Form Submitted', { form: nameOf(target) });
  });
  return () => {
    for (const [form, field] of started) note('Form Left', { form: nameOf(form), field });
    started.clear();
  };
}
