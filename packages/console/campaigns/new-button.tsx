// The way to a new campaign, from the list and from its empty state.
import { Link } from '@tanstack/react-router';
import { Icon, t } from '../ui/index.ts';

export function NewButton() {
  return (
    <Link
      to="/campaigns/$campaign"
      params={{ campaign: 'new' }}
      className="btn primary small new-button"
    >
      <Icon name="plus" />
      <span>{t('campaigns.list.new')}</span>
    </Link>
  );
}
