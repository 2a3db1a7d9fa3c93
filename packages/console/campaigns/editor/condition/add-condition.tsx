// Buttons that add a fact, a behaviour or a group to a group.
import type { Condition } from '@opportune/protocol/campaign/condition.ts';
import { Button, Icon, IconButton, Popover, t } from '../../../ui/index.ts';
import { addTo } from './condition-edit.ts';
import { FactPicker } from './fact-picker.tsx';
import { newBehaviour, newFact } from './new-node.ts';
import type { Whole } from './whole.ts';

export function AddBar({ whole, path }: { whole: Whole; path: string }) {
  return (
    <div className="add">
      <AddButton whole={whole} path={path} />
      <Button
        variant="quiet"
        icon="plus"
        onClick={() =>
          whole.onChange(
            addTo(whole.condition, path, { any: [newBehaviour('leaving'), newBehaviour('idle')] }),
          )
        }
      >
        {t('campaigns.build.group')}
      </Button>
    </div>
  );
}

interface AddButtonProps {
  readonly whole: Whole;
  readonly path: string;
  readonly small?: boolean;
}

export function AddButton({ whole, path, small = false }: AddButtonProps) {
  const add = (node: Condition): void => whole.onChange(addTo(whole.condition, path, node));
  return (
    <Popover
      label={t('campaigns.build.condition')}
      width={340}
      position="bottom-start"
      target={(toggle, open) =>
        small ? (
          <IconButton
            icon="plus"
            size={14}
            label={t('campaigns.build.condition')}
            aria-expanded={open}
            onClick={toggle}
          />
        ) : (
          <button
            type="button"
            className="btn quiet small add-condition"
            aria-expanded={open}
            onClick={toggle}
          >
            <Icon name="plus" size={14} />
            {t('campaigns.build.condition')}
          </button>
        )
      }
    >
      {(close) => (
        <FactPicker
          onFact={(fact, type) => {
            add(newFact(fact, type));
            close();
          }}
          onBehaviour={(kind) => {
            add(newBehaviour(kind));
            close();
          }}
        />
      )}
    </Popover>
  );
}
