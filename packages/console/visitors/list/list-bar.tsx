// The bar above the list: filters, order, a note if countries are unknown, and how many new
// visitors wait to be shown.
import { Button, Chip, Icon, Menu, MenuItem, useStore, t } from '../../ui/index.ts';
import { listSettings, setSorting, toggleFilter } from './list-settings.ts';
import { filters, sortings } from './wanted-order.ts';

interface Props {
  readonly waiting: number;
  /** No geographic database is configured. */
  readonly withoutCountries: boolean;
  readonly onShowNew: () => void;
}

export function ListBar({ waiting, withoutCountries, onShowNew }: Props) {
  const settings = useStore(listSettings, (value) => value);
  return (
    <div className="bar">
      <Menu target={<Button icon="filter">{t('visitors.visitors.filter')}</Button>}>
        {filters.map((filter) => (
          <MenuItem
            key={filter}
            checked={settings.filters.includes(filter)}
            keepOpen
            onClick={() => toggleFilter(filter)}
          >
            {t(`visitors.filter.${filter}`)}
          </MenuItem>
        ))}
      </Menu>
      <Menu
        target={
          <button
            type="button"
            className="chip"
            aria-label={`${t('visitors.visitors.sort')}: ${t(`visitors.visitors.sort.${settings.sorting}`)}`}
          >
            {t(`visitors.visitors.sort.${settings.sorting}`)}
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
            {t(`visitors.visitors.sort.${sorting}`)}
          </MenuItem>
        ))}
      </Menu>
      {settings.filters.map((filter) => (
        <Chip
          key={filter}
          onRemove={() => toggleFilter(filter)}
          removeLabel={t('visitors.filter.remove', { name: t(`visitors.filter.${filter}`) })}
        >
          {t(`visitors.filter.${filter}`)}
        </Chip>
      ))}
      <span className="grow" />
      {withoutCountries && (
        <span className="small t3">{t('visitors.place.countryNotConfigured')}</span>
      )}
      <span aria-live="polite">
        {waiting > 0 && (
          <button type="button" className="tag accent num new-rows" onClick={onShowNew}>
            {t('visitors.visitors.new', { n: waiting })}
          </button>
        )}
      </span>
    </div>
  );
}
