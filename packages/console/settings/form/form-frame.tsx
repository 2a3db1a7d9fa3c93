// The frames of settings forms: on a page, in a part of a page and in a dialog. An error that
// belongs to no field stands above the button.
import type { ReactNode } from 'react';
import { Button, Dialog, FormError, submitting, t } from '../../ui/index.ts';
import type { Form } from './use-form.tsx';
import './form.css';

interface FrameProps {
  readonly form: Form;
  /** The label of the button; *Save* by default. */
  readonly save?: string | undefined;
  /** Something is wrong that no field of the form shows. */
  readonly held?: boolean | undefined;
  readonly children: ReactNode;
}

/** A form whose button is enabled once something changed. `fixed`: the user may only read it. */
export function PageForm(props: FrameProps & { readonly fixed?: boolean }) {
  const { form, save, held, fixed = false, children } = props;
  return (
    <form className="settings-form account-form" onSubmit={submitting(form.submit)}>
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

/** A form that opens in a part of a page and closes again. */
export function PartForm(props: FrameProps & { readonly cancel: string; onClose: () => void }) {
  const { form, save, held, cancel, onClose, children } = props;
  return (
    <form className="settings-form" onSubmit={submitting(form.submit)}>
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
      <form className="settings-form" onSubmit={submitting(form.submit)}>
        {children}
        <div className="row dialog-acts">
          <Refusal form={form} />
          <SaveButton {...{ form, save, held }} size="medium" />
        </div>
      </form>
    </Dialog>
  );
}

/** Rendered after the fields, because only then is it known which errors they show. */
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
