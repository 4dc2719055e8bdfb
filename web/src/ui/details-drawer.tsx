import { ActionIcon, CloseButton, Drawer, Tooltip } from '@mantine/core';
import { IconArrowsDiagonal } from '@tabler/icons-react';
import type { KeyboardEvent, ReactNode } from 'react';
import { Link } from 'react-router';
import classes from './details-drawer.module.css';

interface Props {
  opened: boolean;
  onClose: () => void;
  title: string;
  /** Under the title: email address, id, status. */
  subtitle?: ReactNode;
  /** Address of the record's own page, where work is done. */
  pageAddress?: string;
  actions?: ReactNode;
  children: ReactNode;
}

/** A look at one record over its list. */
export function DetailsDrawer({ opened, onClose, title, subtitle, pageAddress, actions, children }: Props) {
  // Escape in a dialog or menu that was opened from the drawer arrives here too (React bubbles through portals) and is theirs.
  const closeByEscape = (event: KeyboardEvent<HTMLElement>): void => {
    const isInside = event.currentTarget.contains(event.target as Node);
    if (event.key === 'Escape' && isInside && !event.defaultPrevented) onClose();
  };
  return (
    <Drawer.Root opened={opened} onClose={onClose} closeOnEscape={false} size="min(560px, 100vw)">
      <Drawer.Overlay />
      <Drawer.Content aria-label={title} onKeyDown={closeByEscape}>
        <header className={classes.head}>
          <div className={classes.heading}>
            {/* The focus begins at the name: readers say what was opened. */}
            <h2 className={classes.title} tabIndex={-1} data-autofocus>
              {title}
            </h2>
            {subtitle && <div className={classes.subtitle}>{subtitle}</div>}
          </div>
          <div className={classes.actions}>
            {actions}
            {pageAddress && (
              <Tooltip label="Open as a page">
                <ActionIcon component={Link} to={pageAddress} aria-label="Open as a page">
                  <IconArrowsDiagonal size={18} />
                </ActionIcon>
              </Tooltip>
            )}
            <CloseButton aria-label="Close" onClick={onClose} size={32} />
          </div>
        </header>
        <Drawer.Body p={0}>{children}</Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
