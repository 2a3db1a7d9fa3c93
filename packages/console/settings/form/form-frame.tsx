// The frames of forms of settings: on a page, and in a dialog. What no field says stands above the button.
import type { SubmitEvent, ReactNode } from 'react';
import { Button, Dialog, FormError, t } from '../../ui/index.ts';
import type { Form } from './use-form.tsx';
import './form.css';

interface FrameProps {
  readonly form: Form;
  /** The words of the button; usually it saves. */
  readonly save?: string | undefined;
  /** Something is wrong that no field of the form knows. */
  readonly held?: boolean | undefined;
  readonly children: ReactNode;
}

/** Saved once something is changed; `fixed`: read, and not changed. */
export function PageForm(props: FrameProps & { readonly fixed?: boolean }) {
  const { form, save, held, fixed = false, children } = props;
  return (
    <form className="settings-form account-form" onSubmit={submitting(form)}>
      {fixed && <p className="small t3">{t('settings.readonly')}</p>}
      <fieldset disabled={fixed} className="settings-form">
        {children}
        <Refusal form={form} />
        {!fixed && (
          <div>
            <SaveButton {...{ form, save, held }} isEager />
          </div>
        )}
      </fieldset>
    </form>
  );
}

/** Opened for a part of a page, and closed again. */
export function PartForm(props: FrameProps & { readonly cancel: string; onClose: () => void }) {
  const { form, save, held, cancel, onClose, children } = props;
  return (
    <form className="settings-form" onSubmit={submitting(form)}>
      {children}
      <Refusal form={form} />
      <div className="row">
        <SaveButton {...{ form, save, held }} />
        <Button onClick={onClose}>{cancel}</Button>
      </div>
    </form>
  );
}

export function FormDialog(
  props: FrameProps & { readonly title: string; readonly width?: number; onClose: () => void },
) {
  const { form, save, held, children, ...dialog } = props;
  return (
    <Dialog open {...dialog}>
      <form className="settings-form" onSubmit={submitting(form)}>
        {children}
        <div className="row dialog-acts">
          <Refusal form={form} />
          <SaveButton {...{ form, save, held }} size="medium" />
        </div>
      </form>
    </Dialog>
  );
}

function submitting({ submit }: Form) {
  return (event: SubmitEvent): void => {
    event.preventDefault();
    submit();
  };
}

/** Drawn after the fields, which say what is theirs. */
function Refusal({ form }: { form: Form }) {
  const { fault, error = null } = form.refusal();
  return fault === undefined ? (
    <FormError error={error} />
  ) : (
    <p className="field-error" role="alert">
      {fault}
    </p>
  );
}

function SaveButton(
  props: Omit<FrameProps, 'children'> & { readonly size?: 'medium'; readonly isEager?: boolean },
) {
  const { form, save = t('settings.save'), held = false, isEager = false, ...look } = props;
  const disabled = held || form.isHeld() || (isEager && !form.isChanged);
  return (
    <Button type="submit" variant="primary" disabled={disabled} {...look}>
      {save}
    </Button>
  );
}
