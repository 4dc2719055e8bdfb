import { Menu } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import { IconMenu } from '../icon-menu.tsx';
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
    <IconMenu label="Choose columns" icon={IconColumns3}>
      <Menu.Label>Columns</Menu.Label>
      {columns
        .filter((column) => !column.fixed)
        .map((column) => (
          <Menu.CheckboxItem key={column.id} checked={visible.includes(column.id)} onChange={() => toggle(column.id)}>
            {column.header}
          </Menu.CheckboxItem>
        ))}
      <Menu.Divider />
      <Menu.Item onClick={() => onChange(null)}>As at first</Menu.Item>
    </IconMenu>
  );
}

/** The columns to show: those chosen, else all that are not optional. */
export function visibleColumns<T>(columns: readonly Column<T>[], chosen: readonly string[] | null): Column<T>[] {
  return columns.filter((column) => column.fixed || (chosen ? chosen.includes(column.id) : !column.optional));
}
