import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconCheck, IconColumns3 } from '@tabler/icons-react';
import type { Column } from './list.types.ts';

interface Props<T> {
  columns: readonly Column<T>[];
  visible: readonly string[];
  onChange: (visible: readonly string[] | null) => void;
}

/** Which columns a list shows. */
export function ColumnChoice<T>({ columns, visible, onChange }: Props<T>) {
  const toggle = (id: string): void => {
    const next = columns.filter((column) => (column.id === id ? !visible.includes(id) : visible.includes(column.id)));
    onChange(next.map((column) => column.id));
  };
  return (
    <Menu closeOnItemClick={false} position="bottom-end">
      <Menu.Target>
        <Tooltip label="Columns">
          <ActionIcon aria-label="Choose columns">
            <IconColumns3 size={18} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Columns</Menu.Label>
        {columns
          .filter((column) => !column.fixed)
          .map((column) => (
            <Menu.Item
              key={column.id}
              role="menuitemcheckbox"
              aria-checked={visible.includes(column.id)}
              leftSection={<IconCheck size={14} aria-hidden style={{ opacity: visible.includes(column.id) ? 1 : 0 }} />}
              onClick={() => toggle(column.id)}
            >
              {column.header}
            </Menu.Item>
          ))}
        <Menu.Divider />
        <Menu.Item onClick={() => onChange(null)}>As at first</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** The columns to show: those chosen, else all that are not optional. */
export function visibleColumns<T>(columns: readonly Column<T>[], chosen: readonly string[] | null): Column<T>[] {
  return columns.filter((column) => column.fixed || (chosen ? chosen.includes(column.id) : !column.optional));
}
