// The way to a new campaign, from the list and from its empty state.
import { Link } from '@tanstack/react-router';
import { Icon } from '../ui/index.ts';
import { c } from './words.ts';

export function NewButton() {
  return (
    <Link
      to="/campaigns/$campaign"
      params={{ campaign: 'new' }}
      className="btn primary small new-button"
    >
      <Icon name="plus" />
      <span>{c('list.new')}</span>
    </Link>
  );
}
