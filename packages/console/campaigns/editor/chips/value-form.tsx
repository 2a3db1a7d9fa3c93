// The small form of a value chip, chosen by the unit and by how many values there are.
import type { ChipUnit, ChipValue } from '@opportune/protocol/campaign/sentence.ts';
import { TextField, t, choicesOf } from '../../../ui/index.ts';
import { ListForm, SetForm } from './list-form.tsx';
import { unset } from '../condition/new-node.ts';
import { NumberForm, PairForm, SpanForm } from './number-form.tsx';
import { TextForm } from './text-form.tsx';
import { Choices } from './sentence-chip.tsx';

export interface ValueFormProps {
  readonly label: string;
  readonly unit: ChipUnit;
  readonly value: ChipValue;
  readonly list: boolean;
  readonly pair: boolean;
  /** `closed`: the only possible values. `offered`: suggestions beside free text. */
  readonly closed?: readonly string[] | undefined;
  readonly offered?: readonly string[] | undefined;
  readonly onChange: (value: string | number | boolean | (string | number | boolean)[]) => void;
  readonly close: () => void;
}

export function ValueForm(props: ValueFormProps) {
  const { label, unit, value, list, pair, closed, onChange, close } = props;
  const numeric = unit === 'number' || unit === 'money' || unit === 'percent' || unit === 'times';
  if (pair) return <PairForm value={value} onChange={onChange} />;
  if (list)
    return closed === undefined ? (
      <ListForm label={label} value={value} numeric={numeric} onChange={onChange} />
    ) : (
      <SetForm label={label} value={value} closed={closed} onChange={onChange} />
    );
  if (unit === 'boolean')
    return (
      <Choices
        label={label}
        value={String(value === true)}
        choices={[
          { value: 'true', label: t('campaigns.chip.yes') },
          { value: 'false', label: t('campaigns.chip.no') },
        ]}
        onChoose={(next) => onChange(next === 'true')}
        close={close}
      />
    );
  if (unit === 'seconds' && typeof value === 'number')
    return <SpanForm label={label} seconds={value} onChange={onChange} />;
  if (closed !== undefined)
    return (
      <Choices
        label={label}
        value={String(value)}
        choices={choicesOf(closed, (each) => each)}
        onChoose={onChange}
        close={close}
      />
    );
  if (unit === 'instant')
    return (
      <TextField
        data-autofocus
        type="date"
        label={label}
        defaultValue={String(value).slice(0, 10)}
        onChange={(event) =>
          event.currentTarget.value !== '' && onChange(event.currentTarget.value)
        }
      />
    );
  if (numeric)
    return (
      <NumberForm
        label={label}
        value={Number(value)}
        whole={unit === 'times'}
        onChange={onChange}
      />
    );
  return (
    <TextForm
      label={label}
      value={value === unset ? '' : String(value)}
      offered={props.offered}
      onChange={onChange}
    />
  );
}
