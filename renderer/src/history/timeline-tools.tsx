import type { KeyboardEvent, ReactNode } from 'react';
import { Button, Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover } from 'react-aria-components';
import { useStrings } from '../strings/use-strings.ts';
import { IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { isFiltering, type Filter } from './search-versions.ts';

/** bytes; what is worth telling apart in a history that grew too large */
const sizes = [100 * 1024, 1024 ** 2, 10 * 1024 ** 2, 100 * 1024 ** 2] as const;

/** Finds versions: by words, and by what they are. */
export function TimelineTools({
  filter,
  onFilter,
  onDown,
}: {
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
  /** the arrow down leads from the box into the list */
  readonly onDown: () => void;
}): ReactNode {
  const { t } = useStrings();
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'Enter') {
      event.preventDefault();
      onDown();
    } else if (event.key === 'Escape' && filter.query !== '') {
      event.preventDefault();
      onFilter({ ...filter, query: '' });
    }
  };
  return (
    <div className="timeline-tools">
      <div className="search search-small">
        <Icon name="search" size={16} />
        <input
          className="search-input"
          type="text"
          aria-label={t('history.search')}
          placeholder={t('history.search')}
          value={filter.query}
          maxLength={200}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => {
            onFilter({ ...filter, query: event.target.value });
          }}
          onKeyDown={onKeyDown}
        />
        {filter.query === '' ? null : (
          <IconButton
            icon="close"
            label={t('history.clearSearch')}
            onPress={() => {
              onFilter({ ...filter, query: '' });
            }}
          />
        )}
      </div>
      <FilterMenu filter={filter} onFilter={onFilter} />
    </div>
  );
}

function FilterMenu({
  filter,
  onFilter,
}: {
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
}): ReactNode {
  const { t, formats } = useStrings();
  const isOn = isFiltering({ ...filter, query: '' });
  const shown = (['kept', 'mine', 'labelled'] as const).filter((each) => filter[each]);
  const item = (id: string, text: string): ReactNode => (
    <MenuItem key={id} id={id} textValue={text} className="menu-item">
      <span className="menu-check">
        <Icon name="check" size={16} />
      </span>
      <span className="menu-text">{text}</span>
    </MenuItem>
  );
  return (
    <MenuTrigger>
      <Button
        className="icon-button icon-toggle filter-button"
        aria-label={isOn ? t('history.filterOn') : t('history.filter')}
        data-on={isOn}
      >
        <Icon name="filter" />
      </Button>
      <Popover className="popover" placement="bottom end" offset={6}>
        <Menu className="menu" aria-label={t('history.filter')}>
          <MenuSection
            selectionMode="multiple"
            selectedKeys={shown}
            onSelectionChange={(keys) => {
              const has = (key: string): boolean => keys === 'all' || keys.has(key);
              onFilter({ ...filter, kept: has('kept'), mine: has('mine'), labelled: has('labelled') });
            }}
          >
            <Header className="menu-head">{t('history.filterShow')}</Header>
            {item('kept', t('history.filterKept'))}
            {item('mine', t('history.filterMine'))}
            {item('labelled', t('history.filterLabelled'))}
          </MenuSection>
          <MenuSection
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[String(filter.largerThan)]}
            onSelectionChange={(keys) => {
              const [key] = keys === 'all' ? [] : [...keys];
              onFilter({ ...filter, largerThan: Number(key ?? 0) });
            }}
          >
            <Header className="menu-head">{t('history.filterSize')}</Header>
            {item('0', t('history.filterAnySize'))}
            {sizes.map((size) => item(String(size), formats.size(size)))}
          </MenuSection>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
