// Above the list: filters, order, whether countries are known, and how many wait to be shown.
import { Button, Chip, Icon, Menu, MenuItem, useStore } from '../../ui/index.ts';
import { listSettings, setSorting, toggleFilter } from './list-settings.ts';
import { v } from '../visitor-words.ts';
import { filters, sortings } from './wanted-order.ts';

interface Props {
  readonly waiting: number;
  /** No database of places is set up. */
  readonly withoutCountries: boolean;
  readonly onShowNew: () => void;
}

export function ListBar({ waiting, withoutCountries, onShowNew }: Props) {
  const settings = useStore(listSettings, (value) => value);
  return (
    <div className="bar">
      <Menu target={<Button icon="filter">{v('visitors.filter')}</Button>}>
        {filters.map((filter) => (
          <MenuItem
            key={filter}
            checked={settings.filters.includes(filter)}
            keepOpen
            onClick={() => toggleFilter(filter)}
          >
            {v(`filter.${filter}`)}
          </MenuItem>
        ))}
      </Menu>
      <Menu
        target={
          <button
            type="button"
            className="chip"
            aria-label={`${v('visitors.sort')}: ${v(`visitors.sort.${settings.sorting}`)}`}
          >
            {v(`visitors.sort.${settings.sorting}`)}
            <Icon name="down" size={12} />
          </button>
        }
      >
        {sortings.map((sorting) => (
          <MenuItem
            key={sorting}
            checked={sorting === settings.sorting}
            onClick={() => setSorting(sorting)}
          >
            {v(`visitors.sort.${sorting}`)}
          </MenuItem>
        ))}
      </Menu>
      {settings.filters.map((filter) => (
        <Chip
          key={filter}
          onRemove={() => toggleFilter(filter)}
          removeLabel={v('filter.remove', { name: v(`filter.${filter}`) })}
        >
          {v(`filter.${filter}`)}
        </Chip>
      ))}
      <span className="grow" />
      {withoutCountries && <span className="small t3">{v('place.countryNotConfigured')}</span>}
      <span aria-live="polite">
        {waiting > 0 && (
          <button type="button" className="tag accent num new-rows" onClick={onShowNew}>
            {v('visitors.new', { n: waiting })}
          </button>
        )}
      </span>
    </div>
  );
}
