// A field to choose one of many values by typing part of its name. Text that matches no value is
// dropped when the field loses focus.
import { Select, type ComboboxItem, type OptionsFilter } from '@mantine/core';
import { Field, type Choice } from './field.tsx';
import { Icon } from '../icon.tsx';
import { floating } from '../menu.tsx';
import { t } from '../../words/words.ts';

interface SearchSelectProps {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly choices: readonly Choice[];
  readonly onChange: (value: string) => void;
}

export function SearchSelect({ label, hint, value, choices, onChange }: SearchSelectProps) {
  const chosen = choices.find((choice) => choice.value === value)?.label ?? value;
  return (
    <Field label={label} hint={hint}>
      {(ids) => (
        <span className="select">
          <Select
            {...ids}
            searchable
            allowDeselect={false}
            withCheckIcon={false}
            withScrollArea={false}
            rightSection={null}
            data={choices.map((choice) => ({ ...choice }))}
            value={value}
            filter={matching(chosen)}
            nothingFoundMessage={t('console.search.none')}
            classNames={{
              input: 'input',
              dropdown: 'pop search-select',
              option: 'it',
              empty: 'it',
            }}
            comboboxProps={{ ...floating, returnFocus: false, withinPortal: false }}
            onChange={(next) => next !== null && onChange(next)}
          />
          <Icon name="down" size={14} />
        </span>
      )}
    </Field>
  );
}

/**
 * All choices while the field shows the chosen one. Otherwise those that contain each typed word.
 */
function matching(chosen: string): OptionsFilter {
  return ({ options, search }) => {
    if (search === chosen) return options;
    const words = search.toLowerCase().split(/\s+/);
    const fits = ({ label }: ComboboxItem): boolean =>
      words.every((word) => label.toLowerCase().includes(word));
    return options.filter((option) => 'label' in option && fits(option));
  };
}
